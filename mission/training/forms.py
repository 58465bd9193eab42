"""What is asked before anything in training changes."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mission.force.forms import DayForm, day_field, states_of
from mission.force.forms.numbers import NumbersForm
from mission.force.forms.requirements import LabelsForm
from mission.force.models import State
from mission.training.choices import ChangeState, Result
from mission.training.models import TrainingModule
from oversight.authority.choices import Permission
from oversight.authority.forms import ActionForm, text_box


class ModuleForm(LabelsForm):
    """Names of a module and how long a pass counts."""


class SessionForm(ActionForm):
    """A course that was given."""

    module = forms.ModelChoiceField(
        queryset=TrainingModule.objects.filter(is_retired=False), label=_("Module")
    )
    held_on = day_field(_("Held on"))
    trainer = forms.CharField(
        label=_("Given by"),
        max_length=200,
        help_text=_("An office or body: never the name of a person."),
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=200)

    def prepare(self) -> None:
        self.initial.setdefault("held_on", timezone.localdate())


class ResultsForm(NumbersForm):
    """One result of many members of one State."""

    needs = Permission.TRAINING_MANAGE

    result = forms.ChoiceField(label=_("Result"), choices=Result.choices, widget=forms.RadioSelect)
    evidence = forms.CharField(
        label=_("Shown by"),
        required=False,
        max_length=300,
        help_text=_("For example the reference of the list of participants."),
    )
    field_order = ("state", "result", "numbers", "evidence")


class DecideForm(ActionForm):
    """What becomes of a request to change a module."""

    state = forms.ChoiceField(
        label=_("Decision"),
        choices=[(s.value, s.label) for s in (ChangeState.TAKEN_UP, ChangeState.SET_ASIDE)],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Answer"),
        widget=text_box(4),
        max_length=4000,
        help_text=_("What becomes of it, for who reads the module later."),
    )


class MatrixForm(DayForm):
    """The day of the matrix, and one State if wanted."""

    state = forms.ModelChoiceField(
        queryset=State.objects.none(),
        label=_("State"),
        required=False,
        empty_label=_("every State"),
    )

    def __init__(self, *args: Any, by: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        reach = states_of(by, Permission.PERSONNEL_SEE).filter(contingent__isnull=False)
        self.fields["state"].queryset = reach  # type: ignore[attr-defined]
