"""Opening a case, adding reports to it, and changing what its cover says."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework.access import require_on_case
from cases.casework.actions.common import (
    FOCAL_POINT,
    LEAD,
    holders,
    lock,
    note_event,
    save_changed,
    team_of,
    tell,
)
from cases.casework.choices import AccessKind
from cases.casework.models import Case, CaseAccess, CaseReport
from cases.casework.rules import confidentiality_for, highest, plain_text, strongest, widest
from cases.reports.actions import accept
from cases.reports.models import Report
from cases.reports.rules import new_reference, period_of
from oversight.authority.choices import RESTRICTED_TRACKS, Permission, Track
from oversight.authority.rules import Conflict, RuleBroken, may, refuse
from oversight.deadlines import actions as deadlines
from oversight.vocabularies.models import require_code

TITLE_LIMIT = 200
ACCEPTED = "accepted"


@transaction.atomic
def open_case(
    *,
    reports: Sequence[Report],
    title: str,
    by: Any,
    track: str | None = None,
    severity: str = "moderate",
    reason: str = "",
    declaration: str = "",
    now: datetime | None = None,
) -> Case:
    """A new case from reports, which are accepted with it. Who opens it works on it."""
    taken = _take(reports, by)
    now = now or timezone.now()
    place = next((report.place for report in taken if report.place), None)
    asked = _known_track(track) if track else Track.GENERAL
    period = _period(taken)
    case = Case(
        reference=new_reference("C"),
        title=_title(title),
        track=strongest([asked, *(report.track for report in taken)]),
        severity=require_code("severity", severity, "/severity").code,
        place=place,
        occurred_from=period[0] if period else None,
        occurred_to=period[1] if period else None,
        opened_by=by,
        opened_at=now,
        updated_at=now,
    )
    case.confidentiality = confidentiality_for(case.track, _types(taken))
    case.full_clean(exclude=("reports",))
    case.save(force_insert=True)
    note_event(
        type="case.opened",
        by=by,
        case=case,
        reason=plain_text(reason, "/reason", required=False),
        changes={"track": (None, case.track), "severity": (None, case.severity)},
        now=now,
    )
    _assign_opener(case, by, declaration, now)
    _link(case, taken, by, reason, now)
    deadlines.start(clock="case_assessment", subject=case, by=by, track=case.track, now=now)
    if case.is_restricted:
        tell_guardians(case=case, by=by, now=now)
    return case


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
    taken = _take(reports, by)
    now = now or timezone.now()
    _link(case, taken, by, reason, now)
    period = _period(taken)
    if period:
        whole = widest((case.occurred_from, period[0]), (case.occurred_to, period[1])) or period
        case.occurred_from, case.occurred_to = whole
    case.place = case.place or next((report.place for report in taken if report.place), None)
    raise_level(
        case=case,
        tracks=[report.track for report in taken],
        types=_types(taken),
        by=by,
        now=now,
    )
    save_changed(case, now=now)
    return case


@transaction.atomic
def edit_case(
    *,
    case: Case,
    by: Any,
    title: str | None = None,
    severity: str | None = None,
    reason: str = "",
    now: datetime | None = None,
) -> Case:
    """Change the title or the severity."""
    case = lock(case)
    require_on_case(by, Permission.CASE_WORK, case)
    changes: dict[str, tuple[Any, Any]] = {}
    if title is not None:
        changes["title"] = (case.title, _title(title))
    if severity is not None and severity != case.severity:
        changes["severity"] = (case.severity, require_code("severity", severity, "/severity").code)
    changes = {field: pair for field, pair in changes.items() if pair[0] != pair[1]}
    if not changes:
        return case
    for field, (_old, new) in changes.items():
        setattr(case, field, new)
    save_changed(case, now=now)
    note_event(type="case.edited", by=by, case=case, reason=reason, changes=changes, now=now)
    return case


@transaction.atomic
def raise_track(
    *, case: Case, track: str, by: Any, reason: str = "", now: datetime | None = None
) -> Case:
    """Handle the case on a more guarded track. Tracks are never lowered."""
    case = lock(case)
    require_on_case(by, Permission.CASE_WORK, case)
    if strongest([_known_track(track), case.track]) == case.track:
        raise Conflict(
            "track_not_raised",
            _("A case keeps its track or moves to a more guarded one."),
            "/track",
        )
    raise_level(case=case, tracks=[track], types=(), by=by, reason=reason, now=now)
    save_changed(case, now=now)
    return case


def raise_level(
    *,
    case: Case,
    tracks: Iterable[str],
    types: Iterable[str],
    by: Any,
    reason: str = "",
    now: datetime | None = None,
) -> None:
    """Let track and confidentiality rise to what was added. The caller has the lock and saves.

    The reports inside rise with the case, or they would tell what the case keeps.
    """
    track = strongest([case.track, *tracks])
    level = highest([case.confidentiality, confidentiality_for(track, types)])
    new = {"track": track, "confidentiality": level}
    changes = {k: (getattr(case, k), v) for k, v in new.items() if getattr(case, k) != v}
    if not changes:
        return
    was_restricted = case.is_restricted
    case.track, case.confidentiality = track, level
    note_event(type="case.track_raised", by=by, case=case, reason=reason, changes=changes, now=now)
    if "track" in changes:
        deadlines.hasten(subject=case, track=track, by=by, now=now)
    if case.is_restricted:
        _guard_reports(case, now)
        if not was_restricted:
            case.save(update_fields=("track", "confidentiality"))
            tell_guardians(case=case, by=by, now=now)


def require_not_closed(case: Case) -> None:
    """Raise Conflict for a case that is not being worked on."""
    if case.status in ("closed", "suspended", "referred"):
        message = _("The case is %(status)s: open, resume or take it back first.")
        raise Conflict("wrong_state", message % {"status": case.get_status_display()})


def tell_guardians(*, case: Case, by: Any, now: datetime | None) -> None:
    """Leads and focal points learn of a case that became restricted."""
    people = {user.pk: user for user in [*holders(case, LEAD, FOCAL_POINT), *team_of(case)]}
    tell(users=people.values(), kind="case_brought", case=case, by=by, now=now)


def _take(reports: Sequence[Report], by: Any) -> list[Report]:
    """The reports, locked and in the order given; each visible to the person and in no case."""
    if not reports:
        raise RuleBroken("required", _("Choose at least one report."), "/reports")
    wanted = list(dict.fromkeys(report.pk for report in reports))
    rows = Report.objects.triable_by(by).select_for_update(of=("self",)).filter(pk__in=wanted)
    found = {report.pk: report for report in rows.order_by("pk").select_related("place")}
    for number, pk in enumerate(wanted):
        pointer = f"/reports/{number}"
        if pk not in found:
            raise RuleBroken("unknown_report", _("There is no such report."), pointer)
        if CaseReport.objects.filter(report=pk).exists():
            raise Conflict("report_in_case", _("This report is in a case already."), pointer)
        _require_in_reach(found[pk], by)
    return [found[pk] for pk in wanted]


def _require_in_reach(report: Report, by: Any) -> None:
    contingents = report.people.filter(contingent__isnull=False)
    if not may(
        by,
        Permission.CASE_OPEN,
        track=report.track,
        department=report.department,
        contingents=contingents.values_list("contingent__state__code", flat=True),
    ):
        refuse()


def _link(case: Case, reports: Sequence[Report], by: Any, reason: str, now: datetime) -> None:
    for report in reports:
        if report.status != ACCEPTED:
            why = reason or _("Taken into case %(case)s.") % {"case": case.reference}
            accept(report=report, by=by, reason=why, now=now)
        link = CaseReport.objects.create(
            case=case, report=report, added_by=by, added_at=now or timezone.now()
        )
        note_event(type="case.report_added", by=by, case=case, target=link, reason=reason, now=now)
    if case.is_restricted:
        _guard_reports(case, now)


def _guard_reports(case: Case, now: datetime | None) -> None:
    """Reports of a restricted case are no more open than the case."""
    looser = Report.objects.filter(case_link__case=case).exclude(track__in=RESTRICTED_TRACKS)
    looser.update(track=case.track, version=F("version") + 1, updated_at=now or timezone.now())


def _assign_opener(case: Case, by: Any, declaration: str, now: datetime) -> None:
    guards = case.is_restricted and any(held.role == FOCAL_POINT for held in by.held)
    row = CaseAccess.objects.create(
        case=case,
        user=by,
        kind=AccessKind.FOCAL_POINT if guards else AccessKind.ASSIGNED,
        conflict_declaration=plain_text(declaration, "/declaration", required=False)
        or _("Opened the case and declared no conflict of interest."),
        by=by,
        since=now,
    )
    note_event(
        type="case.assigned",
        by=by,
        case=case,
        target=row,
        changes={"kind": (None, row.kind), "user": (None, by.pk)},
        now=now,
    )


def _known_track(track: str) -> str:
    if track not in Track.values:
        message = _("“%(code)s” is not in the list.") % {"code": track[:60]}
        raise RuleBroken("unknown_code", message, "/track")
    return track


def _title(title: str) -> str:
    return " ".join(plain_text(title, "/title", limit=TITLE_LIMIT).split())


def _types(reports: Iterable[Report]) -> set[str]:
    return {code for report in reports for code in report.types}


def _period(reports: Iterable[Report]) -> Any:
    periods = [period_of(r.date_precision, r.occurred_from, r.occurred_to) for r in reports]
    known = [period for period in periods if period]
    return widest((p[0] for p in known), (p[1] for p in known))
