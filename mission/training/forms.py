"""What is asked before anything in training changes."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mission.force.forms import DayForm, day_field, states_of
from mission.force.forms.requirements import LabelsForm
from mission.force.models import Personnel, State
from mission.force.rules import service_number
from mission.training.choices import ChangeState, Result
from mission.training.models import TrainingModule
from oversight.authority.choices import Permission
from oversight.authority.forms import ActionForm, text_box
from oversight.authority.rules import RuleBroken

MOST_LINES = 5_000


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


class ResultsForm(ActionForm):
    """One result of many members of one State."""

    state = forms.ModelChoiceField(queryset=State.objects.none(), label=_("State"))
    result = forms.ChoiceField(label=_("Result"), choices=Result.choices, widget=forms.RadioSelect)
    numbers = forms.CharField(
        label=_("Service numbers"),
        widget=text_box(8),
        max_length=100_000,
        help_text=_("One a line. You see who is known before anything is recorded."),
    )
    evidence = forms.CharField(
        label=_("Shown by"),
        required=False,
        max_length=300,
        help_text=_("For example the reference of the list of participants."),
    )

    def prepare(self) -> None:
        states = states_of(self.by, Permission.TRAINING_MANAGE)
        self.fields["state"].queryset = states  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """`people` and `unknown` in place of the State and numbers."""
        data = super().clean() or {}
        lines = [line for line in data.pop("numbers", "").splitlines() if line.strip()]
        state = data.pop("state", None)
        if self.errors or state is None:
            return data
        if len(lines) > MOST_LINES:
            self.add_error("numbers", _("Enter at most 5,000 numbers at a time."))
            return data
        known, unreadable = _sorted(lines)
        rows = Personnel.objects.filter(state=state, service_number__in=known)
        people = list(rows.order_by("service_number"))
        found = {person.service_number for person in people}
        data["unknown"] = [number for number in known if number not in found] + unreadable
        data["people"] = people
        if not people:
            self.add_error("numbers", _("Nobody of this State has one of these numbers."))
        return data


def _sorted(lines: list[str]) -> tuple[list[str], list[str]]:
    """Numbers in their one spelling, each once; and lines that can be none."""
    known: dict[str, None] = {}
    unreadable = []
    for line in lines:
        try:
            known[service_number(line)] = None
        except RuleBroken:
            unreadable.append(line[:60])
    return list(known), unreadable


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
