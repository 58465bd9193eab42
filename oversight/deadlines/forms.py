"""Forms of notices."""

from django import forms
from django.utils.translation import gettext_lazy as _

from oversight.deadlines.choices import Habit


class HabitForm(forms.Form):
    """How a person wants to be told."""

    habit = forms.ChoiceField(label=_("E-mail about notices"), choices=Habit, initial=Habit.AT_ONCE)
