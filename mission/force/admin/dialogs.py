"""What can be done about a member of the force or a unit, as buttons with a dialog behind each."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from mission.force import actions, forms
from mission.force.models import Personnel, Unit
from oversight.authority.admin import Dialog
from oversight.authority.choices import Permission
from oversight.authority.forms import WhyForm
from oversight.authority.rules import may


def _no_name(person: Personnel, by: Any) -> Any:
    return "" if person.name else _("The office does not know the name.")


REGISTER = Dialog(
    "add",
    _("Enter a member of the force"),
    _("One person has one number in a State. Two people may have the same name."),
    forms.NewPersonForm,
    lambda nothing, by, data: actions.register_person(by=by, **data),
    done=_("The person is in the register."),
    tone="primary",
)
CHANGE = Dialog(
    "change",
    _("Change"),
    _("Rank, function, status, reporting line, another name."),
    forms.ChangePersonForm,
    lambda person, by, data: actions.change_person(
        person=person, version=person.version, by=by, **data
    ),
    done=_("The register is changed."),
)
MOVE = Dialog(
    "move",
    _("Move to a unit"),
    _("From that day on. What was before stays in the register."),
    forms.MoveForm,
    lambda person, by, data: actions.move_to_unit(person=person, by=by, **data),
    done=_("The person belongs to the unit from that day on."),
)
REVEAL = Dialog(
    "reveal",
    _("Read the name"),
    _("Shown once. That you read it, and why, is written down."),
    WhyForm,
    lambda person, by, data: actions.reveal_name(person=person, by=by, **data),
    blocked=_no_name,
    template="mission/force/revealed.html",
)
ADD_UNIT = Dialog(
    "add",
    _("Add a unit"),
    _("Units of a contingent form a tree. The code is what rosters call the unit."),
    forms.NewUnitForm,
    lambda nothing, by, data: actions.add_unit(by=by, **data),
    done=_("The unit is added."),
    tone="primary",
)
CHANGE_UNIT = Dialog(
    "change",
    _("Change"),
    _("Its names, and the unit it is part of. The code stays."),
    forms.ChangeUnitForm,
    lambda unit, by, data: actions.change_unit(unit=unit, by=by, **data),
    done=_("The unit is changed."),
)


def _of(state: str, by: Any, *dialogs: tuple[Permission, Dialog]) -> dict[str, Dialog]:
    """Those this reader may open; each action still decides for itself."""
    return {d.name: d for needed, d in dialogs if may(by, needed, contingents=[state])}


def dialogs_about(person: Personnel, by: Any) -> dict[str, Dialog]:
    manage = Permission.PERSONNEL_MANAGE
    wanted = ((manage, CHANGE), (manage, MOVE), (Permission.PERSONNEL_REVEAL, REVEAL))
    return _of(person.state_id, by, *wanted)


def dialogs_of_unit(unit: Unit, by: Any) -> dict[str, Dialog]:
    return _of(unit.contingent.state_id, by, (Permission.PERSONNEL_MANAGE, CHANGE_UNIT))
