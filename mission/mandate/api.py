"""Instruments and provisions, for anyone."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.urls import path
from drf_spectacular.utils import extend_schema, extend_schema_view

from mission.mandate.filters import InstrumentFilter, ProvisionFilter
from mission.mandate.models import Instrument, Provision, ProvisionProlongation
from mission.mandate.serializers import InstrumentShape, ProvisionShape
from oversight.feeds.api import Feed, FollowedView
from oversight.feeds.models import columns_of, digest_of
from oversight.rest.api.language import LANG, SpokenView
from oversight.rest.api.paging import Pages
from oversight.rest.api.views import PublicListView

# What the shape of a row rests on besides its own columns.
_RENEWED = Instrument.renews.through.objects.filter(from_instrument=OuterRef("pk"))
_PROLONGED = ProvisionProlongation.objects.filter(provision=OuterRef("pk")).annotate(
    told=digest_of("instrument", "instrument__valid_from", "instrument__valid_to")
)
INSTRUMENT_MARK = digest_of(
    *columns_of(Instrument),
    ArraySubquery(_RENEWED.order_by("to_instrument").values("to_instrument")),
)
PROVISION_MARK = digest_of(
    *columns_of(Provision), ArraySubquery(_PROLONGED.order_by("instrument").values("told"))
)


class InTextOrder(Pages):
    """Provisions in the order of their texts, the mission's first."""

    ordering = ("order", "slug")


class BySlug(Pages):
    """A list that is read by its codes."""

    ordering = ("slug",)


@extend_schema_view(get=extend_schema(parameters=[LANG]))
class Instruments(FollowedView, SpokenView, PublicListView):
    """Resolutions, treaties, the constitution, standards and policies of the mission."""

    serializer_class = InstrumentShape
    filterset_class = InstrumentFilter
    pagination_class = BySlug
    feed = Feed("instruments", INSTRUMENT_MARK, shared=True)

    def get_queryset(self) -> Any:
        return Instrument.objects.visible_to(self.request.user).prefetch_related("renews")


@extend_schema_view(get=extend_schema(parameters=[LANG]))
class Provisions(FollowedView, SpokenView, PublicListView):
    """What the texts ask, allow and protect; `in_force_on` gives what held on one day."""

    serializer_class = ProvisionShape
    filterset_class = ProvisionFilter
    pagination_class = InTextOrder
    feed = Feed("provisions", PROVISION_MARK, shared=True)

    def get_queryset(self) -> Any:
        return Provision.objects.visible_to(self.request.user).with_prolongations()


urlpatterns = [
    path("instruments/", Instruments.as_view(), name="api-instruments"),
    path("provisions/", Provisions.as_view(), name="api-provisions"),
]
