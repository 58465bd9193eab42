"""What is asked about a member of the force in a case, about protection, and about a lesson."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mission.force.models import Personnel, contingent_names, person_of
from mission.training.models import TrainingModule
from oversight.authority.forms import NOT_CHOSEN, DialogForm, ReasonForm, text_box


def number_box(**options: Any) -> forms.CharField:
    """A service number as it is typed; nobody is offered a list of people."""
    return forms.CharField(label=_("Service number"), max_length=40, required=False, **options)


def member_of(state_code: str, number: str) -> Personnel:
    """Who has this number in this State; says no more than that nobody has."""
    found = person_of(state_code, number)
    if found is None:
        raise ValidationError(_("Nobody of this State is known by this number."), "unknown")
    return found


class NamePersonDialog(ReasonForm):
    """Which member of the force it is."""

    state = forms.ChoiceField(
        label=_("State"), choices=lambda: [NOT_CHOSEN, *contingent_names()], required=False
    )
    service_number = number_box(
        help_text=_("Empty: it is not known who it is, or what was said was wrong.")
    )
    field_order = ("state", "service_number", "reason")

    def prepare(self) -> None:
        known = self.part.personnel
        state = self.part.contingent.state_id if self.part.contingent else ""
        self.initial.setdefault("state", state)
        self.initial.setdefault("service_number", known.service_number if known else "")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        number, state = data.pop("service_number", ""), data.pop("state", "")
        data["personnel"] = None
        if number and not state:
            self.add_error("state", _("Choose the State of the person."))
        elif number:
            try:
                data["personnel"] = member_of(state, number)
            except ValidationError as unknown:
                self.add_error("service_number", unknown)
        return data


class ProtectionDialog(DialogForm):
    """Whether telling the State could put somebody in danger, and why."""

    may_tell = forms.TypedChoiceField(
        label=_("May the State be told that there is adverse information?"),
        choices=(
            NOT_CHOSEN,
            ("no", _("no: somebody could be harmed")),
            ("yes", _("yes: nobody is in danger by it")),
        ),
        coerce=lambda value: value == "yes",
    )
    grounds = forms.CharField(
        label=_("Grounds"),
        help_text=_(
            "Who could harm a victim, a witness, a source or their family, could guess who spoke, or "
            "could punish somebody in place of them? Sealed: read only with a reason, and never "
            "passed on."
        ),
        widget=text_box(6),
    )


class LessonDialog(DialogForm):
    """What should be taught otherwise."""

    # The names of modules are known to the whole office; what hangs on them is not.
    module = forms.ModelChoiceField(
        label=_("Training module"),
        queryset=TrainingModule.objects.filter(is_retired=False),
        empty_label=_("Choose"),
    )
    text = forms.CharField(
        label=_("What should change"),
        help_text=_(
            "Name nobody: no person, place, day, unit, report or case. Those who read it must not be "
            "able to tell where it comes from."
        ),
        widget=text_box(6),
        max_length=4000,
    )
