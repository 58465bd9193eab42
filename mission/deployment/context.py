"""What deployment tells the house: how its records are named and linked, its events in words."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mission.deployment.actions import suspend_coming
from mission.deployment.actions.roster import ROSTER
from mission.deployment.models import Arrival
from mission.force.context import no_name, page_of
from mission.force.rules import register_presence
from mission.vetting.rules import register_on_suspension
from oversight.audit.rules import register_sentences
from oversight.imports.rules import register_target
from oversight.subjects.rules import Subject, register

SENTENCES = {
    "deployment.authorised": _("%(who)s authorised a deployment."),
    "deployment.suspended": _("An authorisation was suspended."),
    "deployment.withdrawn": _("%(who)s withdrew an authorisation."),
    "override.asked": _("%(who)s asked for an exception to the gate."),
    "override.approved": _("%(who)s approved an exception to the gate."),
    "override.refused": _("%(who)s refused an exception to the gate."),
    "arrival.recorded": _("%(who)s recorded an arrival."),
    "departure.recorded": _("%(who)s recorded a departure."),
    "breach.opened": _("Somebody arrived who was not cleared."),
    "breach.closed": _("An arrival that was not cleared was settled."),
    "deployment.expiry_reviewed": _("It was looked at which clearances and trainings end soon."),
    "rotation.planned": _("%(who)s planned a rotation."),
}


def _present(day: date) -> Any:
    return Arrival.objects.present_on(day).values("personnel")


def _subject(label: str, title: Any = str) -> Subject:
    return Subject(f"mission.{label}", title=title, url=page_of(label), reference=no_name)


def register_deployment() -> None:
    """Called by the app's configuration."""
    register_sentences(SENTENCES)
    for label in ("authorisation", "override", "arrival"):
        register(_subject(label))
    register(_subject("breach", lambda breach: str(breach.arrival)))
    register(
        Subject(
            "mission.expiryreview",
            title=lambda review: _("Clearances or training end within 30 days"),
            url=lambda review: reverse("deployment:readiness"),
            reference=no_name,
        )
    )
    register_on_suspension(suspend_coming)
    register_presence(_present)
    register_target(ROSTER)
    register(
        Subject(
            "oversight.importrun",
            title=lambda run: run.file_name,
            url=lambda run: reverse("admin:oversight_importrun_change", args=[run.pk]),
            reference=no_name,
        )
    )
