"""Reports in cases, row by row: taking them, linking them, ending a link. Locks are the caller's."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework.actions.common import note_event
from cases.casework.models import Allegation, Case, CaseAccess, CaseReport
from cases.casework.rules import strongest, widest
from cases.reports.actions import accept
from cases.reports.models import Report
from cases.reports.rules import period_of
from oversight.authority.choices import RESTRICTED_TRACKS, Permission
from oversight.authority.rules import Conflict, RuleBroken, may, refuse

ACCEPTED = "accepted"


def take(*, reports: Sequence[Report], by: Any) -> list[Report]:
    """The reports, locked and in the order given; each visible to the person and in no case."""
    if not reports:
        raise RuleBroken("required", _("Choose at least one report."), "/reports")
    wanted = list(dict.fromkeys(report.pk for report in reports))
    found = locked_reports(keys=wanted, by=by)
    for number, pk in enumerate(wanted):
        pointer = f"/reports/{number}"
        if pk not in found:
            raise RuleBroken("unknown_report", _("There is no such report."), pointer)
        if CaseReport.objects.standing().filter(report=pk).exists():
            raise Conflict("report_in_case", _("This report is in a case already."), pointer)
        require_in_reach(report=found[pk], by=by)
    return [found[pk] for pk in wanted]


def locked_reports(*, keys: Sequence[Any], by: Any) -> dict[Any, Report]:
    """Those of the reports that the person may decide on, kept from others, by key."""
    rows = Report.objects.triable_by(by).select_for_update(of=("self",)).filter(pk__in=keys)
    return {report.pk: report for report in rows.order_by("pk").select_related("place")}


def require_in_reach(*, report: Report, by: Any) -> None:
    """Raise NotPermitted unless a role of the person opens cases of such reports."""
    contingents = report.people.filter(contingent__isnull=False)
    if not may(
        by,
        Permission.CASE_OPEN,
        track=report.track,
        department=report.department,
        contingents=contingents.values_list("contingent__state__code", flat=True),
    ):
        refuse()


def link(*, case: Case, reports: Sequence[Report], by: Any, reason: str, now: datetime) -> None:
    """Put the reports into the case; those that wait are accepted."""
    for report in reports:
        if report.status != ACCEPTED:
            why = reason or _("Taken into case %(case)s.") % {"case": case.reference}
            accept(report=report, by=by, reason=why, now=now)
        row = CaseReport.objects.create(
            case=case, report=report, added_by=by, added_at=now or timezone.now()
        )
        touch(report, now)
        note_event(type="case.report_added", by=by, case=case, target=row, reason=reason, now=now)
    if case.is_restricted:
        guard_reports(case, now)


def end(row: CaseReport, *, by: Any, reason: str, now: datetime, type: str) -> None:
    """The report leaves the case; the row stays and says when, by whom and why."""
    case, report = row.case, row.report
    last = not case.standing_links().exclude(pk=row.pk).exists()
    row.ended_at, row.ended_by, row.end_reason = now, by, reason
    row.full_clean()
    row.save(update_fields=("ended_at", "ended_by", "end_reason"))
    # What stood for the whole case keeps its track: leaving it is no way to lower it.
    track = strongest([report.track, case.track]) if last else report.track
    touch(report, now, track=track)
    note_event(type=type, by=by, case=case, target=row, reason=reason, now=now)


def touch(report: Report, now: datetime | None, **changes: Any) -> None:
    """Whatever was read of the report before is stale."""
    at = now or timezone.now()
    Report.objects.filter(pk=report.pk).update(version=F("version") + 1, updated_at=at, **changes)
    report.refresh_from_db(fields=("version", "updated_at", *changes))


def guard_reports(case: Case, now: datetime | None) -> None:
    """Reports of a restricted case are no more open than the case."""
    inside = case.standing_links().values("report")
    looser = Report.objects.filter(pk__in=inside).exclude(track__in=RESTRICTED_TRACKS)
    looser.update(track=case.track, version=F("version") + 1, updated_at=now or timezone.now())


def require_fitting_circle(case: Case, reports: Iterable[Report], pointer: str) -> None:
    """Nobody works on the case who is kept from one of the reports: by State, or taking no part."""
    for report in reports:
        been_in = CaseReport.objects.filter(report=report).values("case")
        told = report.people.filter(contingent__isnull=False)
        accused = Allegation.objects.filter(case__in=been_in, contingent__isnull=False)
        states = {
            *told.values_list("contingent__state__code", flat=True),
            *accused.values_list("contingent__state__code", flat=True),
        }
        recused = CaseAccess.objects.filter(
            case__in=been_in, kind="recused", ended_at__isnull=True
        ).values("user")
        team = case.access.filter(kind__in=("assigned", "focal_point"), ended_at__isnull=True)
        if team.filter(Q(user__state__in=states) | Q(user__in=recused)).exists():
            message = _(
                "Somebody who works on that case may not see this report. They have to leave that"
                " case first, or choose another one."
            )
            raise Conflict("circle_does_not_fit", message, pointer)


def types_of(reports: Iterable[Report]) -> set[str]:
    return {code for report in reports for code in report.types}


def period_of_all(reports: Iterable[Report]) -> Any:
    """From the first to the last day that one of the reports may speak of."""
    periods = [period_of(r.date_precision, r.occurred_from, r.occurred_to) for r in reports]
    known = [period for period in periods if period]
    return widest((p[0] for p in known), (p[1] for p in known))
