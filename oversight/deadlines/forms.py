"""Forms of notices, clocks, rules and days of the office."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from oversight.authority.forms import ActionForm, WhyForm, text_box
from oversight.deadlines.actions import latest_for, times_left
from oversight.deadlines.choices import Applies, Habit
from oversight.deadlines.models import DeadlineRule, OfficeDay
from oversight.deadlines.rules import ZONE, end_of


class HabitForm(forms.Form):
    """How a person wants to be told."""

    habit = forms.ChoiceField(
        label=gettext_lazy("E-mail about notices"), choices=Habit, initial=Habit.AT_ONCE
    )


def day_field(label: Any) -> forms.DateField:
    """The browser's own calendar; it speaks ISO whatever the language."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget)


class AskForm(WhyForm):
    """Until when, and why; says what the rule of the clock allows."""

    due_at = day_field(gettext_lazy("New due day"))
    field_order = ("due_at", "reason")

    def prepare(self) -> None:
        left = times_left(self.subject)
        hints = [
            ngettext(
                "The rule allows %(count)s more extension.",
                "The rule allows %(count)s more extensions.",
                left,
            )
            % {"count": left}
        ]
        latest = latest_for(self.subject, timezone.now())
        if latest is not None:
            day = date_format(latest.astimezone(ZONE), "j F Y")
            hints.append(_("No later than %(day)s.") % {"day": day})
        hints.append(_("The clock then ends at the end of this day, in Port-au-Prince."))
        self.fields["due_at"].help_text = " ".join(hints)

    def clean_due_at(self) -> Any:
        return end_of(self.cleaned_data["due_at"])


class SeenForm(WhyForm):
    """A change that is shown before it is made: carries what the person saw."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


def _last(form: ActionForm, *names: str) -> None:
    form.order_fields([name for name in form.fields if name not in names] + list(names))


class RuleForm(SeenForm):
    """The terms of a rule, and which clocks the change concerns."""

    applies = forms.ChoiceField(
        label=gettext_lazy("Which clocks follow"),
        choices=Applies,
        initial=Applies.NEW,
        widget=forms.RadioSelect,
    )

    def prepare(self) -> None:
        self.fields |= forms.fields_for_model(DeadlineRule, DeadlineRule.editable)
        self.fields["source"].widget = text_box(3)
        for name in DeadlineRule.editable:
            self.initial.setdefault(name, getattr(self.subject, name))
        _last(self, "applies", "reason", "seen")


class NewRuleForm(WhyForm):
    """A rule for a clock or a track that has none yet."""

    def prepare(self) -> None:
        fields = ("clock", "track", *DeadlineRule.editable)
        self.fields |= forms.fields_for_model(DeadlineRule, fields)
        self.fields["source"].widget = text_box(3)
        _last(self, "reason")


class DayForm(SeenForm):
    """A day on which the office closes, or works all the same."""

    day = day_field(gettext_lazy("Day"))
    label_en = forms.CharField(label=gettext_lazy("Label in English"), max_length=200)
    label_fr = forms.CharField(label=gettext_lazy("Label in French"), max_length=200)
    label_ht = forms.CharField(label=gettext_lazy("Label in Haitian Creole"), max_length=200)
    is_worked = forms.BooleanField(
        label=gettext_lazy("The office works on this day"),
        help_text=gettext_lazy(
            "Tick it for a public holiday or a weekend day on which clocks run."
        ),
        required=False,
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("Who decided it and where it is written, for example a decree."),
        max_length=300,
        required=False,
    )
    field_order = (
        "day",
        "label_en",
        "label_fr",
        "label_ht",
        "is_worked",
        "source",
        "reason",
        "seen",
    )

    def prepare(self) -> None:
        if isinstance(self.subject, OfficeDay):
            for name in ("day", "label_en", "label_fr", "label_ht", "is_worked", "source"):
                self.initial.setdefault(name, getattr(self.subject, name))
