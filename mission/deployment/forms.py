"""What is asked before anything in deployment changes."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mission.deployment.choices import BreachState, Departure
from mission.deployment.models import RosterUpload, still_to_come
from mission.force.forms import UnitField, day_field, states_of, unit_choices
from mission.force.forms.numbers import NumbersForm
from mission.force.models import Contingent, State, person_of
from mission.force.rules import CODE_LENGTH, NUMBER_LENGTH
from oversight.authority.choices import Permission
from oversight.authority.forms import ActionForm, DialogForm, text_box
from oversight.authority.rules import RuleBroken

AUTHORISE = Permission.DEPLOYMENT_AUTHORISE
LONGEST_TEXT = 4_000


class PersonForm(ActionForm):
    """Somebody in the register and one of the units of their State."""

    state = forms.ModelChoiceField(queryset=State.objects.none(), label=_("State"))
    service_number = forms.CharField(
        label=_("Service number"),
        max_length=NUMBER_LENGTH,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    unit = UnitField(label=_("Unit"))

    def prepare(self) -> None:
        states = states_of(self.by, AUTHORISE)
        self.fields["state"].queryset = states  # type: ignore[attr-defined]
        self.fields["unit"].choices = unit_choices(states)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """`person` in place of State and number."""
        data = super().clean() or {}
        state, number = data.pop("state", None), data.pop("service_number", "")
        if state is None or not number:
            return data
        try:
            data["person"] = person_of(state.pk, number)
        except RuleBroken as broken:
            self.add_error("service_number", str(broken.message))
        if data.get("person") is None and "service_number" not in self.errors:
            self.add_error("service_number", _("Nobody of this State has this number."))
        return data


class AuthoriseForm(PersonForm):
    """One arrival that the office permits."""

    arrives_on = day_field(_("Arrives on"))


class AuthoriseManyForm(NumbersForm):
    """Many arrivals on one day: by numbers, or everybody of a unit who is still to come."""

    needs = AUTHORISE
    most = 500

    unit = UnitField(
        label=_("Unit"),
        required=False,
        help_text=_("Without one, each comes in the unit they belong to on that day."),
    )
    arrives_on = day_field(_("Arrives on"))
    field_order = ("state", "unit", "arrives_on", "numbers")

    def prepare(self) -> None:
        super().prepare()
        states = self.fields["state"].queryset  # type: ignore[attr-defined]
        self.fields["unit"].choices = unit_choices(states)  # type: ignore[attr-defined]
        numbers = self.fields["numbers"]
        numbers.required = False
        numbers.help_text = _(
            "One a line, at most 500. Empty: everybody of the unit who is still to come."
        )

    def clean_arrives_on(self) -> date:
        day: date = self.cleaned_data["arrives_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(
                _("Enter a day from today on. Who is there already is recorded as an arrival.")
            )
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        state, unit, day = (data.get(name) for name in ("state", "unit", "arrives_on"))
        if state is None or day is None or self.errors:
            return data
        if unit is not None and unit.contingent.state_id != state.pk:
            self.add_error("unit", _("This unit belongs to another State."))
        elif data["people"]:
            return data
        elif unit is None:
            self.add_error("numbers", _("Enter numbers, or choose a unit."))
        else:
            data["people"] = list(still_to_come(unit, day)[: self.most + 1])
            if not data["people"]:
                self.add_error("unit", _("Nobody of this unit is still to come on that day."))
            elif len(data["people"]) > self.most:
                self.add_error("unit", _("More than 500 are still to come: enter their numbers."))
        return data


class AskOverrideForm(AuthoriseForm):
    """Why somebody should come although something is missing."""

    public_reason = forms.CharField(
        label=_("Reason, as published"),
        widget=text_box(3),
        max_length=LONGEST_TEXT,
        help_text=_(
            "Everybody can read it, without the person: no name, rank, State, unit, date or number."
        ),
    )
    reason = forms.CharField(
        label=_("Reason"), help_text=_("Stays in the office."), widget=text_box(3)
    )


class ArrivalForm(ActionForm):
    """Somebody was seen to arrive. Nobody is refused."""

    state = forms.ModelChoiceField(queryset=State.objects.none(), label=_("State"))
    service_number = forms.CharField(
        label=_("Service number"),
        max_length=NUMBER_LENGTH,
        help_text=_("One that nobody knows is entered into the register, without a name."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    unit_code = forms.CharField(
        label=_("Code of the unit"),
        max_length=CODE_LENGTH,
        help_text=_("One that nobody knows is made."),
    )
    arrived_on = day_field(_("Arrived on"))

    def prepare(self) -> None:
        self.fields["state"].queryset = states_of(self.by, AUTHORISE)  # type: ignore[attr-defined]
        self.initial.setdefault("arrived_on", timezone.localdate())


class ArrivalsForm(NumbersForm):
    """Many were seen to arrive on one day. Nobody is refused."""

    needs = AUTHORISE
    # Each is more work than an authorisation; whole contingents come as a roster.
    most = 200
    takes_new = True

    unit_code = forms.CharField(
        label=_("Code of the unit"),
        required=False,
        max_length=CODE_LENGTH,
        help_text=_(
            "Without one, each is where they belonged on that day. One that nobody knows is made."
        ),
    )
    arrived_on = day_field(_("Arrived on"))
    field_order = ("state", "unit_code", "arrived_on", "numbers")

    def prepare(self) -> None:
        super().prepare()
        self.initial.setdefault("arrived_on", timezone.localdate())
        self.fields["numbers"].help_text = _(
            "One a line, at most 200. One that nobody knows is entered into the register, "
            "without a name."
        )

    def clean_arrived_on(self) -> date:
        day: date = self.cleaned_data["arrived_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Enter a day that is not in the future."))
        return day


class DepartureForm(DialogForm):
    """When and how somebody left."""

    left_on = day_field(_("Left on"))
    departure = forms.ChoiceField(
        label=_("How they left"),
        choices=[(d.value, d.label) for d in Departure if d != Departure.NOT_OBSERVED],
        help_text=_("On disciplinary grounds, the clearance stops with it."),
    )

    def prepare(self) -> None:
        self.initial.setdefault("left_on", timezone.localdate())


class CloseForm(DialogForm):
    """How an arrival that was not authorised was settled."""

    state = forms.ChoiceField(
        label=_("How"),
        choices=[(s.value, s.label) for s in (BreachState.REGULARISED, BreachState.CLOSED)],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"), help_text=_("Stays in the office."), widget=text_box(3)
    )


class RotationForm(ActionForm):
    """A change of people that is planned."""

    contingent = forms.ModelChoiceField(
        queryset=Contingent.objects.select_related("state"), label=_("Contingent")
    )
    label = forms.CharField(label=_("Name"), max_length=120)
    planned_on = day_field(_("Planned for"))


OWN_COLUMNS = "own"


class RosterForm(ActionForm):
    """A file, and how its columns are called when not as the fields."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, XLSX, XLS or ODS, at most 20 MB. The first line names the columns."),
        widget=forms.FileInput({"accept": ".csv,.txt,.xlsx,.xls,.ods"}),
    )
    columns = forms.ChoiceField(
        label=_("Columns"),
        required=False,
        help_text=_(
            "Usual names: service_number, name, rank, unit, state, status, arrived_on, left_on."
        ),
    )
    mapping_name = forms.CharField(
        label=_("Name for these columns"),
        required=False,
        max_length=80,
        help_text=_("Only with columns of your own: under this name they are offered next time."),
    )
    mapping = forms.CharField(
        label=_("Columns of your own"),
        required=False,
        widget=text_box(6),
        max_length=LONGEST_TEXT,
        help_text=_(
            "A line for each field: “rank: Grade” reads the rank from your column “Grade”."
        ),
    )

    def prepare(self) -> None:
        self.saved = saved_columns(self.by)
        self.fields["columns"].choices = [  # type: ignore[attr-defined]
            ("", _("called as usual")),
            *((name, name) for name in self.saved),
            (OWN_COLUMNS, _("as written below")),
        ]

    def clean(self) -> dict[str, Any]:
        """`mapping` and its name, whether chosen or written."""
        data = super().clean() or {}
        chosen = data.pop("columns", "")
        if chosen in self.saved:
            data["mapping_name"], data["mapping"] = chosen, self.saved[chosen]
        elif chosen != OWN_COLUMNS:
            data["mapping_name"] = data["mapping"] = ""
        else:
            for name in ("mapping", "mapping_name"):
                if not data.get(name):
                    self.add_error(name, _("Needed with columns of your own."))
        return data


def saved_columns(by: Any) -> dict[str, str]:
    """Columns by name, as they were written last, of the uploads this person may see."""
    rows = RosterUpload.objects.visible_to(by).exclude(mapping_name="")
    return dict(rows.order_by("mapping_name", "uploaded_at").values_list("mapping_name", "mapping"))
