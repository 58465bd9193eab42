"""Shapes of the force: contingents for anyone, members without a name for who sees the register."""

from typing import ClassVar

from rest_framework import serializers

from mission.force.models import Contingent, Personnel, Unit


class UnitShape(serializers.ModelSerializer):
    """A part of a contingent."""

    label = serializers.CharField(read_only=True)
    parent = serializers.CharField(source="parent.code", default=None, read_only=True)

    class Meta:
        model = Unit
        fields: ClassVar[list[str]] = ["code", "label", "parent"]


class ContingentShape(serializers.ModelSerializer):
    """What one contributing State gives; its code is the State's."""

    code = serializers.CharField(source="state_id", read_only=True)
    state = serializers.CharField(source="state.label", read_only=True)
    units = UnitShape(many=True, read_only=True)

    class Meta:
        model = Contingent
        fields: ClassVar[list[str]] = ["code", "state", "units"]


class PersonnelShape(serializers.ModelSerializer):
    """A member of the force by State and number; `unit` is that of today."""

    state = serializers.CharField(source="state_id", read_only=True)
    unit = serializers.CharField(source="unit_today", read_only=True, allow_null=True)

    class Meta:
        model = Personnel
        fields: ClassVar[list[str]] = [
            *("state", "service_number", "rank", "function", "status", "unit"),
        ]
