"""How cases and findings are named, linked and listed elsewhere: notices, clocks, "your work"."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.casework.access import may_on_case
from cases.casework.models import Case, CaseAccess, CaseConcern, CaseProtection, Finding
from oversight.audit.rules import register_sentences
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


def people_on_all(cases: Iterable[Case]) -> dict[Any, list[Any]]:
    """Keys of who works now on each of the cases: one query for all."""
    rows = CaseAccess.objects.filter(
        case__in=[case.pk for case in cases],
        kind__in=("assigned", "focal_point"),
        ended_at__isnull=True,
    )
    found: dict[Any, list[Any]] = {}
    for case, person in rows.values_list("case", "user"):
        found.setdefault(case, []).append(person)
    return found


def _case_of(finding: Finding) -> Case:
    return finding.allegation.case


CASE = Subject(
    "cases.case",
    title=lambda case: case.reference,
    url=page_of,
    people=people_on,
    people_of_all=people_on_all,
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

SENTENCES = {
    "report.filed": _("%(who)s filed the report."),
    "report.read": _("%(who)s read the report."),
    "report.files_filed": _("%(who)s filed files with the report."),
    "report.visit_linked": _("%(who)s filed another report of the same visit."),
    "report.amended": _("%(who)s added to the report."),
    "report.accepted": _("%(who)s accepted the report."),
    "report.declined": _("%(who)s declined the report."),
    "report.decline_proposed": _("%(who)s proposed to decline the report."),
    "report.marked_duplicate": _("%(who)s marked the report as a duplicate."),
    "report.question_asked": _("%(who)s asked a question."),
    "report.question_answered": _("%(who)s answered the question."),
    "report.reopened": _("%(who)s took the report up again."),
    "report.duplicate_proposed": _("%(who)s proposed to mark the report as a duplicate."),
    "report.proposal_refused": _("%(who)s did not follow the proposal."),
    "report.proposal_withdrawn": _("%(who)s took the proposal back."),
    "report.question_amended": _("%(who)s asked in other words."),
    "report.question_reminded": _("%(who)s reminded of the question."),
    "report.question_withdrawn": _("%(who)s withdrew the question."),
    "report.acceptance_withdrawn": _("%(who)s took the acceptance back."),
    "report.informed": _("%(who)s wrote to the person who reported."),
    "report.moved": _("%(who)s moved the report to another case."),
    "report.handed_over": _("%(who)s handed the report over."),
    "report.take_asked": _("%(who)s asked somebody to take the report."),
    "template.added": _("%(who)s added a ready text."),
    "template.edited": _("%(who)s changed a ready text."),
    "report.assigned": _("%(who)s gave the report to somebody."),
    "report.unassigned": _("%(who)s took the report back from somebody."),
    "case.read": _("%(who)s read the case."),
    "case.opened": _("%(who)s opened the case."),
    "case.edited": _("%(who)s changed the title or severity of the case."),
    "case.track_raised": _("The case moved to a more guarded track."),
    "case.report_added": _("%(who)s put a report into the case."),
    "case.report_moved_out": _("%(who)s moved a report to another case."),
    "case.report_split_out": _("%(who)s gave a report a case of its own."),
    "case.report_taken_out": _("%(who)s took a report out of the case."),
    "case.left_without_report": _("The case has no report any more."),
    "case.handed_over": _("%(who)s handed the case over."),
    "case.take_asked": _("%(who)s asked somebody to take the case."),
    "case.note_added": _("%(who)s wrote a note."),
    "case.assigned": _("%(who)s put somebody on the case."),
    "case.unassigned": _("%(who)s took somebody off the case."),
    "case.focal_point_named": _("%(who)s named a focal point."),
    "case.recused": _("Somebody takes no part in the case."),
    "case.investigation_started": _("%(who)s started the investigation."),
    "case.state_awaited": _("The case waits for the contributing State."),
    "case.state_answered": _("The contributing State answered."),
    "case.decision_begun": _("%(who)s began the decision."),
    "case.returned_to_investigation": _("%(who)s returned the case to investigation."),
    "case.follow_up_begun": _("%(who)s began the follow-up."),
    "case.closed": _("%(who)s closed the case."),
    "case.suspended": _("%(who)s suspended the case."),
    "case.resumed": _("%(who)s resumed the case."),
    "case.referred_out": _("%(who)s referred the case to another body."),
    "case.taken_back": _("%(who)s took the case back."),
    "case.reopened": _("%(who)s opened the case again."),
    "allegation.added": _("%(who)s added an allegation."),
    "finding.proposed": _("%(who)s proposed a finding."),
    "finding.adopted": _("%(who)s adopted a finding."),
    "finding.returned": _("%(who)s returned a finding."),
    "finding.replaced": _("A later finding took the place of this one."),
    "allegation.person_named": _("%(who)s said who the person is, or corrected it."),
    "case.concern_passed_on": _("Vetting was told that a concern stands, and nothing of the case."),
    "case.concern_taken_back": _("Vetting was told that the concern no longer stands."),
    "case.protection_assessed": _("%(who)s assessed whether telling is safe."),
    "case.protection_decided": _("%(who)s decided on the assessment of protection."),
    "case.lesson_passed_on": _("%(who)s asked for a change to a training module."),
}


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


def protections_to_assess(user: Any) -> list[dict[str, Any]]:
    """Cases of the person where it is not said yet whether telling is safe, or a colleague waits."""
    seen = CaseProtection.objects.visible_to(user).waiting().order_by("assessed_at", "pk")
    waiting = list(seen.select_related("about__allegation__case")[:SHOWN])
    mine = Case.objects.assigned_to(user)
    missing = CaseConcern.objects.visible_to(user).not_assessed().filter(allegation__case__in=mine)
    missing = missing.exclude(protections__in=CaseProtection.objects.waiting())
    missing = missing.select_related("allegation__case").order_by("created_at", "pk")
    found = {
        row.allegation.case: _("Assess whether telling could put somebody in danger.")
        for row in missing[:SHOWN]
    }
    found |= {
        row.about.allegation.case: _("A colleague's assessment of protection waits.")
        for row in waiting
        if row.assessed_by_id != user.pk
    }
    return [_row(case, note) for case, note in found.items()]


def cases_of_nobody(user: Any) -> list[dict[str, Any]]:
    """Open cases that nobody works on."""
    rows = Case.objects.visible_to(user).open().unassigned().order_by("opened_at", "pk")
    return [_row(case, _("Nobody works on this case.")) for case in rows[:SHOWN]]


def register_casework() -> None:
    """What this slice tells the registry; called once when the app is ready."""
    register(CASE)
    register_sentences(SENTENCES)
    register(FINDING)
    seeing = frozenset({Permission.CASE_SEE})
    mine = "admin:cases_case_changelist?tab=mine"
    register_panel("cases", WorkPanel(_("Your cases"), my_cases, seeing, order=30, more=mine))
    register_panel(
        "findings",
        WorkPanel(
            _("Findings to decide"),
            findings_to_decide,
            frozenset({Permission.FINDING_ADOPT}),
            order=40,
            more="admin:cases_case_changelist?tab=all&status=decision",
        ),
    )
    register_panel(
        "protection",
        WorkPanel(
            _("Protection to assess"),
            protections_to_assess,
            frozenset({Permission.CASE_WORK}),
            order=42,
            more="admin:cases_case_changelist?tab=all",
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
            more="admin:cases_case_changelist?tab=open",
        ),
    )
