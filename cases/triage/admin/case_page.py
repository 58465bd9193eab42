"""What the page of a case shows: reports, allegations with findings, people, notes, clocks."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.casework.actions import may_find_anew, taken_up
from cases.casework.models import Case
from cases.reports.models import Report
from cases.triage.admin.concerns import Dialogs, concern, named_late, part_buttons
from cases.triage.admin.report_page import attachments, period_text
from cases.triage.columns import badge, department_names, place_text, type_labels
from cases.triage.rules import FINDING_TONES, REPORT_TONES
from oversight.vocabularies.models import label_of

ABOUT_REPORTS = ("move_report", "split_report", "take_back_report")


def facts(case: Case, departments: dict[str, str] | None = None) -> list[tuple[str, str]]:
    """The cover of the case."""
    departments = department_names() if departments is None else departments
    ended = label_of("dispositions", case.disposition) if case.disposition else ""
    found = [
        (_("Where"), place_text(case, departments)),
        (_("When"), period_text(case)),
        (_("Severity"), label_of("severity", case.severity)),
        (_("Opened by"), case.opened_by.name),
    ]
    if ended:
        found += [(_("How it ended"), ended), (_("Feedback"), case.get_feedback_display())]
    return found


def all_links(case: Case, by: Any) -> list[Any]:
    """Reports in the case and those that left it, each with `readable`: may this person read it."""
    may = Exists(Report.objects.triable_by(by).filter(pk=OuterRef("report")))
    rows = case.links.select_related("report__place", "ended_by").annotate(readable=may)
    return list(rows)


def reports(
    case: Case, links: list[Any], dialogs: Dialogs, departments: dict[str, str]
) -> list[dict[str, Any]]:
    """The reports in the case; of those the reader may not open, the reference alone."""
    links = [link for link in links if link.ended_at is None]
    open_to = {link.report_id for link in links if link.readable}
    files = attachments(link.report for link in links if link.report_id in open_to)
    return [
        _report(case, link, link.report_id in open_to, departments, dialogs)
        | {"files": files[link.report_id]}
        for link in links
    ]


def _report(
    case: Case, link: Any, readable: bool, departments: dict[str, str], dialogs: Dialogs
) -> dict[str, Any]:
    row = link.report
    entry = {"report": row, "tone": REPORT_TONES[row.status]}
    if not readable:
        return entry
    return entry | {
        "types": type_labels(row.types),
        "place": place_text(row, departments),
        "when": period_text(row),
        "url": reverse("admin:cases_report_change", args=[row.pk]),
        "buttons": part_buttons(case, dialogs, link, *ABOUT_REPORTS),
    }


def former_reports(links: list[Any]) -> list[dict[str, Any]]:
    """Reports that have left the case: when, by whom and why. Of a hidden one, no reference."""
    rows = [link for link in links if link.ended_at is not None]
    rows.sort(key=lambda link: (link.ended_at, link.pk), reverse=True)
    return [{"link": link, "readable": link.readable} for link in rows]


def allegations(case: Case, by: Any, dialogs: Dialogs) -> list[dict[str, Any]]:
    """Each allegation with its findings, newest first, and what can be done with it."""
    rows = case.allegations.select_related(
        "provision__instrument", "contingent__state", "personnel", "added_by"
    ).prefetch_related(
        *("findings__sources", "findings__proposed_by", "findings__decided_by"),
        *("concerns__protections__assessed_by", "concerns__protections__decided_by"),
    )
    since = taken_up(case.pk)
    return [_allegation(case, row, by, dialogs, since) for row in rows]


def _allegation(case: Case, row: Any, by: Any, dialogs: Dialogs, since: Any) -> dict[str, Any]:
    found = list(row.findings.all())
    standing = [one for one in found if one.status in ("proposed", "adopted")]
    is_open = all(may_find_anew(one, since) for one in standing)
    facts = [
        (_("Belongs to"), label_of("affiliations", row.affiliation)),
        (_("Contingent"), str(row.contingent or "")),
        (_("Member of the force"), str(row.personnel or "")),
        (_("Involvement"), label_of("involvement_degree", row.involvement)),
        (_("Age of the person harmed"), label_of("age_bands", row.victim_age_band)),
    ]
    return {
        "allegation": row,
        "type": label_of("violation_types", row.type),
        "facts": [fact for fact in facts if fact[1]],
        "findings": [_finding(case, finding, by, dialogs) for finding in found],
        "buttons": part_buttons(case, dialogs, row, "finding", "person") if is_open else [],
        "needs_provision": row.provision_id is None,
        "concerns": [concern(case, one, by, dialogs) for one in row.concerns.all()],
        "not_passed_on": named_late(row, standing),
    }


def _finding(case: Case, finding: Any, by: Any, dialogs: Dialogs) -> dict[str, Any]:
    open_ = finding.status == "proposed"
    own = by is not None and finding.proposed_by_id == by.pk
    return {
        "finding": finding,
        "tone": FINDING_TONES[finding.status],
        "outcome": label_of("outcomes", finding.outcome),
        "standard": label_of("standards_of_proof", finding.standard_of_proof),
        "own": open_ and own,
        "buttons": part_buttons(case, dialogs, finding, "adopt", "return")
        if open_ and not own
        else [],
    }


def standings(case: Case, dialogs: Dialogs) -> list[dict[str, Any]]:
    """Who works on the case, who is its focal point, who takes no part."""
    rows = case.access.filter(ended_at__isnull=True).select_related("user", "by")
    return [
        {
            "row": row,
            "declared": bool(row.conflict_declaration),
            "buttons": []
            if row.kind == "recused"
            else part_buttons(case, dialogs, row, "hand_over", "unassign"),
        }
        for row in rows
    ]


def notes(case: Case) -> list[Any]:
    return list(case.notes.select_related("by").prefetch_related("told"))


def next_clock(entries: list[dict[str, Any]]) -> Any:
    """The badge of the header: the running clock that is due first."""
    running = [entry["clock"] for entry in entries if entry["clock"].is_open]
    first = min(running, key=lambda clock: clock.due_at, default=None)
    return badge(first.due_at, first.paused_at) if first else None
