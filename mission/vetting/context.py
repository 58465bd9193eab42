"""What vetting tells the house: how its records are named and linked, its events in words."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mission.force.columns.pages import page_of
from mission.force.rules import Section, register_on_commander, register_person_section
from mission.vetting.access import evidence_files
from mission.vetting.actions import commander_changed
from mission.vetting.choices import ConcernState
from mission.vetting.columns import check_lines, concern_lines
from mission.vetting.models import Certification, Check, Concern
from oversight.audit.rules import register_sentences
from oversight.authority.choices import Permission
from oversight.authority.rules import may
from oversight.files.access import register_holder
from oversight.subjects.rules import Subject, WorkPanel, no_name, register, register_panel

SHOWN = 20
SENTENCES = {
    "scheme.added": _("%(who)s added a scheme of vetting."),
    "scheme.changed": _("%(who)s changed a scheme of vetting."),
    "scheme.required": _("%(who)s made a scheme a requirement."),
    "scheme.no_longer_required": _("%(who)s ended a requirement of vetting."),
    "check.requested": _("%(who)s asked for a check."),
    "check.in_review": _("%(who)s started the review."),
    "check.outcome_proposed": _("%(who)s proposed an outcome."),
    "check.sent_back": _("%(who)s sent a proposed outcome back."),
    "check.evidence_added": _("%(who)s added evidence to a check."),
    "check.cleared": _("%(who)s cleared."),
    "check.conditional": _("%(who)s cleared with conditions."),
    "check.refused": _("%(who)s did not clear."),
    "check.withdrawn": _("%(who)s closed a check that was withdrawn."),
    "check.unable_to_complete": _("%(who)s closed a check that could not be completed."),
    "check.suspended": _("A check was suspended."),
    "check.expired": _("A check expired."),
    "check.revoked": _("%(who)s revoked a check."),
    "check.appealed": _("%(who)s entered an appeal."),
    "check.appeal_decided": _("%(who)s decided on an appeal."),
    "certification.proposed": _("%(who)s entered the certification of a State."),
    "certification.document_attached": _("%(who)s attached the document of a certification."),
    "certification.decided": _("%(who)s decided on the certification of a State."),
    "concern.recorded": _("A concern was recorded."),
    "concern.confirmed": _("%(who)s confirmed a concern."),
    "concern.lifting_proposed": _("%(who)s proposed to lift a concern."),
    "concern.lifted": _("A concern was lifted."),
    "concern.protection_assessed": _("It was assessed whether telling is safe."),
    "concern.state_told": _("%(who)s recorded what a State was told."),
}


def to_decide(user: Any) -> list[dict[str, Any]]:
    """Proposals of colleagues: outcomes, certifications, liftings of concerns."""
    kinds = (
        (Check.objects.with_subjects(), _("An outcome is proposed.")),
        (Certification.objects.select_related("state"), _("A State certifies its people.")),
        (Concern.objects.with_subjects(), _("It is proposed to lift a concern.")),
    )
    found: list[dict[str, Any]] = []
    for rows, note in kinds:
        waiting = rows.visible_to(user).waiting_for(user)[:SHOWN]
        found += [{"title": str(row), "url": page_of(row), "note": note} for row in waiting]
    return found[:SHOWN]


def concerns_open(user: Any) -> list[dict[str, Any]]:
    """Concerns nobody has weighed yet, the oldest first."""
    rows = Concern.objects.visible_to(user).with_subjects().filter(state=ConcernState.OPEN)
    return [
        {
            "title": str(row.subject),
            "url": page_of(row),
            "note": row.get_source_display(),
        }
        for row in rows.order_by("recorded_at", "pk")[:SHOWN]
    ]


def vetting_of(person: Any, user: Any, day: date) -> dict[str, Any] | None:
    """Checks and concerns, on the page of a member of the force; for those who vet alone."""
    if not may(user, Permission.VETTING_SEE, contingents=[person.state_id]):
        return None
    checks = person.checks.select_related("scheme").order_by("-requested_at", "pk")
    lines = concern_lines(person.concerns.order_by("-recorded_at")) + check_lines(checks)
    ask = {"label": _("Ask for a check"), "url": reverse("admin:mission_check_add"), "tone": ""}
    return {"lines": lines, "empty": _("Nothing has been asked for."), "buttons": [ask]}


def _subject(label: str, title: Any) -> Subject:
    return Subject(f"mission.{label}", title=title, url=page_of, reference=no_name)


def register_vetting() -> None:
    """Called by the app's configuration."""
    register_sentences(SENTENCES)
    register(_subject("check", lambda check: f"{check.subject} · {check.scheme}"))
    register(_subject("concern", str))
    register(_subject("certification", str))
    register_holder("mission.evidence", evidence_files)
    register_on_commander(commander_changed)
    register_person_section(
        "vetting", Section(_("Checks and concerns"), "mission/card.html", vetting_of, order=20)
    )
    decides, sees = frozenset({Permission.VETTING_DECIDE}), frozenset({Permission.VETTING_SEE})
    second = "admin:mission_check_changelist?second=me"
    register_panel(
        "vetting second",
        WorkPanel(_("Vetting: wait for a second person"), to_decide, decides, 21, second),
    )
    register_panel(
        "concerns",
        WorkPanel(
            _("Concerns to weigh"),
            concerns_open,
            sees,
            order=23,
            more="admin:mission_concern_changelist?state__exact=open",
        ),
    )
