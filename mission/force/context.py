"""What the force tells the house: how its records are named and linked, its events in words."""

from django.utils.translation import gettext_lazy as _

from mission.force.columns.pages import page_of
from oversight.audit.rules import register_sentences
from oversight.authority.choices import Permission
from oversight.subjects.rules import NavItem, Subject, no_name, register, register_nav

SENTENCES = {
    "unit.added": _("%(who)s added a unit."),
    "unit.changed": _("%(who)s changed a unit."),
    "person.registered": _("%(who)s entered a member of the force."),
    "person.changed": _("%(who)s changed what is known of a member of the force."),
    "person.moved": _("%(who)s moved a member of the force to a unit."),
    "person.found_by_name": _("%(who)s searched for a name and found this member of the force."),
}


def register_force() -> None:
    """Called by the app's configuration."""
    register_sentences(SENTENCES)
    register(Subject("mission.personnel", title=str, url=page_of, reference=no_name))
    sees = frozenset({Permission.PERSONNEL_SEE})
    register_nav(NavItem(_("Strength of the force"), "force:strength", sees, order=61))
