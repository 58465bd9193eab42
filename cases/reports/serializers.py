"""Shapes of reports in the API."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.reports.choices import DatePrecision, PersonRole
from cases.reports.models import (
    Report,
    ReportAmendment,
    ReportAttachment,
    ReportDecision,
    ReportPerson,
)
from cases.reports.workflow import DECISIONS


class PersonBody(serializers.Serializer):
    """People of one kind: a structure, never a name."""

    role = serializers.ChoiceField(choices=PersonRole.choices)
    number = serializers.IntegerField(required=False, allow_null=True, min_value=1)
    age_band = serializers.CharField(required=False)
    is_child = serializers.BooleanField(required=False, allow_null=True)
    gender = serializers.CharField(required=False)
    affiliation = serializers.CharField(required=False)
    contingent = serializers.CharField(required=False, help_text="ISO 3166 alpha-2 code")


class SourceBody(serializers.Serializer):
    """Where it comes from. `contact` is kept, encrypted, only when consent was given."""

    type = serializers.CharField(required=False)
    connection = serializers.CharField(required=False)
    reliability = serializers.CharField(required=False, default="F")
    credibility = serializers.CharField(required=False, default="6")
    contact = serializers.CharField(required=False, write_only=True)


class ConsentBody(serializers.Serializer):
    """What the person allowed."""

    state = serializers.CharField(required=False, default="not_asked")
    grants = serializers.ListField(child=serializers.CharField(), required=False)
    on = serializers.DateField(required=False, allow_null=True)


class ReportBody(serializers.Serializer):
    """A report as it is sent. The checks themselves are in the rules, the same for every way in."""

    id = serializers.UUIDField(
        required=False, help_text="made by the sender; sending again is safe"
    )
    occurred_from = serializers.DateField(required=False, allow_null=True)
    occurred_to = serializers.DateField(required=False, allow_null=True)
    date_precision = serializers.ChoiceField(choices=DatePrecision.choices, required=False)
    time_of_day = serializers.CharField(required=False, allow_null=True)
    place = serializers.CharField(required=False, allow_null=True, help_text="p-code")
    place_as_told = serializers.CharField(required=False, max_length=300)
    narrative = serializers.CharField(required=False, max_length=20_000)
    types = serializers.ListField(child=serializers.CharField(), required=False)
    provisions = serializers.ListField(child=serializers.SlugField(), required=False)
    provisions_unsure = serializers.BooleanField(required=False)
    provision_reason = serializers.CharField(required=False)
    danger_now = serializers.BooleanField(required=False)
    language = serializers.CharField(required=False)
    persons = PersonBody(many=True, required=False)
    source = SourceBody(required=False)
    consent = ConsentBody(required=False)


class FiledShape(serializers.ModelSerializer):
    """What who filed a report sees of it: never its content, since a phone may be searched."""

    message = serializers.SerializerMethodField()

    class Meta:
        model = Report
        fields: ClassVar[list[str]] = [
            "id",
            "reference",
            "status",
            "filed_at",
            "updated_at",
            "message",
        ]

    def get_message(self, row: Report) -> str:
        if hasattr(row, "last_message"):
            return row.last_message or ""
        told = Report.objects.with_last_message().only("pk").get(pk=row.pk)
        return told.last_message or ""  # type: ignore[attr-defined]


class PersonShape(serializers.ModelSerializer):
    contingent = serializers.CharField(source="contingent.state_id", default=None)

    class Meta:
        model = ReportPerson
        fields: ClassVar[list[str]] = [
            "role",
            "number",
            "age_band",
            "is_child",
            "gender",
            "affiliation",
            "contingent",
        ]


@extend_schema_field(SourceBody)
class SourceField(serializers.Field):
    """The source in parts; whether a contact is kept, never the contact."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs, source="*", read_only=True)

    def to_representation(self, row: Report) -> dict[str, Any]:
        return {
            "type": row.source_type,
            "connection": row.source_connection,
            "reliability": row.source_reliability,
            "credibility": row.source_credibility,
            "contact_kept": row.source_contact is not None,
        }


@extend_schema_field(ConsentBody)
class ConsentField(serializers.Field):
    """The consent in parts."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs, source="*", read_only=True)

    def to_representation(self, row: Report) -> dict[str, Any]:
        return {
            "state": row.consent_state,
            "grants": row.consent_grants,
            "on": row.consent_on.isoformat() if row.consent_on else None,
        }


class ReportShape(serializers.ModelSerializer):
    """A report as deciders see it in lists."""

    place = serializers.CharField(source="place.code", default=None)
    department = serializers.CharField(read_only=True, allow_null=True)
    provisions = serializers.SerializerMethodField()
    persons = PersonShape(source="people", many=True)
    source = SourceField()
    consent = ConsentField()

    class Meta:
        model = Report
        fields: ClassVar[list[str]] = [
            "id",
            "reference",
            "status",
            "track",
            "channel",
            "language",
            "filed_at",
            "updated_at",
            "assigned_to",
            "danger_now",
            "occurred_from",
            "occurred_to",
            "date_precision",
            "time_of_day",
            "place",
            "department",
            "place_as_told",
            "types",
            "provisions",
            "provisions_unsure",
            "provision_reason",
            "persons",
            "source",
            "consent",
        ]

    def get_provisions(self, row: Report) -> list[str]:
        return [citation.provision_id for citation in row.citations.all()]


class AmendmentShape(serializers.ModelSerializer):
    class Meta:
        model = ReportAmendment
        fields: ClassVar[list[str]] = ["at", "by", "text", "answers"]


class DecisionShape(serializers.ModelSerializer):
    class Meta:
        model = ReportDecision
        fields: ClassVar[list[str]] = [
            "id",
            "name",
            "source",
            "target",
            "reason",
            "message",
            "code",
            "duplicate_of",
            "by",
            "seconded_by",
            "at",
        ]


class WholeShape(ReportShape):
    """One report with its words, additions and decisions."""

    amendments = AmendmentShape(many=True)
    decisions = DecisionShape(many=True)

    class Meta(ReportShape.Meta):
        fields: ClassVar[list[str]] = [
            *ReportShape.Meta.fields,
            "narrative",
            "amendments",
            "decisions",
        ]


class DecisionBody(serializers.Serializer):
    """One decision. `message` goes to who reported, `reason` stays inside."""

    name = serializers.ChoiceField(choices=[(name, name) for name in DECISIONS])
    reason = serializers.CharField(required=False)
    message = serializers.CharField(required=False)
    code = serializers.CharField(required=False)
    duplicate_of = serializers.UUIDField(required=False)


class HandOverBody(serializers.Serializer):
    """Who takes the report, with a note that stays in the office."""

    to = serializers.UUIDField()
    reason = serializers.CharField()


class WordsBody(serializers.Serializer):
    """Words added to a report."""

    text = serializers.CharField()


class FileBody(serializers.Serializer):
    """One file, as `multipart/form-data`. Its kind is told by its content."""

    file = serializers.FileField()


class AttachmentShape(serializers.ModelSerializer):
    """One file of a report: what it is, never what it was called."""

    sha256 = serializers.CharField(source="file.sha256")
    size = serializers.IntegerField(source="file.size")
    content_type = serializers.CharField(source="file.content_type")
    state = serializers.CharField(source="file.state")

    class Meta:
        model = ReportAttachment
        fields: ClassVar[list[str]] = [
            "id",
            "position",
            "sha256",
            "size",
            "content_type",
            "state",
            "question",
            "at",
        ]
