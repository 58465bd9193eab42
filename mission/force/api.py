"""Contingents, for anyone; members of the force, without a name, for who sees the register."""

from typing import Any, ClassVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view

from mission.force.filters import PersonnelFilter
from mission.force.models import Contingent, Personnel, State, Unit, UnitMembership
from mission.force.serializers import ContingentShape, PersonnelShape
from oversight.authority.choices import Permission
from oversight.feeds.api import Feed, FollowedView
from oversight.feeds.models import columns_of, digest_of
from oversight.rest.api.language import LANG, SpokenView
from oversight.rest.api.paging import Pages
from oversight.rest.api.views import ListView, PublicListView

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


class Members(ListView):
    """Members of the force by State and number."""

    needs: ClassVar[dict[str, tuple[Permission, ...]]] = {"GET": (Permission.PERSONNEL_SEE,)}
    serializer_class = PersonnelShape
    filterset_class = PersonnelFilter
    ordering = ("state_id", "service_number", "pk")

    def get_queryset(self) -> Any:
        rows = Personnel.objects.visible_to(self.request.user)
        today = UnitMembership.objects.on(timezone.localdate()).filter(personnel=OuterRef("pk"))
        return rows.annotate(unit_today=Subquery(today.order_by().values("unit__code")[:1]))


urlpatterns = [
    path("contingents/", Contingents.as_view(), name="api-contingents"),
    path("personnel/", Members.as_view(), name="api-personnel"),
]
