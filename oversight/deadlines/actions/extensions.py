"""More time: asked for by who works on the record, approved or refused by another lead.

Until then the clock keeps its due instant, and goes on speaking.
"""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from oversight.accounts.models import User
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken, holds
from oversight.deadlines.actions.by_hand import require_for, require_reason
from oversight.deadlines.actions.clocks import moved_to_later, note, set_next
from oversight.deadlines.actions.notices import notify
from oversight.deadlines.choices import ChangeKind, ExtensionState, NoticeKind
from oversight.deadlines.models import Deadline, Extension, work_calendar
from oversight.deadlines.rules import ZONE, latest_extension

WORKING = (Permission.CASE_WORK, Permission.REPORT_TRIAGE)
APPROVING = (Permission.DEADLINE_MANAGE,)


def _locked_clock(pk: Any) -> Deadline:
    return Deadline.objects.select_for_update(of=("self",)).get(pk=pk)


def _require_open(deadline: Deadline) -> None:
    if not deadline.is_open:
        raise Conflict("not_running", _("This clock is not running."))


def latest_for(deadline: Deadline, now: datetime) -> datetime | None:
    """Until when more time may be asked for; None when the terms of the clock set no limit."""
    limit = (deadline.extend_amount, deadline.extend_unit)
    return latest_extension(deadline.due_at, now, *limit, work_calendar())


def times_left(deadline: Deadline) -> int:
    """How often the clock may still be extended."""
    done = deadline.changes.filter(kind=ChangeKind.EXTENDED).count()
    return max(deadline.extend_times - done, 0)


def _check(deadline: Deadline, due_at: datetime, now: datetime) -> None:
    _require_open(deadline)
    if due_at <= max(deadline.due_at, now):
        message = _("The new date must be later than the present one and in the future.")
        raise RuleBroken("not_later", message, "/due_at")
    if not times_left(deadline):
        message = _("This clock was extended as often as its rule allows.")
        raise RuleBroken("too_often", message)
    latest = latest_for(deadline, now)
    if latest is not None and due_at > latest:
        message = _("The rule allows no later day than %(day)s.")
        day = date_format(latest.astimezone(ZONE), "j F Y")
        raise RuleBroken("too_long", message % {"day": day}, "/due_at")


@transaction.atomic
def ask_extension(
    *, deadline: Deadline, by: Any, due_at: datetime, reason: str, now: datetime | None = None
) -> Extension:
    """Ask for more time. Nothing moves until another lead approves."""
    now = now or timezone.now()
    deadline = _locked_clock(deadline.pk)
    subject = require_for(deadline=deadline, by=by, permissions=WORKING)
    require_reason(reason)
    if deadline.extensions.waiting().exists():
        raise Conflict(
            "already_asked", _("More time was already asked for and waits for approval.")
        )
    _check(deadline, due_at, now)
    extension = Extension(
        deadline=deadline, due_at=due_at, reason=reason, asked_by=by, asked_at=now
    )
    extension.full_clean()
    extension.save(force_insert=True)
    changes = {"due_at": (deadline.due_at, due_at)}
    _record("clock.extension_asked", extension, subject, by, reason, now, changes)
    notify(users=_approvers(), kind=NoticeKind.EXTENSION_ASKED, subject=subject, by=by, now=now)
    return extension


def _approvers() -> list[User]:
    """Everybody who may approve for records they see; `notify` leaves out the others."""
    people = User.objects.active().with_grants()
    return [person for person in people if holds(person, *APPROVING)]


def _record(
    type: str,
    extension: Extension,
    subject: models.Model,
    by: Any,
    reason: str,
    now: datetime,
    changes: dict[str, tuple[Any, Any]] | None = None,
) -> None:
    audit.record(
        type=type,
        by=by,
        target=extension,
        subject=subject,
        reason=reason,
        changes=changes or {"state": (ExtensionState.WAITING.value, extension.state)},
        now=now,
    )


def _locked(extension: Extension) -> tuple[Extension, Deadline]:
    """The clock first: every other change of a clock locks it first too."""
    deadline = _locked_clock(extension.deadline_id)
    row = Extension.objects.select_for_update(of=("self",)).get(pk=extension.pk)
    return row, deadline


def _to_decide(extension: Extension, by: Any) -> tuple[Extension, Deadline, models.Model]:
    extension, deadline = _locked(extension)
    subject = require_for(deadline=deadline, by=by, permissions=APPROVING)
    if extension.asked_by_id == by.pk:
        raise NotPermitted("same_person", _("You asked for this: another lead decides."))
    _require_waiting(extension)
    return extension, deadline, subject


def _require_waiting(extension: Extension) -> None:
    if extension.state != ExtensionState.WAITING:
        raise Conflict("not_waiting", _("This request no longer waits for a decision."))


def _settle(
    extension: Extension, state: ExtensionState, by: Any, reason: str, now: datetime
) -> None:
    extension.state, extension.decided_by, extension.decided_at = state, by, now
    extension.decision_reason = reason
    extension.full_clean()
    extension.save()


def _tell(extension: Extension, subject: models.Model, by: Any, now: datetime) -> None:
    kind = NoticeKind.EXTENSION_DECIDED
    notify(users=[extension.asked_by], kind=kind, subject=subject, by=by, now=now)


@transaction.atomic
def approve_extension(
    *, extension: Extension, by: Any, reason: str = "", now: datetime | None = None
) -> Extension:
    """Another lead gives the time that was asked for."""
    now = now or timezone.now()
    extension, deadline, subject = _to_decide(extension, by)
    _check(deadline, extension.due_at, now)
    _settle(extension, ExtensionState.APPROVED, by, reason, now)
    before, deadline.due_at = deadline.due_at, extension.due_at
    moved_to_later(deadline, before, work_calendar(), now)
    note(
        deadline=deadline,
        kind=ChangeKind.EXTENDED,
        before=before,
        by=extension.asked_by,
        reason=extension.reason,
        now=now,
        approver=by,
    )
    set_next(deadline)
    deadline.full_clean(validate_constraints=False)
    deadline.save()
    audit.record(
        type="clock.extended",
        by=by,
        target=deadline,
        subject=subject,
        reason=reason,
        changes={"due_at": (before, deadline.due_at)},
        now=now,
    )
    _tell(extension, subject, by, now)
    return extension


@transaction.atomic
def refuse_extension(
    *, extension: Extension, by: Any, reason: str, now: datetime | None = None
) -> Extension:
    """Another lead says no, and why. The clock stays as it is."""
    now = now or timezone.now()
    extension, _deadline, subject = _to_decide(extension, by)
    require_reason(reason)
    _settle(extension, ExtensionState.REFUSED, by, reason, now)
    _record("clock.extension_refused", extension, subject, by, reason, now)
    _tell(extension, subject, by, now)
    return extension


@transaction.atomic
def take_back_extension(
    *, extension: Extension, by: Any, reason: str = "", now: datetime | None = None
) -> Extension:
    """Who asked no longer asks."""
    now = now or timezone.now()
    extension, deadline = _locked(extension)
    subject = require_for(deadline=deadline, by=by, permissions=WORKING)
    if extension.asked_by_id != by.pk:
        raise NotPermitted("not_yours", _("Only the person who asked takes a request back."))
    _require_waiting(extension)
    _settle(extension, ExtensionState.TAKEN_BACK, by, reason, now)
    _record("clock.extension_taken_back", extension, subject, by, reason, now)
    return extension
