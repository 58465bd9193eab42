"""What the API takes and gives about releases."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.summaries.columns import cells, outline
from cases.summaries.models import Release, Withdrawal
from oversight.rest.serializers import Body
from oversight.vocabularies.rules import current_language


class CutoffSerializer(Body):
    """What a lead sends to prepare a release."""

    cutoff = serializers.DateField()
    corrects = serializers.SlugField(required=False, allow_blank=True, max_length=20)


class ApprovalSerializer(Body):
    """What a lead may send with an approval."""

    reason = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class RejectionSerializer(Body):
    """What a lead sends with a rejection."""

    reason = serializers.CharField(max_length=2000)


class ReleaseSerializer(serializers.ModelSerializer[Release]):
    """A release as leads see it."""

    release = serializers.CharField(source="slug", read_only=True)
    corrects = serializers.CharField(source="corrects_slug", read_only=True)
    corrected_by = serializers.CharField(source="corrected_by_slug", read_only=True)
    withdrawn = serializers.BooleanField(source="is_withdrawn", read_only=True)
    tables = serializers.SerializerMethodField()

    class Meta:
        model = Release
        fields = (
            "id",
            "release",
            "cutoff",
            "number",
            "state",
            "method",
            "checksum",
            "prepared_by",
            "prepared_at",
            "approved_by",
            "approved_at",
            "rejected_by",
            "rejected_at",
            "rejection_reason",
            "corrects",
            "corrected_by",
            "withdrawn",
            "tables",
        )
        read_only_fields = fields

    @extend_schema_field(OpenApiTypes.OBJECT)
    def get_tables(self, release: Release) -> list[dict[str, Any]]:
        language = self.context.get("language") or current_language()
        with_cells = self.context.get("with_cells", False)
        return [
            outline(table, language) | ({"cells": cells(table)} if with_cells else {})
            for table in release.tables.all()
        ]


class PublishedSerializer(serializers.ModelSerializer[Release]):
    """A published release in the list."""

    release = serializers.CharField(source="slug", read_only=True)
    corrects = serializers.CharField(source="corrects_slug", read_only=True)
    corrected_by = serializers.CharField(source="corrected_by_slug", read_only=True)
    tables = serializers.SlugRelatedField(slug_field="slug", many=True, read_only=True)

    class Meta:
        model = Release
        fields = (
            *("release", "cutoff", "approved_at", "checksum"),
            *("corrects", "corrected_by", "tables"),
        )
        read_only_fields = fields


class WithdrawnSerializer(serializers.ModelSerializer[Withdrawal]):
    """A release that was taken back, and what the public is told about it."""

    release = serializers.CharField(source="release.slug", read_only=True)
    cutoff = serializers.DateField(source="release.cutoff", read_only=True)
    withdrawn_at = serializers.DateTimeField(source="decided_at", read_only=True)
    reason = serializers.CharField(source="public_reason", read_only=True)

    class Meta:
        model = Withdrawal
        fields = ("release", "cutoff", "withdrawn_at", "reason")
        read_only_fields = fields


class LedgerTableSerializer(serializers.Serializer[Any]):
    """A released table with its figures."""

    table = serializers.SlugField()
    title = serializers.CharField()
    counts = serializers.CharField()
    date = serializers.CharField()
    dimensions = serializers.ListField(child=serializers.DictField())
    threshold = serializers.IntegerField()
    description = serializers.CharField()
    notes = serializers.ListField(child=serializers.CharField())
    cells = serializers.ListField(child=serializers.DictField())


class MissingSerializer(serializers.Serializer[Any]):
    """A requirement that many lacked."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class PeriodOfReasonsSerializer(serializers.Serializer[Any]):
    """Some quarters, what was missing in them, and why exceptions were made; nothing by person."""

    missing = MissingSerializer(many=True)
    others = serializers.BooleanField()
    reasons = serializers.ListField(child=serializers.CharField())

    def get_fields(self) -> dict[str, Any]:
        # `from` is a word of the language.
        ends = {name: serializers.CharField() for name in ("from", "to")}
        return {**ends, **super().get_fields()}


class DeploymentLedgerSerializer(serializers.Serializer[Any]):
    """What a release says of vetting and deployment."""

    release = serializers.SlugField(allow_null=True)
    cutoff = serializers.DateField(allow_null=True)
    checksum = serializers.CharField(allow_null=True)
    licence = serializers.CharField()
    tables = LedgerTableSerializer(many=True)
    reasons = PeriodOfReasonsSerializer(many=True)
