"""What vetting tells the house: how its records are named and linked, its events in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from mission.force.context import no_name, page_of
from mission.force.rules import register_on_commander
from mission.vetting.access import evidence_files
from mission.vetting.actions import commander_changed
from oversight.audit.rules import register_sentences
from oversight.files.access import register_holder
from oversight.subjects.rules import Subject, register

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
    "certification.decided": _("%(who)s decided on the certification of a State."),
    "concern.recorded": _("A concern was recorded."),
    "concern.confirmed": _("%(who)s confirmed a concern."),
    "concern.lifting_proposed": _("%(who)s proposed to lift a concern."),
    "concern.lifted": _("A concern was lifted."),
    "concern.protection_assessed": _("It was assessed whether telling is safe."),
    "concern.state_told": _("%(who)s recorded what a State was told."),
}


def _subject(label: str, title: Any) -> Subject:
    return Subject(f"mission.{label}", title=title, url=page_of(label), reference=no_name)


def register_vetting() -> None:
    """Called by the app's configuration."""
    register_sentences(SENTENCES)
    register(_subject("check", lambda check: f"{check.subject} · {check.scheme}"))
    register(_subject("concern", str))
    register(_subject("certification", str))
    register_holder("mission.evidence", evidence_files)
    register_on_commander(commander_changed)
