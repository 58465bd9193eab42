"""Checks: requested, taken up, an outcome proposed by one person and decided by another."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mission.force.actions import commander_of
from mission.force.actions.common import plain
from mission.force.models import Personnel, Unit
from mission.training.rules import last_valid_day
from mission.vetting import workflow
from mission.vetting.actions.common import hold, hold_subject, note, require_on, save, tell
from mission.vetting.actions.validity import close, open_validity
from mission.vetting.choices import About, CheckStatus
from mission.vetting.models import Check, CheckMove, Concern, Evidence, Scheme
from mission.vetting.rules import on_suspension, weighed
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from oversight.files.models import StoredFile

GOOD = workflow.GOOD
STOPS = frozenset({CheckStatus.SUSPENDED, CheckStatus.REVOKED, CheckStatus.EXPIRED})


@transaction.atomic
def request_check(
    *,
    scheme: Scheme,
    personnel: Personnel | None = None,
    unit: Unit | None = None,
    by: Any,
    now: datetime | None = None,
) -> Check:
    """Ask for one check of a person or unit. One of a scheme at a time."""
    subject: Any = personnel or unit
    require_on(subject, permission=Permission.VETTING_WORK, by=by)
    _fits(scheme, personnel, unit)
    hold_subject(personnel, unit)
    rows = Check.objects.filter(scheme=scheme, personnel=personnel, unit=unit)
    if rows.filter(status__in=workflow.PENDING).exists():
        raise Conflict("check_pending", _("Such a check is under way already."))
    renews = rows.filter(status__in=(*GOOD, CheckStatus.EXPIRED)).order_by("-requested_at").first()
    check = Check(
        scheme=scheme,
        personnel=personnel,
        unit=unit,
        renews=renews,
        requested_by=by,
        requested_at=now or timezone.now(),
    )
    if unit is not None:
        check.commander = commander_of(unit, timezone.localdate(now))
    check.full_clean()
    check.save(force_insert=True)
    changes = {"scheme": (None, scheme.pk), "status": (None, check.status)}
    note("check.requested", by=by, target=check, changes=changes, now=now)
    return check


def _fits(scheme: Scheme, personnel: Any, unit: Any) -> None:
    if scheme.is_retired:
        raise RuleBroken("scheme_retired", _("This scheme is no longer used."), "/scheme")
    if (scheme.about == About.PERSON) != (personnel is not None) or (personnel and unit):
        message = _("This scheme looks at something else: a person, or a unit.")
        raise RuleBroken("other_subject", message, "/scheme")


@transaction.atomic
def apply(
    *, check: Check, name: str, by: Any, reason: str = "", now: datetime | None = None
) -> Check:
    """A move that one person makes alone: start the review, suspend."""
    held = hold(check)
    require_on(held.subject, permission=Permission.VETTING_WORK, by=by)
    move = _move(held, name)
    if move.by_two or move.permission is None:
        raise NotPermitted("needs_two", _("One person proposes this and another decides."))
    if name == "suspend":
        reason = plain(reason, "/reason")
    return apply_move(check=held, move=move, by=by, reason=reason, now=now)


def _move(check: Check, name: str) -> workflow.Transition:
    move = workflow.BY_NAME.get(name)
    if move is None or check.status not in move.sources:
        raise Conflict("wrong_state", _("This is not possible as the check stands now."))
    return move


def apply_move(
    *, check: Check, move: workflow.Transition, by: Any, reason: str, now: datetime | None
) -> Check:
    """Write the new status and the row that tells of it. The caller holds the check."""
    before, check.status = check.status, move.target
    save(check)
    CheckMove.objects.create(
        check_of=check,
        name=move.name,
        source=before,
        target=move.target,
        reason=reason,
        by=by,
        at=now or timezone.now(),
    )
    changes = {"status": (before, move.target)}
    note(f"check.{move.target}", by=by, target=check, reason=reason, changes=changes, now=now)
    if move.target in STOPS and before in GOOD:
        close(check, timezone.localdate(now))
        if move.target != CheckStatus.EXPIRED:
            for stop in on_suspension():
                stop(personnel=check.personnel, unit=check.unit, by=by, now=now)
    return check


@transaction.atomic
def propose_outcome(
    *,
    check: Check,
    outcome: str,
    by: Any,
    basis: str,
    conditions: str = "",
    credibility: Any = None,
    valid_until: date | None = None,
    version: int | None = None,
    now: datetime | None = None,
) -> Check:
    """What one person concludes, with its basis; another decides. A new proposal replaces it."""
    held = hold(check, version)
    require_on(held.subject, permission=Permission.VETTING_WORK, by=by)
    move = workflow.move_to(held.status, outcome)
    if move is None or not move.by_two:
        raise Conflict("wrong_state", _("This is not possible as the check stands now."))
    held.basis = plain(basis, "/basis")
    held.conditions = plain(conditions, "/conditions", required=outcome == CheckStatus.CONDITIONAL)
    held.credibility = weighed(credibility)
    if outcome in GOOD:
        held.valid_until = valid_until
    held.proposed_outcome = outcome
    held.proposed_by, held.proposed_at = by, now or timezone.now()
    held.decided_by = held.decided_at = None
    if held.status in GOOD:
        # What stands is still what two people decided; only the wish to revoke is new.
        held.decided_by, held.decided_at = _last_decider(held)
    save(held)
    changes = {"proposed_outcome": (None, outcome)}
    note("check.outcome_proposed", by=by, target=held, changes=changes, now=now)
    tell("second_person", about=held.subject, subject=held, by=by, now=now)
    return held


def _last_decider(check: Check) -> tuple[Any, Any]:
    last = check.moves.filter(target__in=GOOD).exclude(by=check.proposed_by).last()
    if last is None:
        # Who decided it last cannot be who wants it ended: ask somebody else to propose.
        message = _("You decided on this check. A colleague proposes what becomes of it.")
        raise NotPermitted("own_decision", message)
    return last.by, last.at


@transaction.atomic
def decide(
    *,
    check: Check,
    agreed: bool,
    by: Any,
    reason: str = "",
    version: int | None = None,
    now: datetime | None = None,
) -> Check:
    """Follow a colleague's proposal, or send it back with a reason."""
    held = hold(check, version)
    require_on(held.subject, permission=Permission.VETTING_DECIDE, by=by)
    if not held.proposed_outcome:
        raise Conflict("nothing_proposed", _("No outcome is proposed."))
    if held.proposed_by_id == by.pk:
        message = _("The person who proposed an outcome does not decide on it.")
        raise NotPermitted("own_proposal", message)
    if not agreed:
        return _send_back(held, by=by, reason=plain(reason, "/reason"), now=now)
    move = workflow.move_to(held.status, held.proposed_outcome)
    if move is None:
        raise Conflict("wrong_state", _("This is not possible as the check stands now."))
    if move.target in GOOD:
        _make_valid(held, now)
    held.decided_by, held.decided_at = by, now or timezone.now()
    held.proposed_outcome = ""
    held = apply_move(check=held, move=move, by=by, reason=reason.strip(), now=now)
    if move.target in GOOD:
        open_validity(held)
    return held


def _send_back(check: Check, *, by: Any, reason: str, now: datetime | None) -> Check:
    changes = {"proposed_outcome": (check.proposed_outcome, "")}
    check.proposed_outcome = ""
    save(check)
    note("check.sent_back", by=by, target=check, reason=reason, changes=changes, now=now)
    return check


def _make_valid(check: Check, now: datetime | None) -> None:
    """From today; until the scheme says, or sooner when that was proposed. Never past a concern."""
    about = {"personnel": check.personnel, "unit": check.unit}
    today = timezone.localdate(now)
    if Concern.objects.filter(**about).suspending_on(today).exists():
        message = _("A concern stands. Decide on it first.")
        raise Conflict("concern_stands", message)
    usual = last_valid_day(today, check.scheme.valid_months)
    ends = [day for day in (usual, check.valid_until) if day]
    check.valid_from, check.valid_until = today, min(ends, default=None)
    if check.valid_until and check.valid_until < today:
        message = _("Enter a day from today on.")
        raise RuleBroken("already_over", message, "/valid_until")


@transaction.atomic
def add_evidence(
    *,
    check: Check,
    title: str,
    by: Any,
    file: StoredFile | None = None,
    link: str = "",
    now: datetime | None = None,
) -> Evidence:
    """A file or a link that the check rests on."""
    held = hold(check)
    require_on(held.subject, permission=Permission.VETTING_WORK, by=by)
    if (file is None) == (not link.strip()):
        raise RuleBroken("file_or_link", _("Give a file or a link, one of the two."), "/link")
    row = Evidence(
        check_of=held,
        title=plain(title, "/title"),
        file=file,
        link=link.strip(),
        added_by=by,
        added_at=now or timezone.now(),
    )
    row.full_clean()
    row.save(force_insert=True)
    note("check.evidence_added", by=by, target=row, subject=held, now=now)
    return row
