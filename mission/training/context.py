"""What training tells the house: its events in words."""

from django.utils.translation import gettext_lazy as _

from mission.force.columns.pages import page_of
from mission.force.rules import Section, register_person_section
from mission.training.columns import changes_waiting, person_content
from oversight.audit.rules import register_sentences
from oversight.authority.choices import Permission
from oversight.subjects.rules import (
    NavItem,
    Subject,
    WorkPanel,
    no_name,
    register,
    register_nav,
    register_panel,
)

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
            url=page_of,
            reference=no_name,
        )
    )
    register_person_section(
        "training", Section(_("Training"), "mission/card.html", person_content, order=40)
    )
    sees = frozenset({Permission.PERSONNEL_SEE})
    register_nav(NavItem(_("Training of units"), "training:matrix", sees, order=62))
    register_panel(
        "module_changes",
        WorkPanel(
            _("Modules that should change"),
            changes_waiting,
            frozenset({Permission.TRAINING_MANAGE}),
            order=70,
            more="admin:mission_modulechangerequest_changelist?state__exact=waiting",
        ),
    )
