"""Exceptions to the gate: asked for by one person, decided by another, published without the person."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mission.deployment.actions.common import check_unit, hold_person, may_act, standing, tell
from mission.deployment.choices import OverrideState
from mission.deployment.models import Override
from mission.deployment.rules import has_number, has_phrase
from mission.force.actions.common import check_version, plain
from mission.force.models import Personnel, Unit
from mission.force.rules import likely_day
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from oversight.sealing.rules import Sealed, has_word_of

STANDING = (OverrideState.ASKED, OverrideState.APPROVED)


@transaction.atomic
def ask_override(
    *,
    person: Personnel,
    unit: Unit,
    arrives_on: date,
    public_reason: str,
    reason: str,
    by: Any,
    now: datetime | None = None,
) -> Override:
    """Ask that somebody may come although something is missing. What is missing is written down."""
    held = hold_person(person)
    may_act(held.state_id, permission=Permission.DEPLOYMENT_AUTHORISE, by=by)
    check_unit(held, unit)
    likely_day(arrives_on, "/arrives_on")
    if arrives_on < timezone.localdate(now):
        raise RuleBroken("in_the_past", _("Enter a day from today on."), "/arrives_on")
    if held.overrides.filter(arrives_on=arrives_on, state__in=STANDING).exists():
        message = _("An exception for this day was asked for already.")
        raise Conflict("exception_stands", message, "/arrives_on")
    stands = standing(held, unit, arrival=arrives_on, day=arrives_on)
    if stands.is_fit:
        message = _("Nothing is missing on that day: no exception is needed.")
        raise Conflict("nothing_missing", message)
    published = plain(public_reason, "/public_reason")
    _without_person(published, held, unit)
    row = Override(
        personnel=held,
        unit=unit,
        arrives_on=arrives_on,
        public_reason=published,
        reason=plain(reason, "/reason"),
        missing=stands.missing,
        asked_by=by,
        asked_at=now or timezone.now(),
    )
    row.full_clean()
    row.save(force_insert=True)
    changes = {"arrives_on": (None, arrives_on), "missing": (None, stands.missing)}
    audit.record(
        type="override.asked",
        by=by,
        target=row,
        subject=held,
        reason=row.reason,
        changes=changes,
        now=now,
    )
    tell("second_person", state=held.state_id, subject=row, by=by, now=now)
    return row


def _without_person(text: str, person: Personnel, unit: Unit) -> None:
    """Nothing in it leads to one person. The name is compared where it is sealed, read by nobody."""
    if has_number(text, person.service_number):
        message = _("This is published: leave the service number out.")
        raise RuleBroken("names_the_person", message, "/public_reason")
    if isinstance(person.name, Sealed) and has_word_of(text, person.name):
        message = _("This is published: leave names out.")
        raise RuleBroken("names_the_person", message, "/public_reason")
    state = person.state
    if has_phrase(text, [unit.code, state.label_en, state.label_fr, state.label_ht]):
        message = _("This is published: leave the State and the unit out.")
        raise RuleBroken("names_the_contingent", message, "/public_reason")
    if any(letter.isdigit() for letter in text):
        message = _("This is published: leave dates and numbers out.")
        raise RuleBroken("number_in_reason", message, "/public_reason")


@transaction.atomic
def decide_override(
    *,
    override: Override,
    approved: bool,
    by: Any,
    reason: str = "",
    version: int | None = None,
    now: datetime | None = None,
) -> Override:
    """Another person approves or refuses."""
    rows = Override.objects.select_for_update(of=("self",)).select_related(
        "personnel__state", "unit"
    )
    row = rows.get(pk=override.pk)
    may_act(row.personnel.state_id, permission=Permission.OVERRIDE_DECIDE, by=by)
    check_version(row, version)
    if row.asked_by_id == by.pk:
        message = _("The person who asked for an exception does not decide on it.")
        raise NotPermitted("own_request", message)
    if row.state != OverrideState.ASKED:
        raise Conflict("decided_already", _("This has been decided already."))
    if approved:
        # The person may have been renamed or moved since somebody asked.
        _without_person(row.public_reason, row.personnel, row.unit)
    row.state = OverrideState.APPROVED if approved else OverrideState.REFUSED
    row.decision_reason = reason.strip() if approved else plain(reason, "/reason")
    row.decided_by, row.decided_at = by, now or timezone.now()
    row.version += 1
    row.full_clean()
    row.save()
    audit.record(
        type=f"override.{row.state}",
        by=by,
        target=row,
        subject=row.personnel,
        reason=row.decision_reason,
        changes={"state": (OverrideState.ASKED.value, row.state)},
        now=now,
    )
    tell("override_decided", state=row.personnel.state_id, subject=row, by=by, now=now)
    return row
