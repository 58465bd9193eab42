"""What the API gives about cases. Fields are listed one by one."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.casework.models import Allegation, Case, CaseAccess, CaseNote, CaseTransition, Finding


class ColleagueShape(serializers.Serializer):
    """A colleague."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class PerpetratorShape(serializers.Serializer):
    """Who is accused: a number inside the case, never a name."""

    affiliation = serializers.CharField()
    contingent = serializers.CharField(source="contingent.state_id", default=None, allow_null=True)
    person = serializers.IntegerField(source="person_number")


class AllegationShape(serializers.ModelSerializer):
    """One person x one type of misconduct."""

    case = serializers.UUIDField(source="case_id")
    provision = serializers.CharField(source="provision_id", allow_null=True)
    perpetrator = PerpetratorShape(source="*")
    finding = serializers.SerializerMethodField()

    class Meta:
        model = Allegation
        fields: ClassVar[list[str]] = [
            "id",
            "case",
            "type",
            "provision",
            "perpetrator",
            "involvement",
            "victim_age_band",
            "added_at",
            "finding",
        ]

    @extend_schema_field({"type": ["string", "null"], "format": "uuid"})
    def get_finding(self, row: Allegation) -> str | None:
        """The finding that stands: proposed or adopted."""
        # A newer proposal comes before the adopted one that it would replace.
        standing = [f for f in row.findings.all() if f.status in ("proposed", "adopted")]
        return str(standing[0].pk) if standing else None


class CaseShape(serializers.ModelSerializer):
    """One line of a list of cases."""

    place = serializers.CharField(source="place.code", default=None, allow_null=True)

    class Meta:
        model = Case
        fields: ClassVar[list[str]] = [
            "id",
            "reference",
            "title",
            "status",
            "track",
            "severity",
            "confidentiality",
            "place",
            "occurred_from",
            "occurred_to",
            "disposition",
            "feedback",
            "opened_at",
            "updated_at",
            "closed_at",
        ]


class StandingShape(serializers.ModelSerializer):
    """One person's standing in the case."""

    user = ColleagueShape()

    class Meta:
        model = CaseAccess
        fields: ClassVar[list[str]] = ["user", "kind", "since"]


class CasePageShape(CaseShape):
    """A case with what is in it."""

    reports = serializers.SerializerMethodField()
    allegations = AllegationShape(many=True)
    team = serializers.SerializerMethodField()

    class Meta(CaseShape.Meta):
        fields: ClassVar[list[str]] = [*CaseShape.Meta.fields, "reports", "allegations", "team"]

    @extend_schema_field(serializers.ListField(child=serializers.UUIDField()))
    def get_reports(self, case: Case) -> list[str]:
        return [str(link.report_id) for link in case.links.all() if not link.ended_at]

    @extend_schema_field(StandingShape(many=True))
    def get_team(self, case: Case) -> Any:
        rows = [row for row in case.access.all() if row.ended_at is None]
        return StandingShape(rows, many=True).data


class FindingShape(serializers.ModelSerializer):
    """The conclusion on one allegation."""

    allegation = serializers.UUIDField(source="allegation_id")
    sources = serializers.SerializerMethodField()
    proposed_by = serializers.UUIDField(source="proposed_by_id")
    decided_by = serializers.UUIDField(source="decided_by_id", allow_null=True)

    class Meta:
        model = Finding
        fields: ClassVar[list[str]] = [
            "id",
            "allegation",
            "status",
            "outcome",
            "standard_of_proof",
            "reasoning",
            "sources",
            "proposed_by",
            "proposed_at",
            "decided_by",
            "decided_at",
            "decision_reason",
        ]

    @extend_schema_field(serializers.ListField(child=serializers.UUIDField()))
    def get_sources(self, row: Finding) -> list[str]:
        return [str(report.pk) for report in row.sources.all()]


class NoteShape(serializers.ModelSerializer):
    """An internal note."""

    by = ColleagueShape()
    told = ColleagueShape(many=True)

    class Meta:
        model = CaseNote
        fields: ClassVar[list[str]] = ["id", "text", "by", "at", "told"]


class PastMoveShape(serializers.ModelSerializer):
    """One move the case has made."""

    by = ColleagueShape()

    class Meta:
        model = CaseTransition
        fields: ClassVar[list[str]] = ["name", "source", "target", "reason", "by", "at"]


class RefusalShape(serializers.Serializer):
    """What stands in the way of a move."""

    code = serializers.CharField()
    detail = serializers.CharField(source="message")


class MoveShape(serializers.Serializer):
    """One move the case may make, what it asks for, and which clocks it turns."""

    name = serializers.CharField(source="transition.name")
    label = serializers.CharField(source="transition.label")
    target = serializers.CharField()
    asks = serializers.ListField(source="transition.asks", child=serializers.CharField())
    starts = serializers.ListField(source="transition.starts", child=serializers.CharField())
    meets = serializers.ListField(source="transition.meets", child=serializers.CharField())
    possible = serializers.BooleanField(source="is_possible")
    blocked_by = RefusalShape(many=True)


class MovesShape(serializers.Serializer):
    """Where the case stands, what may come next, and what came before."""

    status = serializers.CharField()
    available = MoveShape(many=True)
    history = PastMoveShape(many=True)


class TeamShape(serializers.Serializer):
    """Who works on the case, and who could."""

    results = StandingShape(many=True)
    candidates = ColleagueShape(many=True)
