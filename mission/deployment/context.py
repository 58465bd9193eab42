"""What deployment tells the house: how its records are named and linked, its events in words."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mission.deployment.actions import suspend_coming
from mission.deployment.actions.roster import ROSTER
from mission.deployment.columns import readiness_of_states
from mission.deployment.models import Arrival, Breach, Override
from mission.force.columns.pages import page_of
from mission.force.rules import Section, register_person_section, register_presence
from mission.vetting.rules import register_on_suspension
from oversight.audit.rules import register_sentences
from oversight.authority.choices import Permission
from oversight.authority.rules import may
from oversight.imports.rules import register_target
from oversight.subjects.rules import (
    Approval,
    NavItem,
    OfficeSection,
    Subject,
    WorkPanel,
    no_name,
    register,
    register_approval,
    register_nav,
    register_panel,
    register_section,
)

SHOWN = 20
OPEN_BREACHES = "admin:mission_breach_changelist?state__exact=open"
WAITING = "admin:mission_override_changelist?second=me"
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
    "roster.uploaded": _("%(who)s uploaded a roster."),
    "roster.read_again": _("%(who)s had a roster read again."),
    "roster.previewed": _("A roster was read for a preview."),
    "roster.commit_asked": _("%(who)s committed a roster."),
    "roster.committed": _("A roster was written into the register."),
    "roster.failed": _("A roster could not be read to its end."),
    "roster.withdrawn": _("A roster was withdrawn."),
    "rotation.planned": _("%(who)s planned a rotation."),
}


def _present(day: date) -> Any:
    return Arrival.objects.present_on(day).values("personnel")


def breaches_open(user: Any) -> list[dict[str, Any]]:
    """Who is there without having been let through, the longest first."""
    rows = Breach.objects.visible_to(user).open().select_related("arrival__personnel")
    return [
        {"title": str(row.arrival), "url": page_of(row), "note": _("Arrived uncleared.")}
        for row in rows.order_by("opened_at", "pk")[:SHOWN]
    ]


def overrides_waiting(user: Any) -> Any:
    """Exceptions somebody else asked for."""
    return Override.objects.visible_to(user).waiting_for(user)


def overrides_to_decide(user: Any) -> list[dict[str, Any]]:
    rows = overrides_waiting(user).select_related("personnel").order_by("asked_at", "pk")
    note = _("Somebody asks for an exception to the gate.")
    return [{"title": str(row), "url": page_of(row), "note": note} for row in rows[:SHOWN]]


def deployments_of(person: Any, user: Any, day: date) -> dict[str, Any] | None:
    """Authorisations and stays, on the page of a member of the force."""
    if not may(user, Permission.DEPLOYMENT_SEE, contingents=[person.state_id]):
        return None
    stays = person.arrivals.select_related("unit", "breach").order_by("-arrived_on")
    coming = person.authorisations.filter(state="valid", arrival__isnull=True)
    lines = [
        {
            "title": row.arrives_on,
            "url": page_of(row),
            "words": _("authorised"),
            "tone": "done",
            "note": row.unit.label,
        }
        for row in coming.select_related("unit").order_by("-arrives_on")
    ]
    for stay in stays:
        breach = getattr(stay, "breach", None)
        lines.append(
            {
                "title": stay.arrived_on,
                "url": page_of(stay),
                "words": _("arrived uncleared") if breach else _("authorised"),
                "tone": "overdue" if breach and breach.state == "open" else "neutral",
                "note": f"{stay.unit.label} · {stay.left_on or _('still there')}",
            }
        )
    return {"lines": lines, "empty": _("Never authorised and never seen to arrive.")}


def _subject(label: str, title: Any = str) -> Subject:
    return Subject(f"mission.{label}", title=title, url=page_of, reference=no_name)


def register_deployment() -> None:
    """Called by the app's configuration."""
    register_sentences(SENTENCES)
    for label in ("authorisation", "override", "arrival", "rosterupload"):
        register(_subject(label))
    register(_subject("breach", lambda breach: str(breach.arrival)))
    register(
        Subject(
            "mission.expiryreview",
            title=lambda review: str(_("Clearances or training end within 30 days")),
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
    _register_work()


def _register_work() -> None:
    """Menu, cards, blocks of "your work"."""
    sees = frozenset({Permission.DEPLOYMENT_SEE})
    decides = frozenset({Permission.OVERRIDE_DECIDE})
    register_nav(NavItem(_("Readiness"), "deployment:readiness", sees, order=44))
    register_person_section(
        "deployments",
        Section(_("Authorisations and arrivals"), "mission/card.html", deployments_of, order=40),
    )
    register_section(
        "readiness", OfficeSection(_("Readiness of the force"), readiness_of_states, sees, order=60)
    )
    register_panel(
        "breaches",
        WorkPanel(_("Arrived uncleared"), breaches_open, sees, order=24, more=OPEN_BREACHES),
    )
    register_panel(
        "overrides",
        WorkPanel(_("Exceptions to decide"), overrides_to_decide, decides, order=25, more=WAITING),
    )
    register_approval(
        "overrides",
        Approval(
            _("Exceptions to the gate"),
            overrides_waiting,
            "asked_at",
            decides,
            order=60,
            more=WAITING,
        ),
    )
