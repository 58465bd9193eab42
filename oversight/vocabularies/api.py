"""`GET /api/v1/vocabularies/`: every list with its terms, for anyone."""

from typing import Any

from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from oversight.authority.rules import RuleBroken
from oversight.rest.api.views import PublicView
from oversight.vocabularies.models import Vocabulary
from oversight.vocabularies.rules import LANGUAGES, current_language, in_language


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


def asked_language(request: Request) -> str:
    """`lang` when given, else the language of the request; an unknown one is refused."""
    asked = request.query_params.get("lang", "")
    if asked and asked not in LANGUAGES:
        raise RuleBroken("unknown_language", "lang: en, fr, ht", "/lang")
    return asked or current_language()


class VocabulariesView(PublicView):
    """Types of violation, sources, outcomes and the other closed lists, in one language."""

    @extend_schema(
        parameters=[
            OpenApiParameter("lang", str, enum=list(LANGUAGES)),
            OpenApiParameter("vocabulary", str, description="only this list"),
        ],
        responses=VocabulariesOut,
    )
    def get(self, request: Request) -> Response:
        language = asked_language(request)
        lists = Vocabulary.objects.prefetch_related("terms__parent")
        if code := request.query_params.get("vocabulary"):
            lists = lists.filter(code=code)
        results = [_present(vocabulary, language) for vocabulary in lists]
        return Response(VocabulariesOut({"results": results}).data)


def _present(vocabulary: Vocabulary, language: str) -> dict[str, Any]:
    return {
        "vocabulary": vocabulary.code,
        "label": in_language(vocabulary, "label", language),
        "terms": [
            {
                "code": term.code,
                "label": in_language(term, "label", language),
                "parent": term.parent.code if term.parent else None,
                "order": term.order,
                "retired_on": term.retired_on,
                "note": term.note,
            }
            for term in vocabulary.terms.all()
        ],
    }


urlpatterns = [path("vocabularies/", VocabulariesView.as_view(), name="api-vocabularies")]
