"""How cases and findings are named, linked and listed elsewhere: notices, clocks, "your work"."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.casework.access import may_on_case
from cases.casework.models import Case, CaseAccess, Finding
from oversight.authority.choices import Permission
from oversight.subjects.rules import Subject, WorkPanel, register, register_panel

SHOWN = 20


def page_of(case: Case) -> str:
    return reverse("admin:cases_case_change", args=(case.pk,))


def people_on(case: Case) -> Iterable[Any]:
    """Who works on the case now."""
    rows = CaseAccess.objects.filter(
        case=case, kind__in=("assigned", "focal_point"), ended_at__isnull=True
    )
    return [row.user for row in rows.select_related("user")]


def _case_of(finding: Finding) -> Case:
    return finding.allegation.case


CASE = Subject(
    "cases.case",
    title=lambda case: case.reference,
    url=page_of,
    people=people_on,
    worked_by=lambda user: Case.objects.assigned_to(user),
)
FINDING = Subject(
    "cases.finding",
    title=lambda finding: _case_of(finding).reference,
    url=lambda finding: page_of(_case_of(finding)),
    people=lambda finding: people_on(_case_of(finding)),
    worked_by=lambda user: Finding.objects.filter(
        allegation__case__in=Case.objects.assigned_to(user)
    ),
    reference=lambda finding: _case_of(finding).reference,
)


def _row(case: Case, note: Any) -> dict[str, Any]:
    return {"title": case.reference, "url": page_of(case), "note": note}


def my_cases(user: Any) -> list[dict[str, Any]]:
    """Open cases the person works on, the longest untouched first."""
    rows = Case.objects.visible_to(user).assigned_to(user).open().order_by("updated_at", "pk")
    return [_row(case, case.get_status_display()) for case in rows[:SHOWN]]


def findings_to_decide(user: Any) -> list[dict[str, Any]]:
    """Findings of colleagues that wait for somebody to decide."""
    rows = Finding.objects.visible_to(user).awaiting().exclude(proposed_by=user.pk)
    rows = rows.select_related("allegation__case__place").order_by("proposed_at", "pk")
    note = _("A finding waits for review.")
    return [
        _row(_case_of(finding), note)
        for finding in rows[:SHOWN]
        if may_on_case(user, Permission.FINDING_ADOPT, _case_of(finding))
    ]


def cases_of_nobody(user: Any) -> list[dict[str, Any]]:
    """Open cases that nobody works on."""
    rows = Case.objects.visible_to(user).open().unassigned().order_by("opened_at", "pk")
    return [_row(case, _("Nobody works on this case.")) for case in rows[:SHOWN]]


def register_casework() -> None:
    """What this slice tells the registry; called once when the app is ready."""
    register(CASE)
    register(FINDING)
    seeing = frozenset({Permission.CASE_SEE})
    register_panel("cases", WorkPanel(_("Your cases"), my_cases, seeing, order=30))
    register_panel(
        "findings",
        WorkPanel(
            _("Findings to decide"),
            findings_to_decide,
            frozenset({Permission.FINDING_ADOPT}),
            order=40,
        ),
    )
    # Who releases figures answers for all cases: a lead.
    register_panel(
        "unassigned",
        WorkPanel(
            _("Cases nobody works on"),
            cases_of_nobody,
            frozenset({Permission.RELEASE_APPROVE}),
            order=50,
        ),
    )
