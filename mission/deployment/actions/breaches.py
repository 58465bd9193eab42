"""Breaches: somebody is there whom the office had not let through."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mission.deployment.actions.common import may_act, standing, tell
from mission.deployment.choices import BreachState
from mission.deployment.models import Arrival, Authorisation, Breach
from mission.deployment.rules import missing_for
from mission.force.actions.common import check_version, plain
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict
from oversight.deadlines import actions as deadlines

CLOCK = "breach_review"


def breach_if_any(
    arrival: Arrival, *, by: Any, tells: bool = True, now: datetime | None = None
) -> Breach | None:
    """Tie the arrival to its authorisation, or open a breach. In the caller's transaction."""
    authorisation = _covering(arrival)
    if authorisation is not None:
        Arrival.objects.filter(pk=arrival.pk).update(authorisation=authorisation)
        arrival.authorisation = authorisation
    missing = missing_on_arrival(arrival, authorisation)
    if not missing:
        return None
    breach = Breach(arrival=arrival, missing=missing, opened_at=now or timezone.now())
    breach.full_clean()
    breach.save(force_insert=True)
    subject = arrival.personnel
    changes = {"missing": (None, missing)}
    audit.record(
        type="breach.opened", by=by, target=breach, subject=subject, changes=changes, now=now
    )
    if arrival.left_on is None:
        deadlines.start(clock=CLOCK, subject=breach, by=by, now=now)
    if tells:
        tell("breach_opened", state=subject.state_id, subject=breach, by=by, now=now)
    return breach


def _covering(arrival: Arrival) -> Authorisation | None:
    """The valid authorisation nearest to the day, for this unit, that nobody has used."""
    day = arrival.arrived_on
    rows = Authorisation.objects.select_for_update(of=("self",)).select_related("permit")
    near = rows.unused_near(day).filter(personnel=arrival.personnel_id, unit=arrival.unit_id)
    return min(near, key=lambda row: abs(row.arrives_on - day), default=None)


def missing_on_arrival(arrival: Arrival, authorisation: Authorisation | None) -> list[str]:
    """Codes of what was missing on the day of arrival; empty when all was in order."""
    day: date = arrival.arrived_on
    stands = standing(arrival.personnel, arrival.unit, arrival=day, day=day)
    return missing_for(authorisation.permit.basis if authorisation else None, stands)


def person_left(arrival: Arrival, *, by: Any, now: datetime | None) -> None:
    """An open breach ends with the stay."""
    rows = Breach.objects.select_for_update(of=("self",)).filter(
        arrival=arrival, state=BreachState.OPEN
    )
    for breach in rows:
        _end(breach, BreachState.LEFT, by=by, reason="", now=now)


@transaction.atomic
def close_breach(
    *,
    breach: Breach,
    state: str,
    by: Any,
    reason: str,
    version: int | None = None,
    now: datetime | None = None,
) -> Breach:
    """Regularised, once the person stands cleared and trained; or closed with a reason."""
    rows = Breach.objects.select_for_update(of=("self",))
    row = rows.select_related("arrival__personnel", "arrival__unit").get(pk=breach.pk)
    may_act(row.arrival.personnel.state_id, permission=Permission.DEPLOYMENT_AUTHORISE, by=by)
    check_version(row, version)
    if row.state != BreachState.OPEN:
        raise Conflict("closed_already", _("This has been closed already."))
    if state == BreachState.REGULARISED:
        arrival = row.arrival
        today = timezone.localdate(now)
        stands = standing(arrival.personnel, arrival.unit, arrival=arrival.arrived_on, day=today)
        if not stands.is_fit:
            message = _("The person does not stand cleared and trained today.")
            raise Conflict("still_missing", message)
    _end(row, state, by=by, reason=plain(reason, "/reason"), now=now)
    return row


def _end(row: Breach, state: str, *, by: Any, reason: str, now: datetime | None) -> None:
    row.state, row.reason = state, reason
    row.closed_by, row.closed_at = by, now or timezone.now()
    row.version += 1
    row.full_clean()
    row.save()
    audit.record(
        type="breach.closed",
        by=by,
        target=row,
        subject=row.arrival.personnel,
        reason=reason,
        changes={"state": (BreachState.OPEN.value, state)},
        now=now,
    )
    deadlines.meet(clock=CLOCK, subject=row, by=by, now=now)
