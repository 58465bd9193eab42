"""What schemes of vetting and modules of training ask in the same way: names, and of whom."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mission.force.forms import UnitField, day_field, states_of, unit_choices
from mission.force.models import State
from oversight.authority.choices import Permission
from oversight.authority.forms import ActionForm, text_box


class RequirementForm(ActionForm):
    """Of whom a scheme or module is required, and from when."""

    state = forms.ModelChoiceField(
        queryset=State.objects.none(),
        label=_("State"),
        required=False,
        empty_label=_("every State"),
    )
    unit = UnitField(label=_("unit"), required=False, help_text=_("And all units below it."))
    grace_days = forms.IntegerField(
        label=_("Days after arrival"),
        min_value=0,
        max_value=3650,
        initial=0,
        help_text=_("0: before arrival."),
    )
    from_on = day_field(_("Required from"))
    reason = forms.CharField(
        label=_("Reason"), help_text=_("Stays in the office."), widget=text_box(3)
    )

    def prepare(self) -> None:
        states = states_of(self.by, Permission.SCHEME_MANAGE)
        self.fields["state"].queryset = states  # type: ignore[attr-defined]
        self.fields["unit"].choices = unit_choices(states)  # type: ignore[attr-defined]


class EndRequirementForm(ActionForm):
    """The last day on which it is required."""

    until_on = day_field(_("Last day"))
    reason = forms.CharField(
        label=_("Reason"), help_text=_("Stays in the office."), widget=text_box(3)
    )


class LabelsForm(ActionForm):
    """Names of a scheme or module, and how long what was decided under it is valid."""

    label_en = forms.CharField(label=_("Name in English"), max_length=200)
    label_fr = forms.CharField(label=_("Name in French"), max_length=200)
    label_ht = forms.CharField(label=_("Name in Haitian Creole"), max_length=200)
    valid_months = forms.IntegerField(
        label=_("Valid for months"),
        required=False,
        min_value=1,
        max_value=120,
        help_text=_("Empty: until something ends it. What was decided before keeps its end."),
    )
    is_retired = forms.BooleanField(label=_("No longer used"), required=False)
    reason = forms.CharField(
        label=_("Reason"), help_text=_("Stays in the office."), widget=text_box(3)
    )

    def prepare(self) -> None:
        for name in ("label_en", "label_fr", "label_ht", "valid_months", "is_retired"):
            self.initial.setdefault(name, getattr(self.subject, name))
