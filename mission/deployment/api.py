"""Authorisations, arrivals and readiness over the API: for those who vet, and leads."""

from datetime import date
from typing import Any, ClassVar

from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from mission.deployment import actions
from mission.deployment.filters import ArrivalFilter, AuthorisationFilter
from mission.deployment.models import Arrival, Authorisation, readiness_of
from mission.deployment.serializers import (
    ArrivalRequest,
    ArrivalShape,
    AuthorisationShape,
    AuthoriseRequest,
    ReadinessShape,
)
from mission.force.columns.days import asked_day
from mission.force.models import Personnel, Unit, person_of
from oversight.authority.choices import Permission
from oversight.authority.rules import RuleBroken, may, refuse
from oversight.rest.api.views import ListView, View
from oversight.rest.serializers import read

SEE = (Permission.DEPLOYMENT_SEE,)
AUTHORISE = (Permission.DEPLOYMENT_AUTHORISE,)


class Deployments(ListView):
    """Authorisations, and the gate that gives them."""

    needs: ClassVar[dict[str, tuple[Permission, ...]]] = {"GET": SEE, "POST": AUTHORISE}
    serializer_class = AuthorisationShape
    filterset_class = AuthorisationFilter
    ordering = ("-arrives_on", "-id")

    def get_queryset(self) -> Any:
        rows = Authorisation.objects.visible_to(self.request.user)
        return rows.select_related("personnel", "unit", "permit")

    @extend_schema(request=AuthoriseRequest, responses={201: AuthorisationShape})
    def post(self, request: Request) -> Response:
        """Authorise one arrival. 409 names each clearance and training that is missing."""
        sent = read(request, AuthoriseRequest)
        person, unit = _known(request.user, sent)
        row = actions.authorise(
            person=person, unit=unit, arrives_on=sent["arrives_on"], by=request.user
        )
        return Response(AuthorisationShape(row).data, status.HTTP_201_CREATED)


class Arrivals(ListView):
    """Who was seen to arrive. None is refused for want of an authorisation."""

    needs: ClassVar[dict[str, tuple[Permission, ...]]] = {"GET": SEE, "POST": AUTHORISE}
    serializer_class = ArrivalShape
    filterset_class = ArrivalFilter
    ordering = ("-arrived_on", "-id")

    def get_queryset(self) -> Any:
        rows = Arrival.objects.visible_to(self.request.user)
        return rows.select_related("personnel", "unit", "breach")

    @extend_schema(request=ArrivalRequest, responses={200: ArrivalShape, 201: ArrivalShape})
    def post(self, request: Request) -> Response:
        """Record an arrival; `breach` is there when it was not authorised. The same again: 200."""
        sent = read(request, ArrivalRequest)
        sent["unit_code"] = sent.pop("unit")
        known = Arrival.objects.filter(
            personnel=person_of(sent["state"].pk, sent["service_number"]),
            arrived_on=sent["arrived_on"],
        ).exists()
        row = actions.record_arrival(by=request.user, **sent)
        return Response(
            ArrivalShape(row).data, status.HTTP_200_OK if known else status.HTTP_201_CREATED
        )


class Readiness(View):
    """How units stand on a day."""

    needs: ClassVar[dict[str, tuple[Permission, ...]]] = {"GET": SEE}

    @extend_schema(
        parameters=[OpenApiParameter("on", date, description="The day; today without it.")],
        responses=ReadinessShape,
    )
    def get(self, request: Request) -> Response:
        """Strength, who is fit, who is blocked and why, what ends within 30, 60 and 90 days."""
        day = asked_day(request.query_params.get("on", ""))
        found = {"on": day, "results": readiness_of(request.user, day)}
        return Response(ReadinessShape(found).data)


def _known(user: Any, sent: dict[str, Any]) -> tuple[Personnel, Unit]:
    state = sent["state"].pk
    if not may(user, Permission.DEPLOYMENT_AUTHORISE, contingents=[state]):
        refuse()
    person = person_of(state, sent["service_number"])
    if person is None:
        message = _("This State has no member of the force with this number.")
        raise RuleBroken("unknown_person", message, "/service_number")
    unit = Unit.objects.filter(contingent__state=state, code__iexact=sent["unit"].strip()).first()
    if unit is None:
        message = _("This State has no unit with this code.")
        raise RuleBroken("unknown_unit", message, "/unit")
    return person, unit


urlpatterns = [
    path("deployments/", Deployments.as_view(), name="api-deployments"),
    path("arrivals/", Arrivals.as_view(), name="api-arrivals"),
    path("readiness/", Readiness.as_view(), name="api-readiness"),
]
