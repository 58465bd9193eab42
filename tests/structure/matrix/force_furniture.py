"""The force in the house of the matrix: members of Kenya's contingent, and a record of each kind.

Made by the real actions, by an officer who is nobody of the table: whoever there may decide about
what another proposed finds something to decide about.
"""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from mission.deployment.actions import ask_override, authorise, plan_rotation, record_arrival
from mission.deployment.models import Breach
from mission.force.models import Contingent, Personnel
from mission.training.actions import ask_for_change, hold_session, record_results
from mission.training.models import TrainingModule
from mission.vetting.actions import (
    add_evidence,
    attach_document,
    certify,
    record_concern,
    request_check,
)
from mission.vetting.models import Scheme
from tests.files import jpeg
from tests.kept import stored
from tests.mission.force_of_tests import fit, member, unit_of


def furnish(officers: tuple[Any, Any], *, secret: str) -> dict[str, Any]:
    """One record of each kind, by the name of its model."""
    first, today = officers[0], timezone.localdate()
    ready = fit(member("SEKR-1", name=secret), officers, today - timedelta(days=5))
    other = member("SEKR-2", name=secret)
    found = {"personnel": ready, "unit": unit_of()}
    found |= _deployment(ready, other, today, secret, by=first)
    found |= _training(other, today, secret, by=first)
    found |= _vetting(other, today, secret, by=first)
    _files(found, secret, by=first)
    return found


def _deployment(
    ready: Personnel, other: Personnel, today: date, secret: str, *, by: Any
) -> dict[str, Any]:
    soon = today + timedelta(days=3)
    arrival = record_arrival(
        state=ready.state, service_number="SEKR-3", unit_code="KE-1", arrived_on=today, by=by
    )
    contingent = Contingent.objects.get(state=ready.state)
    return {
        "authorisation": authorise(person=ready, unit=unit_of(), arrives_on=soon, by=by),
        "arrival": arrival,
        "breach": Breach.objects.get(arrival=arrival),
        "rotation": plan_rotation(contingent=contingent, label="-", planned_on=soon, by=by),
        "override": ask_override(
            person=other,
            unit=unit_of(),
            arrives_on=soon,
            public_reason="A doctor was needed.",
            reason=secret,
            by=by,
        ),
    }


def _training(other: Personnel, today: date, secret: str, *, by: Any) -> dict[str, Any]:
    module = TrainingModule.objects.order_by("pk").first()
    passed = record_results(module=module, people=[other], result="passed", on=today, by=by)
    return {
        "trainingmodule": module,
        "trainingsession": hold_session(module=module, held_on=today, trainer="-", by=by),
        "trainingresult": passed[0].result,
        "modulechangerequest": ask_for_change(module=module, text=secret),
    }


def _vetting(other: Personnel, today: date, secret: str, *, by: Any) -> dict[str, Any]:
    scheme = Scheme.objects.get(pk="state_certification")
    prior = Scheme.objects.get(pk="prior_misconduct")
    given = {"source": "outside", "gravity": "other", "opened_on": today, "basis": secret}
    return {
        "scheme": scheme,
        "check": request_check(scheme=prior, personnel=other, by=by),
        "certification": certify(
            state=other.state,
            scheme=scheme,
            reference=secret,
            dated_on=today,
            people=[other],
            by=by,
        ),
        "concern": record_concern(personnel=member("SEKR-4", name=secret), by=by, **given),
    }


def _files(found: dict[str, Any], secret: str, *, by: Any) -> None:
    """A file that a check rests on, and the document of a certification."""
    given = {"name": secret, "by": by}
    check, certification = found["check"], found["certification"]
    paper = stored(jpeg((30, 20)), subject=check, **given)
    found["evidence"] = add_evidence(check=check, title=secret, file=paper, by=by)
    document = stored(jpeg((31, 20)), subject=certification, **given)
    attach_document(certification=certification, file=document, by=by)
