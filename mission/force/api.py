"""Contingents, for anyone."""

from typing import Any

from django.urls import path
from drf_spectacular.utils import extend_schema, extend_schema_view

from mission.force.models import Contingent
from mission.force.serializers import ContingentShape
from oversight.rest.api.language import LANG, SpokenView
from oversight.rest.api.paging import Pages
from oversight.rest.api.views import PublicListView


class ByState(Pages):
    """In the order of the States' codes."""

    ordering = ("state_id",)


@extend_schema_view(get=extend_schema(parameters=[LANG]))
class Contingents(SpokenView, PublicListView):
    """What each contributing State gives to the force."""

    serializer_class = ContingentShape
    pagination_class = ByState

    def get_queryset(self) -> Any:
        rows = Contingent.objects.visible_to(self.request.user)
        return rows.select_related("state").prefetch_related("units__parent")


urlpatterns = [path("contingents/", Contingents.as_view(), name="api-contingents")]
