"""The gate: nobody is authorised who does not stand cleared and trained on the day of arrival."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mission.deployment.actions.common import check_unit, hold_person, may_act, standing
from mission.deployment.choices import AuthorisationState, OverrideState, PermitBasis
from mission.deployment.models import Authorisation, Override, Permit, Rotation
from mission.deployment.rules import GateClosed, Standing, closed
from mission.force.actions.common import check_version, plain
from mission.force.models import Personnel, Unit, hold_units, lineage_of
from mission.force.rules import likely_day
from mission.training.models import TrainingModule
from mission.vetting.models import Scheme
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, RuleBroken

AUTHORISE = Permission.DEPLOYMENT_AUTHORISE


@transaction.atomic
def authorise(
    *,
    person: Personnel,
    unit: Unit,
    arrives_on: date,
    by: Any,
    override: Override | None = None,
    rotation: Rotation | None = None,
    now: datetime | None = None,
) -> Authorisation:
    """The office's permission for one arrival. Raises GateClosed naming each thing that is missing.

    An exception that two people approved for this very arrival is used where the gate is closed.
    """
    held = hold_person(person)
    may_act(held.state_id, permission=AUTHORISE, by=by)
    check_unit(held, unit)
    hold_units(lineage_of(unit))
    likely_day(arrives_on, "/arrives_on")
    if arrives_on < timezone.localdate(now):
        message = _("Enter a day from today on. Who is there already is recorded as an arrival.")
        raise RuleBroken("in_the_past", message, "/arrives_on")
    if held.authorisations.valid_on(arrives_on).exists():
        message = _("There is an authorisation for this day already.")
        raise Conflict("authorised_already", message, "/arrives_on")
    permit = _permit(held, unit, arrives_on, override, by=by, now=now)
    row = Authorisation(
        personnel=held,
        unit=unit,
        arrives_on=arrives_on,
        permit=permit,
        rotation=rotation,
        authorised_by=by,
        authorised_at=now or timezone.now(),
    )
    row.full_clean(exclude=["permit"])
    row.save(force_insert=True)
    changes = {"arrives_on": (None, arrives_on), "unit": (None, unit.pk)}
    changes["basis"] = (None, permit.basis)
    audit.record(
        type="deployment.authorised", by=by, target=row, subject=held, changes=changes, now=now
    )
    return row


def _permit(
    person: Personnel,
    unit: Unit,
    arrives_on: date,
    override: Override | None,
    *,
    by: Any,
    now: datetime | None,
) -> Permit:
    stands = standing(person, unit, arrival=arrives_on, day=arrives_on)
    if override is None and not stands.is_fit:
        override = _approved(person, unit, arrives_on)
        if override is None:
            raise _closed(stands)
    permit = Permit(
        personnel=person,
        unit=unit,
        arrives_on=arrives_on,
        basis=PermitBasis.OVERRIDE if override else PermitBasis.CLEARED,
        override=override and _usable(override, person, unit, arrives_on, stands),
        granted_by=by,
        granted_at=now or timezone.now(),
    )
    try:
        with transaction.atomic():
            permit.save(force_insert=True)
    except IntegrityError:
        # The database asks again; something changed between its question and ours.
        message = _("This changed while you were working. Look at it again.")
        raise Conflict("gate_closed", message) from None
    return permit


def _approved(person: Personnel, unit: Unit, arrives_on: date) -> Override | None:
    """The exception for this very arrival that two people approved and nobody has used."""
    return Override.objects.usable_on(arrives_on).filter(personnel=person, unit=unit).first()


def _closed(stands: Standing) -> GateClosed:
    return closed(stands, _names(Scheme, stands.schemes), _names(TrainingModule, stands.modules))


def _names(model: Any, codes: tuple[str, ...]) -> dict[str, str]:
    return {row.pk: row.label for row in model.objects.filter(pk__in=codes)}


def _usable(
    override: Override, person: Personnel, unit: Unit, arrives_on: date, stands: Standing
) -> Override:
    """An exception covers what was missing when it was asked for, and nothing that came since."""
    held = Override.objects.select_for_update(of=("self",)).get(pk=override.pk)
    asked = (held.personnel_id, held.unit_id, held.arrives_on)
    if asked != (person.pk, unit.pk, arrives_on) or held.state != OverrideState.APPROVED:
        message = _("There is no approved exception for this person, unit and day.")
        raise Conflict("no_exception", message)
    if Permit.objects.filter(override=held).exists():
        raise Conflict("exception_used", _("This exception has been used."))
    if not set(stands.missing) <= set(held.missing):
        raise _closed(stands)
    return held


@transaction.atomic
def withdraw(
    *,
    authorisation: Authorisation,
    by: Any,
    reason: str,
    version: int | None = None,
    now: datetime | None = None,
) -> Authorisation:
    """The permission no longer stands."""
    rows = Authorisation.objects.select_for_update(of=("self",)).select_related("personnel")
    row = rows.get(pk=authorisation.pk)
    may_act(row.personnel.state_id, permission=AUTHORISE, by=by)
    check_version(row, version)
    if row.state == AuthorisationState.WITHDRAWN:
        raise Conflict("withdrawn_already", _("This has been withdrawn already."))
    if hasattr(row, "arrival"):
        message = _("The person has arrived. Record a departure instead.")
        raise Conflict("arrived_already", message)
    _end(row, AuthorisationState.WITHDRAWN, by=by, reason=plain(reason, "/reason"), now=now)
    return row


def _end(row: Authorisation, state: str, *, by: Any, reason: str, now: datetime | None) -> None:
    before, row.state = row.state, state
    row.ended_at = now or timezone.now()
    row.version += 1
    row.save()
    audit.record(
        type=f"deployment.{state}",
        by=by,
        target=row,
        subject=row.personnel,
        reason=reason,
        changes={"state": (before, state)},
        now=now,
    )


def suspend_coming(
    *, personnel: Personnel | None = None, unit: Unit | None = None, by: Any, now: datetime | None
) -> None:
    """A clearance has stopped: who has not arrived yet is no longer authorised. Says nothing of why."""
    rows = Authorisation.objects.select_for_update(of=("self",)).filter(
        state=AuthorisationState.VALID, arrival__isnull=True
    )
    about = {"personnel": personnel} if personnel else {"unit__in": _below(unit)}
    for row in rows.filter(**about).select_related("personnel").order_by("pk"):
        _end(row, AuthorisationState.SUSPENDED, by=by, reason="", now=now)


def _below(unit: Any) -> list[int]:
    """The unit and everything under it."""
    parents = dict(Unit.objects.filter(contingent=unit.contingent).values_list("pk", "parent_id"))
    found = {unit.pk}
    while more := {pk for pk, above in parents.items() if above in found} - found:
        found |= more
    return sorted(found)
