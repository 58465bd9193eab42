"""Places, for anyone: a list, and a search that forgives the spelling."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from mission.places.actions import LONGEST_QUERY, find
from mission.places.filters import PlaceFilter
from mission.places.models import Place
from mission.places.serializers import PlaceShape
from oversight.authority.rules import RuleBroken
from oversight.feeds.api import Feed, FollowedView
from oversight.feeds.models import columns_of, digest_of
from oversight.rest.api.language import LANG, SpokenView
from oversight.rest.api.paging import Pages
from oversight.rest.api.views import PublicListView

QUERY = OpenApiParameter("q", str, description="A name as somebody wrote it; best match first.")


# A place is told together with the names of those above it.
PLACE_MARK = digest_of(
    *columns_of(Place),
    *(
        f"{above}__{name}"
        for above in ("parent", "parent__parent", "parent__parent__parent")
        for name in ("key", "pcode", "name_fr", "name_ht")
    ),
)


class ByName(Pages):
    """Places in the order of their names."""

    ordering = ("sort_key", "key")


@extend_schema_view(get=extend_schema(parameters=[LANG, QUERY]))
class Places(FollowedView, SpokenView, PublicListView):
    """With `q` the 20 best matches, best first; without it all places, by pages."""

    serializer_class = PlaceShape
    filterset_class = PlaceFilter
    pagination_class = ByName
    feed = Feed("places", PLACE_MARK, "key", shared=True)

    def get_queryset(self) -> Any:
        return Place.objects.visible_to(self.request.user).with_parents()

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        text = request.query_params.get("q", "").strip()
        if not text or "updated_since" in request.query_params:
            return super().list(request, *args, **kwargs)
        if len(text) > LONGEST_QUERY:
            raise RuleBroken("too_long", _("This name is too long."), "/q")
        allowed = set(self.filter_queryset(self.get_queryset()).values_list("pk", flat=True))
        places = [place for place in find(text=text, limit=60) if place.pk in allowed]
        shown = self.get_serializer(places[:20], many=True).data
        return Response({"next": None, "previous": None, "results": shown})


urlpatterns = [path("places/", Places.as_view(), name="api-places")]
