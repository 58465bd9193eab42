"""Shapes of training. Counts of units: no shape names a person."""

from typing import ClassVar

from rest_framework import serializers

from mission.training.models import TrainingModule


class ModuleShape(serializers.ModelSerializer):
    """One module. `valid_months` null: learnt once for all."""

    label = serializers.CharField(read_only=True)

    class Meta:
        model = TrainingModule
        fields: ClassVar[list[str]] = [
            *("code", "label", "valid_months", "is_retired", "verification_status"),
        ]


class MatrixCell(serializers.Serializer):
    """How many of the unit's members have a pass that counts."""

    module = serializers.CharField(source="module.pk", read_only=True)
    trained = serializers.IntegerField(read_only=True)


class MatrixRow(serializers.Serializer):
    """One unit with its members of the day."""

    unit = serializers.CharField(source="unit.code", read_only=True)
    state = serializers.CharField(source="unit.contingent.state_id", read_only=True)
    members = serializers.IntegerField(read_only=True)
    modules = MatrixCell(source="cells", many=True, read_only=True)


class MatrixShape(serializers.Serializer):
    """Every unit with members on a day."""

    on = serializers.DateField(read_only=True)
    results = MatrixRow(many=True, read_only=True)
