"""Reports between cases: adding, moving, splitting out, taking an acceptance back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework.access import require_on_case
from cases.casework.actions.cases import open_case, raise_level, require_not_closed
from cases.casework.actions.common import lock, note_event, save_changed, team_of, tell
from cases.casework.actions.links import (
    end,
    link,
    locked_reports,
    period_of_all,
    require_fitting_circle,
    require_in_reach,
    take,
    types_of,
)
from cases.casework.models import Allegation, Case, CaseReport, Finding
from cases.casework.rules import plain_text, widest
from cases.reports.actions import withdraw_acceptance
from cases.reports.models import Report
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, RuleBroken


@transaction.atomic
def add_reports(
    *,
    case: Case,
    reports: Sequence[Report],
    by: Any,
    reason: str = "",
    now: datetime | None = None,
) -> Case:
    """Put further reports into the case; its track, level and period widen to hold them."""
    case = lock(case)
    require_on_case(by, Permission.CASE_WORK, case)
    require_not_closed(case)
    taken = take(reports=reports, by=by)
    require_fitting_circle(case, taken, "/case")
    _put_in(case, taken, by=by, reason=reason, now=now or timezone.now())
    return case


@transaction.atomic
def move_report(
    *,
    case: Case,
    report: Report,
    to: Case,
    by: Any,
    reason: str,
    leaves_empty: bool = False,
    now: datetime | None = None,
) -> Case:
    """Move a report from one case to another; who acts works on both. Gives the case it is in now."""
    if case.pk == to.pk:
        raise RuleBroken("same_case", _("The report is in this case already."), "/to")
    first, second = sorted((case, to), key=lambda row: row.pk)
    held = {row.pk: lock(row) for row in (first, second)}
    case, to = held[case.pk], held[to.pk]
    for one in (case, to):
        require_on_case(by, Permission.CASE_WORK, one)
        require_not_closed(one)
    now = now or timezone.now()
    row = _leaving(case, report, by, reason, leaves_empty)
    require_fitting_circle(to, [row.report], "/to")
    require_in_reach(report=row.report, by=by)
    _take_out(row, by=by, reason=reason, now=now, type="case.report_moved_out")
    audit.record(type="report.moved", by=by, target=row.report, reason=reason, now=now)
    _put_in(to, [row.report], by=by, reason=reason, now=now)
    return to


@transaction.atomic
def split_report(
    *,
    case: Case,
    report: Report,
    title: str,
    by: Any,
    reason: str,
    severity: str = "moderate",
    declaration: str = "",
    leaves_empty: bool = False,
    now: datetime | None = None,
) -> Case:
    """Give a report a new case of its own. Gives the new case."""
    case = lock(case)
    require_on_case(by, Permission.CASE_WORK, case)
    require_not_closed(case)
    now = now or timezone.now()
    row = _leaving(case, report, by, reason, leaves_empty)
    _take_out(row, by=by, reason=reason, now=now, type="case.report_split_out")
    audit.record(type="report.moved", by=by, target=row.report, reason=reason, now=now)
    return open_case(
        reports=[row.report],
        title=title,
        by=by,
        severity=severity,
        reason=reason,
        declaration=declaration,
        now=now,
    )


@transaction.atomic
def take_acceptance_back(
    *,
    report: Report,
    by: Any,
    reason: str,
    message: str = "",
    leaves_empty: bool = False,
    now: datetime | None = None,
) -> Report:
    """A report accepted by mistake waits for a decision again, and leaves the case it is in."""
    now = now or timezone.now()
    known = CaseReport.objects.standing().filter(report=report.pk).first()
    if known is not None:
        case = lock(Case(pk=known.case_id))
        require_on_case(by, Permission.CASE_WORK, case)
        require_not_closed(case)
        row = _leaving(case, report, by, reason, leaves_empty)
        _take_out(row, by=by, reason=reason, now=now, type="case.report_taken_out")
    return withdraw_acceptance(report=report, by=by, reason=reason, message=message, now=now)


@dataclass(frozen=True)
class Left:
    """What leaving the case would leave behind, said before it is done."""

    empty: bool
    # Rest on no report of the case once this one is gone.
    allegations: tuple[Allegation, ...]
    # Rest on this report and on others.
    findings: tuple[Finding, ...]


def left_by(*, case: Case, report: Report) -> Left:
    """What would be left if this report left the case."""
    empty = not case.standing_links().exclude(report=report.pk).exists()
    allegations = tuple(case.allegations.all()) if empty else ()
    return Left(empty, allegations, tuple(_findings_on(case, report)))


def _findings_on(case: Case, report: Report) -> Any:
    """Standing findings of the case that rest on this report, alone or with others."""
    rows = Finding.objects.filter(allegation__case=case, sources=report.pk)
    return rows.exclude(status="returned").select_related("allegation")


def _leaving(case: Case, report: Report, by: Any, reason: str, leaves_empty: bool) -> CaseReport:
    """The link to be ended, after asking whether the report may leave."""
    plain_text(reason, "/reason")
    row = case.standing_links().filter(report=report.pk).first()
    found = locked_reports(keys=[report.pk], by=by).get(report.pk) if row else None
    if row is None or found is None:
        message = _("This report is not in the case, or no longer.")
        raise Conflict("not_in_case", message, "/report")
    row.case, row.report = case, found
    for finding in _findings_on(case, found):
        if not finding.sources.exclude(pk=found.pk).exists():
            message = _("A finding rests on this report alone. The report stays with it.")
            raise Conflict("finding_rests_on_it", message, "/report")
    if not leaves_empty and not case.standing_links().exclude(pk=row.pk).exists():
        message = _("This is the only report in the case: say that the case may stay without one.")
        raise RuleBroken("leaves_empty", message, "/leaves_empty")
    return row


def _take_out(row: CaseReport, *, by: Any, reason: str, now: datetime, type: str) -> None:
    case = row.case
    end(row, by=by, reason=reason, now=now, type=type)
    if not case.standing_links().exists():
        # Never silently: it stands in the history, and those who work on it are told.
        note_event(type="case.left_without_report", by=by, case=case, now=now)
        tell(users=team_of(case), kind="case_without_report", case=case, by=by, now=now)
    save_changed(case, now=now)


def _put_in(case: Case, reports: list[Report], *, by: Any, reason: str, now: datetime) -> None:
    link(case=case, reports=reports, by=by, reason=reason, now=now)
    period = period_of_all(reports)
    if period:
        whole = widest((case.occurred_from, period[0]), (case.occurred_to, period[1])) or period
        case.occurred_from, case.occurred_to = whole
    case.place = case.place or next((report.place for report in reports if report.place), None)
    raise_level(
        case=case,
        tracks=[report.track for report in reports],
        types=types_of(reports),
        by=by,
        now=now,
    )
    save_changed(case, now=now)
