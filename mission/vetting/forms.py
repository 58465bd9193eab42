"""What is asked before anything in vetting changes."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mission.force.forms import UnitField, day_field, states_of, unit_choices
from mission.force.forms.numbers import NumbersForm
from mission.force.forms.requirements import LabelsForm
from mission.force.models import Personnel, State, person_of
from mission.force.rules import NUMBER_LENGTH
from mission.vetting import workflow
from mission.vetting.choices import CheckStatus, ConcernSource, Factor, Gravity, Weight
from mission.vetting.models import Scheme
from mission.vetting.rules import LONGEST_NOTE
from oversight.authority.choices import Permission
from oversight.authority.forms import NOT_CHOSEN, ActionForm, DialogForm, text_box

WORK = Permission.VETTING_WORK
LONGEST_TEXT = 10_000
LINK = _("Address")


class WhomForm(ActionForm):
    """A member of the force by State and number, or a unit."""

    state = forms.ModelChoiceField(queryset=State.objects.none(), label=_("State"), required=False)
    service_number = forms.CharField(
        label=_("Service number"),
        required=False,
        max_length=NUMBER_LENGTH,
        help_text=_("Of the person it is about, with the State above."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    unit = UnitField(
        label=_("or a unit"), required=False, help_text=_("Instead of a person: the whole unit.")
    )

    def prepare(self) -> None:
        states = states_of(self.by, WORK)
        self.fields["state"].queryset = states  # type: ignore[attr-defined]
        self.fields["unit"].choices = unit_choices(states)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """`personnel` and `unit`, one of which is None, in place of State and number."""
        data = super().clean() or {}
        state, number = data.pop("state", None), data.pop("service_number", "")
        unit = data.get("unit")
        data["personnel"] = self._person(state, number) if number.strip() else None
        if not self.errors and (data["personnel"] is None) == (unit is None):
            raise forms.ValidationError(_("Name a person by State and number, or choose a unit."))
        return data

    def _person(self, state: State | None, number: str) -> Personnel | None:
        if state is None:
            self.add_error("state", _("Choose the State whose number this is."))
            return None
        person = person_of(state.pk, number)
        if person is None:
            self.add_error("service_number", _("Nobody of this State has this number."))
        return person


class RequestForm(WhomForm):
    """One check that is asked for."""

    scheme = forms.ModelChoiceField(
        queryset=Scheme.objects.filter(is_retired=False), label=_("Scheme")
    )
    field_order = ("scheme",)


class CredibilityFields(forms.Form):
    """Each factor of credibility with its weight, where it was weighed."""

    def add_factors(self) -> None:
        for factor in Factor:
            self.fields[f"weight_{factor}"] = forms.ChoiceField(
                label=factor.label, required=False, choices=[NOT_CHOSEN, *Weight.choices]
            )
            self.fields[f"note_{factor}"] = forms.CharField(
                label=gettext("Why"), required=False, max_length=LONGEST_NOTE
            )

    def gather(self, data: dict[str, Any]) -> dict[str, Any]:
        """`credibility` in place of one field for each weight and note."""
        weighed = {}
        for factor in Factor:
            weight, note = data.pop(f"weight_{factor}", ""), data.pop(f"note_{factor}", "")
            if weight:
                weighed[factor.value] = {"weight": weight, "note": note}
        return {**data, "credibility": weighed}


class OutcomeForm(CredibilityFields, DialogForm):
    """What one person concludes; another decides."""

    outcome = forms.ChoiceField(label=_("Outcome"), widget=forms.RadioSelect)
    basis = forms.CharField(
        label=_("Basis"),
        help_text=_("What the outcome rests on, so that the second person can follow it."),
        widget=text_box(5),
        max_length=LONGEST_TEXT,
    )
    conditions = forms.CharField(
        label=_("Conditions"),
        required=False,
        help_text=_("Needed when you clear with conditions."),
        widget=text_box(3),
        max_length=LONGEST_TEXT,
    )
    valid_until = day_field(
        _("Valid until"), required=False, help_text=_("Empty: as long as the scheme says.")
    )

    def prepare(self) -> None:
        moves = [m for m in workflow.moves_from(self.subject.status) if m.by_two]
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (move.target, CheckStatus(move.target).label) for move in moves
        ]
        for name in ("basis", "conditions"):
            self.initial.setdefault(name, getattr(self.subject, name))
        self.add_factors()
        for factor, entry in self.subject.credibility.items():
            self.initial.setdefault(f"weight_{factor}", entry["weight"])
            self.initial.setdefault(f"note_{factor}", entry["note"])

    def clean(self) -> dict[str, Any]:
        return self.gather(super().clean() or {})


class EvidenceForm(ActionForm):
    """A file, or the address of what stands elsewhere."""

    title = forms.CharField(label=_("What it is"), max_length=200)
    file = forms.FileField(label=_("File"), required=False)
    link = forms.URLField(
        label=LINK,
        required=False,
        max_length=500,
        help_text=_("Instead of a file."),
        assume_scheme="https",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and bool(data.get("file")) == bool(data.get("link")):
            raise forms.ValidationError(_("Give a file or a link, one of the two."))
        return data


class DocumentForm(ActionForm):
    """The document by which a State certifies."""

    file = forms.FileField(label=_("File"))


class AppealForm(ActionForm):
    """An appeal as it came in."""

    lodged_by = forms.CharField(
        label=_("Who appeals"),
        max_length=200,
        help_text=_("The person concerned, the State, or who speaks for them: a role, no name."),
    )
    lodged_on = day_field(_("On"))
    grounds = forms.CharField(label=_("Grounds"), widget=text_box(5), max_length=LONGEST_TEXT)

    def prepare(self) -> None:
        self.initial.setdefault("lodged_on", timezone.localdate())


class CertifyForm(NumbersForm):
    """One document by which a State certifies many: everybody it lists is in the register."""

    needs = WORK

    scheme = forms.ModelChoiceField(
        queryset=Scheme.objects.filter(is_retired=False, about="person"), label=_("Scheme")
    )
    reference = forms.CharField(label=_("Reference of the document"), max_length=200)
    dated_on = day_field(_("Date of the document"))
    field_order = ("scheme", "state", "reference", "dated_on", "numbers")

    def prepare(self) -> None:
        super().prepare()
        self.fields["numbers"].help_text = _("One a line, as the document lists them.")

    def clean(self) -> dict[str, Any]:
        """Without what was left out: a number that nobody has is named, and nothing is done."""
        data = super().clean()
        data.pop("twice", None)
        unknown = data.pop("left_out", [])
        if unknown:
            text = _("The register of this State has nobody with: %(numbers)s")
            self.add_error("numbers", text % {"numbers": ", ".join(unknown[:20])})
        return data


class ConcernForm(CredibilityFields, WhomForm):
    """Adverse information from outside."""

    source = forms.ChoiceField(
        label=_("Where it comes from"),
        choices=[(s.value, s.label) for s in (ConcernSource.OUTSIDE, ConcernSource.OPEN_SOURCE)],
    )
    gravity = forms.ChoiceField(
        label=_("How grave"),
        choices=Gravity.choices,
        help_text=_("Grave and serious ones stop the clearance at once."),
    )
    opened_on = day_field(_("Known since"))
    basis = forms.CharField(
        label=_("What is known"),
        widget=text_box(5),
        max_length=LONGEST_TEXT,
        help_text=_("Only those who vet read it. Leave out who told it where you can."),
    )
    link = forms.URLField(label=LINK, required=False, max_length=500, assume_scheme="https")

    def prepare(self) -> None:
        super().prepare()
        self.initial.setdefault("opened_on", timezone.localdate())
        self.add_factors()

    def clean(self) -> dict[str, Any]:
        return self.gather(super().clean() or {})


class AssessForm(ActionForm):
    """Whether telling is safe."""

    may_tell = forms.TypedChoiceField(
        label=_("May the State or unit be told?"),
        coerce=lambda said: said == "yes",
        choices=[("no", _("No: it could put somebody in danger")), ("yes", _("Yes: it is safe"))],
        widget=forms.RadioSelect,
        initial="no",
    )
    grounds = forms.CharField(
        label=_("Grounds"),
        widget=text_box(4),
        max_length=LONGEST_TEXT,
        help_text=_("Who could be found out, and what could happen to them."),
    )


class TellForm(ActionForm):
    """To whom it was told."""

    addressed_to = forms.CharField(
        label=_("Addressed to"),
        max_length=200,
        help_text=_("An office: never the name of a person."),
    )


class SchemeForm(LabelsForm):
    """Names of a scheme and how long a check of it is valid."""
