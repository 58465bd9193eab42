"""Contingents, for anyone."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.urls import path
from drf_spectacular.utils import extend_schema, extend_schema_view

from mission.force.models import Contingent, State, Unit
from mission.force.serializers import ContingentShape
from oversight.feeds.api import Feed, FollowedView
from oversight.feeds.models import columns_of, digest_of
from oversight.rest.api.language import LANG, SpokenView
from oversight.rest.api.paging import Pages
from oversight.rest.api.views import PublicListView

_UNITS = Unit.objects.filter(contingent=OuterRef("pk")).annotate(
    told=digest_of(*columns_of(Unit), "parent__code")
)
CONTINGENT_MARK = digest_of(
    *columns_of(State, "state__"), ArraySubquery(_UNITS.order_by("pk").values("told"))
)


class ByState(Pages):
    """In the order of the States' codes."""

    ordering = ("state_id",)


@extend_schema_view(get=extend_schema(parameters=[LANG]))
class Contingents(FollowedView, SpokenView, PublicListView):
    """What each contributing State gives to the force."""

    serializer_class = ContingentShape
    pagination_class = ByState
    feed = Feed("contingents", CONTINGENT_MARK, "state_id", shared=True)

    def get_queryset(self) -> Any:
        rows = Contingent.objects.visible_to(self.request.user)
        return rows.select_related("state").prefetch_related("units__parent")


urlpatterns = [path("contingents/", Contingents.as_view(), name="api-contingents")]
