"""Forms of notices, clocks, rules and holidays."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminSingleDateWidget, UnfoldAdminTextareaWidget

from oversight.deadlines.choices import Habit
from oversight.deadlines.models import DeadlineRule, Holiday

LONGEST_REASON = 2000


def reason_field() -> forms.CharField:
    """Every change by hand says why."""
    return forms.CharField(
        label=_("Reason"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
    )


class HabitForm(forms.Form):
    """How a person wants to be told."""

    habit = forms.ChoiceField(label=_("E-mail about notices"), choices=Habit, initial=Habit.AT_ONCE)


class ReasonDialog(BaseDialogForm):
    """Why a clock is paused or runs on."""

    reason = reason_field()


class ExtendDialog(BaseDialogForm):
    """Until when a clock is extended, and why."""

    due_on = forms.DateField(
        label=_("New date"),
        widget=UnfoldAdminSingleDateWidget(),
        help_text=_("The clock then ends at the end of this day, in Port-au-Prince."),
    )
    reason = reason_field()


class RuleForm(forms.ModelForm):
    """A rule, and why it changes."""

    reason = reason_field()

    class Meta:
        model = DeadlineRule
        fields: ClassVar[list[str]] = ["clock", "track", *DeadlineRule.editable]


class HolidayForm(forms.ModelForm):
    """A day of the office, and why it changes."""

    reason = reason_field()

    class Meta:
        model = Holiday
        fields: ClassVar[list[str]] = ["day", "name", "is_worked"]
