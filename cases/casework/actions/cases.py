"""Opening a case, and changing what its cover says."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
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
from cases.casework.actions.links import guard_reports, link, period_of_all, take, types_of
from cases.casework.choices import AccessKind
from cases.casework.models import Case, CaseAccess
from cases.casework.rules import confidentiality_for, highest, plain_text, strongest
from cases.reports.models import Report
from cases.reports.rules import new_reference
from oversight.authority.choices import Permission, Track
from oversight.authority.rules import Conflict, RuleBroken
from oversight.deadlines import actions as deadlines
from oversight.vocabularies.models import require_code

TITLE_LIMIT = 200


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
    taken = take(reports=reports, by=by)
    now = now or timezone.now()
    place = next((report.place for report in taken if report.place), None)
    asked = _known_track(track) if track else Track.GENERAL
    period = period_of_all(taken)
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
    case.confidentiality = confidentiality_for(case.track, types_of(taken))
    case.full_clean()
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
    link(case=case, reports=taken, by=by, reason=reason, now=now)
    deadlines.start(clock="case_assessment", subject=case, by=by, track=case.track, now=now)
    if case.is_restricted:
        tell_guardians(case=case, by=by, now=now)
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
        guard_reports(case, now)
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
