"""What is asked before the register changes, or leaves."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mission.force.access import within_states
from mission.force.actions.people import FUNCTIONS
from mission.force.choices import FileFormat, PersonnelStatus
from mission.force.models import State, Unit, person_of
from mission.force.rules import FIRST_DAY, LAST_DAY, NUMBER_LENGTH
from oversight.authority.choices import Permission
from oversight.authority.forms import NOT_CHOSEN, ActionForm, DialogForm, WhyForm, text_box
from oversight.authority.rules import RuleBroken
from oversight.vocabularies.models import offered_choices

LONGEST_NAME = 200


def day_field(label: Any, **options: Any) -> forms.DateField:
    """The browser's own calendar; it speaks ISO whatever the language."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **options)


class DayForm(forms.Form):
    """The day a page is about."""

    on = day_field(
        _("On the day"),
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
        error_messages={"invalid": _("Enter a day between 2023 and 2099.")},
    )


def states_of(by: Any, permission: Permission = Permission.PERSONNEL_MANAGE) -> Any:
    """The States in which somebody may do this."""
    return State.objects.filter(within_states(by, permission, "pk"))


def unit_choices(states: Any) -> list[Any]:
    """Units of these States, a group for each."""
    rows = Unit.objects.filter(contingent__state__in=states).select_related("contingent__state")
    groups: dict[str, list[tuple[int, str]]] = {}
    for unit in rows.order_by("contingent", "code"):
        name = unit.label if unit.label == unit.code else f"{unit.code} · {unit.label}"
        groups.setdefault(unit.contingent.state.label, []).append((unit.pk, name))
    return [NOT_CHOSEN, *groups.items()]


class UnitField(forms.TypedChoiceField):
    """A unit by its number; "" for none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=_unit, empty_value=None, **options)


def _unit(pk: str) -> Unit:
    return Unit.objects.select_related("contingent").get(pk=pk)


class TakeOutForm(WhyForm):
    """In which shape the list leaves, and why."""

    format = forms.ChoiceField(
        label=_("As"), choices=FileFormat.choices, widget=forms.RadioSelect, initial="csv"
    )
    field_order = ("format", "reason")


class NewPersonForm(ActionForm):
    """Somebody new in the register."""

    state = forms.ModelChoiceField(queryset=State.objects.none(), label=_("State"))
    service_number = forms.CharField(
        label=_("Service number"),
        max_length=NUMBER_LENGTH,
        help_text=_("As the State writes it. It is what the office calls this person by."),
    )
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=_("Kept sealed: lists, files and messages never show it."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    rank = forms.CharField(label=_("Rank"), required=False, max_length=80)
    function = forms.ChoiceField(label=_("Function"), required=False)
    status = forms.ChoiceField(label=_("Status"), choices=PersonnelStatus.choices)
    unit = UnitField(label=_("Unit"), required=False)
    from_on = day_field(_("In this unit since"), required=False)

    def prepare(self) -> None:
        states = states_of(self.by)
        self.fields["state"].queryset = states  # type: ignore[attr-defined]
        self.fields["unit"].choices = unit_choices(states)  # type: ignore[attr-defined]
        self.fields["function"].choices = [NOT_CHOSEN, *offered_choices(FUNCTIONS)]  # type: ignore[attr-defined]


class ChangePersonForm(DialogForm):
    """What may change about somebody; the number and the State stay."""

    rank = forms.CharField(label=_("Rank"), required=False, max_length=80)
    function = forms.ChoiceField(label=_("Function"), required=False)
    status = forms.ChoiceField(label=_("Status"), choices=PersonnelStatus.choices)
    reports_to = forms.CharField(
        label=_("Reports to"),
        required=False,
        max_length=NUMBER_LENGTH,
        help_text=_("The service number of somebody of the same State; empty for nobody."),
    )
    name = forms.CharField(
        label=_("Another name"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=_("Only when the name changes: the present one stays when this is empty."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("Reason"), help_text=_("Stays in the office."), widget=text_box(3)
    )

    def prepare(self) -> None:
        person = self.subject
        offered = offered_choices(FUNCTIONS, keep=person.function)
        self.fields["function"].choices = [NOT_CHOSEN, *offered]  # type: ignore[attr-defined]
        for name in ("rank", "function", "status"):
            self.initial.setdefault(name, getattr(person, name))
        above = person.reports_to
        self.initial.setdefault("reports_to", above.service_number if above else "")

    def clean_reports_to(self) -> Any:
        number = self.cleaned_data["reports_to"].strip()
        if not number:
            return None
        try:
            above = person_of(self.subject.state_id, number)
        except RuleBroken as broken:
            raise forms.ValidationError(str(broken.message)) from broken
        if above is None:
            raise forms.ValidationError(_("Nobody of this State has this number."))
        return above


class MoveForm(DialogForm):
    """Another unit, from a day on."""

    unit = UnitField(label=_("Unit"))
    on = day_field(_("From"), help_text=_("The unit before ends on this day."))
    commands = forms.BooleanField(
        label=_("Commands the unit"),
        required=False,
        help_text=_("A unit with a new commander has to be vetted again."),
    )

    def prepare(self) -> None:
        states = State.objects.filter(pk=self.subject.state_id)
        self.fields["unit"].choices = unit_choices(states)  # type: ignore[attr-defined]
        self.initial.setdefault("on", timezone.localdate())


class FindByNameForm(ActionForm):
    """A full name that somebody knows already."""

    name = forms.CharField(
        label=_("Full name"),
        max_length=LONGEST_NAME,
        help_text=_("Written as the State wrote it; accents and capitals do not matter."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class NewUnitForm(ActionForm):
    """A unit of a contingent."""

    state = forms.ModelChoiceField(queryset=State.objects.none(), label=_("State"))
    code = forms.CharField(label=_("Code"), max_length=40)
    label = forms.CharField(
        label=_("Name"), required=False, max_length=200, help_text=_("Without one, its code.")
    )
    parent = UnitField(label=_("Part of"), required=False)

    def prepare(self) -> None:
        states = states_of(self.by)
        self.fields["state"].queryset = states  # type: ignore[attr-defined]
        self.fields["parent"].choices = unit_choices(states)  # type: ignore[attr-defined]


class ChangeUnitForm(WhyForm):
    """Its names, and the unit it is part of."""

    label_en = forms.CharField(label=_("Name in English"), max_length=200)
    label_fr = forms.CharField(label=_("Name in French"), required=False, max_length=200)
    label_ht = forms.CharField(label=_("Name in Haitian Creole"), required=False, max_length=200)
    parent = UnitField(label=_("Part of"), required=False)
    field_order = ("label_en", "label_fr", "label_ht", "parent", "reason")

    def prepare(self) -> None:
        unit = self.subject
        states = State.objects.filter(pk=unit.contingent.state_id)
        self.fields["parent"].choices = unit_choices(states)  # type: ignore[attr-defined]
        for name in ("label_en", "label_fr", "label_ht"):
            self.initial.setdefault(name, getattr(unit, name))
        self.initial.setdefault("parent", unit.parent_id)
