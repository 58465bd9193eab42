"""Public shapes of instruments and provisions."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from mission.mandate.models import Instrument, Provision
from oversight.vocabularies.models import label_of


class SourceShape(serializers.Serializer):
    """Where a row comes from. What rests on a copy is "reported": it has no link."""

    title = serializers.CharField(source="source_title")
    tier = serializers.CharField(source="source_tier")
    url = serializers.SerializerMethodField()

    def get_url(self, row: Any) -> str | None:
        return (row.source_url or None) if row.source_tier != "copy" else None


@extend_schema_field(SourceShape(allow_null=True))
class SourceField(serializers.Field):
    """The source, or null where none was read."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs, source="*", read_only=True)

    def to_representation(self, row: Any) -> dict[str, Any] | None:
        return SourceShape(row).data if row.source_title else None


class InstrumentShape(serializers.ModelSerializer):
    """One resolution, treaty, constitution, standard, policy or agreement."""

    title = serializers.CharField(read_only=True)
    source = SourceField()

    class Meta:
        model = Instrument
        fields: ClassVar[list[str]] = [
            "slug",
            "kind",
            "symbol",
            "title",
            "mission",
            "adopted_on",
            "adopted_on_precision",
            "valid_from",
            "valid_from_precision",
            "valid_to",
            "valid_to_precision",
            "renews",
            "supersedes",
            "verification_status",
            "source",
            "note",
        ]


class ProvisionShape(serializers.ModelSerializer):
    """One duty, right or power, in our own plain words.

    `paragraph` is null until its number was checked. `valid_to` is the end the text itself
    sets; `prolonged_by` names the instruments that keep the provision in force after it, and
    `in_force_until` is the last day that follows from both (null: open, or not confirmed).
    """

    title = serializers.CharField(read_only=True)
    paraphrase = serializers.CharField(read_only=True)
    period = serializers.CharField(read_only=True)
    category_label = serializers.SerializerMethodField()
    prolonged_by = serializers.SerializerMethodField()
    in_force_until = serializers.DateField(read_only=True, allow_null=True)
    source = SourceField()

    class Meta:
        model = Provision
        fields: ClassVar[list[str]] = [
            "slug",
            "instrument",
            "paragraph",
            "paragraph_status",
            "title",
            "paraphrase",
            "obliged",
            "period",
            "category",
            "category_label",
            "bindingness",
            "valid_from",
            "valid_from_precision",
            "valid_to",
            "prolonged_by",
            "in_force_until",
            "verification_status",
            "source",
            "note",
        ]

    def get_category_label(self, row: Provision) -> str:
        return label_of("provision_categories", row.category)

    def get_prolonged_by(self, row: Provision) -> list[str]:
        return [prolongation.instrument_id for prolongation in row.prolongations.all()]
