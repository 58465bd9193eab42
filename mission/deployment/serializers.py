"""Shapes of authorisations, arrivals and readiness. No shape holds a name."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from mission.deployment.models import Arrival, Authorisation
from mission.deployment.rules import UnitReadiness
from mission.force.models import State
from mission.force.rules import CODE_LENGTH, NUMBER_LENGTH
from oversight.rest.serializers import Body, CodeField


class PersonAndUnit(Body):
    """Whom it is about: a number of a State, and a unit by its code."""

    service_number = serializers.CharField(max_length=NUMBER_LENGTH)
    state = CodeField(
        slug_field="code",
        queryset=State.objects.all(),
        missing=_("There is no State with the code “%(code)s”."),
    )
    unit = serializers.CharField(max_length=CODE_LENGTH)


class AuthoriseRequest(PersonAndUnit):
    """An authorisation that is asked for."""

    arrives_on = serializers.DateField()


class ArrivalRequest(PersonAndUnit):
    """An arrival that was observed."""

    arrived_on = serializers.DateField()


class OfOnePerson(serializers.Serializer):
    """What rows about one person begin with."""

    service_number = serializers.CharField(source="personnel.service_number", read_only=True)
    state = serializers.CharField(source="personnel.state_id", read_only=True)
    unit = serializers.CharField(source="unit.code", read_only=True)


class AuthorisationShape(OfOnePerson, serializers.ModelSerializer):
    """The office's permission that one person comes to one unit on one day."""

    status = serializers.SerializerMethodField()
    basis = serializers.CharField(source="permit.basis", read_only=True)

    class Meta:
        model = Authorisation
        fields: ClassVar[list[str]] = [
            *("id", "service_number", "state", "unit", "arrives_on", "status", "basis"),
            "authorised_at",
        ]

    def get_status(self, row: Authorisation) -> str:
        # `state` is the State here, as in every shape of the force.
        return row.state


class BreachShape(serializers.Serializer):
    """Somebody is there who was not cleared: what was missing on the day of arrival, as codes."""

    id = serializers.UUIDField(read_only=True)
    status = serializers.CharField(source="state", read_only=True)
    missing = serializers.ListField(child=serializers.CharField(), read_only=True)


class ArrivalShape(OfOnePerson, serializers.ModelSerializer):
    """One stay, as observed. `breach` is there when it was not in order."""

    authorised = serializers.SerializerMethodField()
    breach = BreachShape(read_only=True, required=False)

    class Meta:
        model = Arrival
        fields: ClassVar[list[str]] = [
            *("id", "service_number", "state", "unit", "arrived_on", "left_on", "departure"),
            *("authorised", "breach"),
        ]

    def get_authorised(self, arrival: Arrival) -> bool:
        return arrival.authorisation_id is not None

    def to_representation(self, arrival: Arrival) -> dict[str, Any]:
        found = super().to_representation(arrival)
        if not hasattr(arrival, "breach"):
            found.pop("breach", None)
        return found


class GapShape(serializers.Serializer):
    """One thing that is missing, as a code, and of how many people."""

    missing = serializers.CharField(source="code", read_only=True)
    people = serializers.IntegerField(read_only=True)


class ReadinessRow(serializers.Serializer):
    """One unit. `blocked` are present and not fit; `expiring_60` holds `expiring_30`."""

    unit = serializers.CharField(source="unit.code", read_only=True)
    state = serializers.CharField(source="unit.contingent.state_id", read_only=True)
    strength = serializers.IntegerField(read_only=True)
    fit = serializers.IntegerField(read_only=True)
    blocked = serializers.IntegerField(read_only=True)
    breaches = serializers.IntegerField(read_only=True)
    expiring_30 = serializers.SerializerMethodField()
    expiring_60 = serializers.SerializerMethodField()
    expiring_90 = serializers.SerializerMethodField()
    why = GapShape(source="gaps", many=True, read_only=True)

    def get_expiring_30(self, row: UnitReadiness) -> int:
        return row.expiring[0]

    def get_expiring_60(self, row: UnitReadiness) -> int:
        return row.expiring[1]

    def get_expiring_90(self, row: UnitReadiness) -> int:
        return row.expiring[2]


class ReadinessShape(serializers.Serializer):
    """Every unit with people on a day."""

    on = serializers.DateField(read_only=True)
    results = ReadinessRow(many=True, read_only=True)
