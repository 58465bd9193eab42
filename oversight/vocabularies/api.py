"""`GET /api/v1/vocabularies/`: every list with its terms, for anyone."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from oversight.feeds.api import Feed, FollowedView
from oversight.feeds.models import columns_of, digest_of
from oversight.rest.api.language import LANG, SpokenView
from oversight.rest.api.views import PublicView
from oversight.vocabularies.models import Term, Vocabulary

_TERMS = Term.objects.filter(vocabulary=OuterRef("pk")).annotate(told=digest_of(*columns_of(Term)))
VOCABULARY_MARK = digest_of(
    *columns_of(Vocabulary), ArraySubquery(_TERMS.order_by("pk").values("told"))
)


class TermOut(serializers.Serializer[Any]):
    """One term; `parent` is a code of the same list, `retired_on` a date or null."""

    code = serializers.CharField()
    label = serializers.CharField()
    parent = serializers.CharField(allow_null=True)
    order = serializers.IntegerField()
    retired_on = serializers.DateField(allow_null=True)
    note = serializers.CharField()


class VocabularyOut(serializers.Serializer[Any]):
    """One list."""

    vocabulary = serializers.CharField()
    label = serializers.CharField()
    terms = TermOut(many=True)


class VocabulariesOut(serializers.Serializer[Any]):
    """All lists."""

    results = VocabularyOut(many=True)


class VocabulariesView(FollowedView, SpokenView, PublicView):
    """Types of violation, sources, outcomes and the other closed lists, in one language."""

    feed = Feed("vocabularies", VOCABULARY_MARK, shared=True)

    def get_queryset(self) -> Any:
        return Vocabulary.objects.prefetch_related("terms__parent")

    def feed_lines(self, rows: Any) -> Any:
        return VocabularyOut([_present(row) for row in rows], many=True).data

    @extend_schema(
        parameters=[
            LANG,
            OpenApiParameter("vocabulary", str, description="only this list"),
        ],
        responses=VocabulariesOut,
    )
    def get(self, request: Request) -> Response:
        if "updated_since" in request.query_params:
            return self.changes(request)
        lists = self.get_queryset()
        if code := request.query_params.get("vocabulary"):
            lists = lists.filter(code=code)
        results = [_present(vocabulary) for vocabulary in lists]
        return Response(VocabulariesOut({"results": results}).data)


def _present(vocabulary: Vocabulary) -> dict[str, Any]:
    return {
        "vocabulary": vocabulary.code,
        "label": vocabulary.label,
        "terms": [
            {
                "code": term.code,
                "label": term.label,
                "parent": term.parent.code if term.parent else None,
                "order": term.order,
                "retired_on": term.retired_on,
                "note": term.note,
            }
            for term in vocabulary.terms.all()
        ],
    }


urlpatterns = [path("vocabularies/", VocabulariesView.as_view(), name="api-vocabularies")]
