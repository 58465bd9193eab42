"""The filters of the two lists."""

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.casework.choices import CaseStatus
from cases.casework.filters import ME, NOBODY, CaseFilter, severities
from cases.casework.models import Finding
from cases.reports.choices import ReportStatus
from cases.reports.filters import NOWHERE, ReportFilter
from cases.reports.models import Report, ReportDecision
from mission.mandate.models import Provision
from mission.places.models import Place
from oversight.accounts.models import RoleGrant, User
from oversight.authority.choices import Permission, Track
from oversight.authority.rules import ROLES
from oversight.vocabularies.models import terms_of

# What the filters of reports call it.
NOBODY_READS = "nobody"
UNDECIDED = (ReportStatus.SUBMITTED, ReportStatus.NEEDS_INFORMATION)
YES_NO = (("True", _("yes")), ("False", _("no")))


def day_box() -> forms.DateInput:
    """The browser's own calendar; it speaks ISO whatever the language."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def is_yes(value: str) -> bool:
    return value == "True"


def source_choices() -> list[tuple[str, str]]:
    """Every kind, retired ones too: old rows carry them."""
    return [(code, term.label) for code, term in terms_of("source_types").items()]


def type_choices() -> list[tuple[str, Any]]:
    """Kinds of violation under their groups; a group itself can be chosen."""
    terms = terms_of("violation_types").values()
    groups: dict[str, list[tuple[str, str]]] = {}
    for term in terms:
        head = term.parent.code if term.parent else term.code
        groups.setdefault(head, []).append((term.code, term.label))
    labels = {term.code: term.label for term in terms}
    return [(labels[head], entries) for head, entries in groups.items()]


def colleagues(permission: Permission) -> list[tuple[str, str]]:
    """People who hold the permission today, as choices. The action decides whether they fit."""
    roles = [role.code for role in ROLES.values() if permission in role.permissions]
    grants = RoleGrant.objects.running(timezone.localdate()).filter(role__in=roles)
    named: dict[Any, set[str]] = {}
    for grant in grants:
        named.setdefault(grant.user_id, set()).add(str(ROLES[grant.role].name))
    people = User.objects.active().filter(pk__in=named).order_by("name")
    return [(str(p.pk), f"{p.name} ({', '.join(sorted(named[p.pk]))})") for p in people]


def person_choices(permission: Permission, nobody: str) -> list[tuple[str, Any]]:
    return [(ME, _("me")), (nobody, _("nobody")), *colleagues(permission)]


def department_choices() -> list[tuple[str, str]]:
    return [(place.pcode, place.name) for place in Place.objects.departments()]


def provision_choices() -> list[tuple[str, str]]:
    return [(row.slug, row.title) for row in Provision.objects.all()]


def with_proposal(rows: Any) -> Any:
    """Undecided reports that somebody proposed to set aside: the last word on them is a proposal."""
    last = ReportDecision.objects.filter(report=OuterRef("pk")).order_by("-at", "-pk")
    said = {name: Subquery(last.values(name)[:1]) for name in ("name", "by", "at")}
    rows = rows.filter(status__in=UNDECIDED)
    rows = rows.annotate(last_name=said["name"], last_by=said["by"], proposed_at=said["at"])
    return rows.filter(last_name__startswith="propose")


class Pick(filters.ChoiceFilter):
    """One of a list, or any."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"empty_label": _("any"), **options})


class ReportFilters(ReportFilter):
    """Filters of the report queue: those of the API, as boxes to choose from, and two more."""

    shown = (
        *("status", "type", "track", "department", "provision", "source"),
        *("filed_from", "filed_to", "assigned", "has_question", "danger"),
    )

    q = filters.CharFilter(method="words", max_length=200, label=_("Words or reference"))
    status = Pick(label=_("Status"), choices=ReportStatus.choices)
    type = Pick(label=_("What happened"), choices=type_choices, method="of_type")
    track = Pick(label=_("Track"), choices=Track.choices)
    department = Pick(
        label=_("Department"),
        choices=lambda: [*department_choices(), (NOWHERE, _("not stated"))],
        method="within",
    )
    provision = Pick(label=_("Provision"), choices=provision_choices, method="citing")
    source = Pick(label=_("Kind of source"), choices=source_choices, field_name="source_type")
    filed_from = filters.DateFilter(label=_("Received from"), method="from_day", widget=day_box())
    filed_to = filters.DateFilter(label=_("Received until"), method="to_day", widget=day_box())
    assigned = Pick(
        label=_("Assigned to"),
        choices=lambda: person_choices(Permission.REPORT_TRIAGE, NOBODY_READS),
        method="given_to",
    )
    has_question = Pick(label=_("A question was asked"), choices=YES_NO, method="asked")
    danger = Pick(label=_("Someone in danger now"), choices=YES_NO, method="in_danger")

    # Not among the boxes: the page of leads leads here with them.
    undecided = Pick(label=_("No decision yet"), choices=YES_NO, method="without_decision")
    proposed = Pick(label=_("Proposed to decline"), choices=YES_NO, method="with_proposal")

    def without_decision(self, qs: Any, name: str, value: str) -> Any:
        undecided = Q(status__in=UNDECIDED)
        return qs.filter(undecided if is_yes(value) else ~undecided)

    def with_proposal(self, qs: Any, name: str, value: str) -> Any:
        found = Q(pk__in=with_proposal(Report.objects.all()).values("pk"))
        return qs.filter(found if is_yes(value) else ~found)

    def in_danger(self, qs: Any, name: str, value: str) -> Any:
        return qs.filter(danger_now=is_yes(value))

    def asked(self, qs: Any, name: str, value: str) -> Any:
        asked = Q(Exists(ReportDecision.objects.filter(report=OuterRef("pk"), name="ask")))
        return qs.filter(asked if is_yes(value) else ~asked)


class CaseFilters(CaseFilter):
    """Filters of the case list: those of the API, as boxes to choose from."""

    shown = ("status", "track", "severity", "department", "assigned", "opened_from", "opened_to")

    status = Pick(label=_("Status"), choices=CaseStatus.choices)
    track = Pick(label=_("Track"), choices=Track.choices)
    severity = Pick(label=_("Severity"), choices=severities)
    department = Pick(label=_("Department"), choices=department_choices, method="in_department")
    assigned = Pick(
        label=_("Worked on by"),
        choices=lambda: person_choices(Permission.CASE_WORK, NOBODY),
        method="person_on",
    )
    # Not among the boxes: the page of leads leads here with it.
    finding = Pick(label=_("A finding waits"), choices=YES_NO, method="with_finding")
    q = filters.CharFilter(method="words", max_length=200, label=_("Words or reference"))
    opened_from = filters.DateFilter(
        label=_("Opened from"), field_name="opened_at", lookup_expr="date__gte", widget=day_box()
    )
    opened_to = filters.DateFilter(
        label=_("Opened until"), field_name="opened_at", lookup_expr="date__lte", widget=day_box()
    )

    def with_finding(self, qs: Any, name: str, value: str) -> Any:
        waits = Q(Exists(Finding.objects.awaiting().filter(allegation__case=OuterRef("pk"))))
        return qs.filter(waits if is_yes(value) else ~waits)

    def in_department(self, qs: Any, name: str, value: str) -> Any:
        place = Place.objects.filter(pcode=value).first()
        return qs.in_place(place) if place else qs.none()

    def person_on(self, qs: Any, name: str, value: str) -> Any:
        return self.worked_by(qs, name, value if value in (ME, NOBODY) else User(pk=value))
