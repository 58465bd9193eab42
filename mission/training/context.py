"""What training tells the house: its events in words."""

from django.utils.translation import gettext_lazy as _

from mission.force.context import no_name, page_of
from oversight.audit.rules import register_sentences
from oversight.subjects.rules import Subject, register

SENTENCES = {
    "training.module_added": _("%(who)s added a module of training."),
    "training.module_changed": _("%(who)s changed a module of training."),
    "training.required": _("%(who)s made a module a requirement."),
    "training.no_longer_required": _("%(who)s ended a requirement of training."),
    "training.session_held": _("%(who)s entered a training session."),
    "training.recorded": _("%(who)s recorded a result of training."),
    "training.change_asked": _("A lesson asks for a change to a module."),
    "training.change_decided": _("%(who)s decided on a change to a module."),
}


def register_training() -> None:
    """Called by the app's configuration."""
    register_sentences(SENTENCES)
    register(
        Subject(
            "mission.modulechangerequest",
            title=lambda row: row.module.label,
            url=page_of("modulechangerequest"),
            reference=no_name,
        )
    )
