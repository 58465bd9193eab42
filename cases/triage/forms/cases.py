"""What is asked when working on a case."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.casework.actions import seers
from cases.casework.choices import Feedback
from cases.casework.rules import mentioned
from cases.casework.workflow import Transition
from cases.reports.models import Report
from cases.triage.filters import type_choices
from cases.triage.forms.base import PersonField, one_of
from cases.triage.forms.passing import member_of, number_box
from mission.force.models import Contingent
from mission.mandate.models import Provision
from oversight.authority.choices import Permission, Track
from oversight.authority.forms import (
    NOT_CHOSEN,
    ActionForm,
    DialogForm,
    MaybeReasonForm,
    ReasonForm,
    text_box,
)
from oversight.authority.rules import holds


def declaration_box() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("The person has declared that they have no conflict of interest"),
        help_text=_("No family, business or service ties to the people in the case."),
    )


class MoveDialog(MaybeReasonForm):
    """A transition; what it asks for beside a reason depends on which."""

    transition: Transition
    disposition = forms.ChoiceField(
        label=_("How the case ended"), choices=lambda: one_of("dispositions")
    )
    feedback = forms.ChoiceField(
        label=_("Was the person who reported told the outcome?"),
        choices=[NOT_CHOSEN, *Feedback.choices],
    )
    field_order = ("disposition", "feedback", "reason")

    def prepare(self) -> None:
        for name in ("disposition", "feedback"):
            if name not in self.transition.asks:
                del self.fields[name]
        self.fields["reason"].required = "reason" in self.transition.asks


def move_dialog(transition: Transition) -> type[MoveDialog]:
    """The form of one transition."""
    return type("MoveDialog", (MoveDialog,), {"transition": transition})


class EditDialog(MaybeReasonForm):
    """Title and severity."""

    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("No names of people."))
    severity = forms.ChoiceField(
        label=_("Severity"), choices=lambda: one_of("severity", empty=False)
    )
    field_order = ("title", "severity", "reason")

    def prepare(self) -> None:
        self.initial |= {"title": self.subject.title, "severity": self.subject.severity}


class TrackDialog(ReasonForm):
    """A more guarded track. Tracks are never lowered."""

    track = forms.ChoiceField(label=_("Track"), choices=[NOT_CHOSEN, *Track.choices])
    field_order = ("track", "reason")


class NoteDialog(DialogForm):
    """An internal note."""

    text = forms.CharField(
        label=_("Note"),
        help_text=_("Stays in the office. Never edited: write another note to correct it."),
        widget=forms.Textarea({"rows": 6, "data-mentions": ""}),
    )
    told = forms.MultipleChoiceField(
        label=_("Tell also"),
        help_text=_("Colleagues who can see this case. Writing “@” and a name does the same."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Media:
        js = (forms.Script("cases/dialogs.js", defer=True),)

    def prepare(self) -> None:
        self.people = {
            str(user.pk): user for user in seers(case=self.subject) if user.pk != self.by.pk
        }
        self.fields["told"].choices = [(pk, user.name) for pk, user in self.people.items()]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        named = mentioned(data.get("text", ""), {pk: u.name for pk, u in self.people.items()})
        data["told"] = [
            self.people[pk] for pk in self.people if pk in {*data.get("told", ()), *named}
        ]
        return data


class AddReportDialog(MaybeReasonForm):
    """A further report for the case."""

    report = forms.CharField(label=_("Reference of the report"), max_length=16)
    field_order = ("report", "reason")

    def clean_report(self) -> Report:
        reference = self.cleaned_data["report"].strip().upper()
        found = Report.objects.triable_by(self.by).filter(reference=reference).first()
        if found is None:
            raise ValidationError(_("There is no report with this reference."), "unknown")
        return found


class AllegationDialog(MaybeReasonForm):
    """One person and one kind of misconduct."""

    type = forms.ChoiceField(
        label=_("What is alleged"), choices=lambda: [NOT_CHOSEN, *type_choices()]
    )
    person_number = forms.TypedChoiceField(
        label=_("Person"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("People are numbers here. The same number is the same person."),
    )
    affiliation = forms.ChoiceField(
        label=_("Belongs to"),
        choices=lambda: one_of("affiliations", empty=False),
        initial="unknown",
    )
    contingent = forms.ModelChoiceField(
        label=_("Contingent"),
        queryset=Contingent.objects.none(),
        required=False,
        empty_label=_("not known or not of the force"),
    )
    service_number = number_box(
        help_text=_("Only if it is known who it is; with the contingent. Never a name.")
    )
    involvement = forms.ChoiceField(
        label=_("Involvement"),
        choices=lambda: one_of("involvement_degree", empty=False),
        initial="unknown",
    )
    victim_age_band = forms.ChoiceField(
        label=_("Age of the person harmed"), choices=lambda: one_of("age_bands"), required=False
    )
    provision = forms.ModelChoiceField(
        label=_("Provision"),
        queryset=Provision.objects.none(),
        required=False,
        empty_label=_("not chosen yet"),
        help_text=_("A finding needs one. One not in force then needs a reason."),
    )
    field_order = (
        *("type", "person_number", "affiliation", "contingent", "service_number"),
        *("involvement", "victim_age_band", "provision", "reason"),
    )

    def prepare(self) -> None:
        numbers = self.subject.allegations.values_list("person_number", flat=True)
        known = [(number, _("Person %(n)s") % {"n": number}) for number in sorted(set(numbers))]
        self.fields["person_number"].choices = [("", _("another person")), *known]
        contingents = Contingent.objects.visible_to(self.by).select_related("state")
        provisions = Provision.objects.visible_to(self.by).select_related("instrument")
        self.fields["contingent"].queryset = contingents
        self.fields["provision"].queryset = provisions

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        number, contingent = data.pop("service_number", ""), data.get("contingent")
        data["personnel"] = None
        if number and contingent is None:
            self.add_error("contingent", _("Choose the contingent of the person."))
        elif number:
            try:
                data["personnel"] = member_of(contingent.state_id, number)
            except ValidationError as unknown:
                self.add_error("service_number", unknown)
        return data


class FindingDialog(DialogForm):
    """A conclusion on one allegation."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=lambda: one_of("outcomes"))
    standard_of_proof = forms.ChoiceField(
        label=_("Standard of proof"), choices=lambda: one_of("standards_of_proof")
    )
    reasoning = forms.CharField(
        label=_("Reasoning"),
        help_text=_("What was established, from what, and why it is believed. No names."),
        widget=text_box(10),
    )
    sources = forms.MultipleChoiceField(
        label=_("Reports it rests on"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("At least one."),
    )

    def prepare(self) -> None:
        links = self.subject.standing_links().select_related("report")
        self.fields["sources"].choices = [
            (str(link.report_id), link.report.reference) for link in links
        ]


class HandOverDialog(DialogForm):
    """Who takes the case from the person it is taken from, with a note."""

    to = PersonField(Permission.CASE_WORK, label=_("Who takes it"))
    declaration = declaration_box()
    reason = forms.CharField(
        label=_("Note for them"), help_text=_("Stays in the office."), widget=text_box(4)
    )


class AskToTakeDialog(DialogForm):
    """Who is asked to take the case."""

    to = forms.ChoiceField(label=_("Person"), help_text=_("Colleagues who can see this case."))
    reason = forms.CharField(
        label=_("Note for them"), help_text=_("Stays in the office."), widget=text_box(4)
    )

    def prepare(self) -> None:
        people = [user for user in seers(case=self.subject) if user.pk != self.by.pk]
        self.people = {str(u.pk): u for u in people if holds(u, Permission.CASE_WORK)}
        named = [(pk, user.name) for pk, user in self.people.items()]
        self.fields["to"].choices = [NOT_CHOSEN, *named]

    def clean_to(self) -> Any:
        return self.people[self.cleaned_data["to"]]


class AssignDialog(MaybeReasonForm):
    """Who works on the case."""

    user = PersonField(Permission.CASE_WORK)
    declaration = declaration_box()
    field_order = ("user", "declaration", "reason")


class RecuseDialog(ReasonForm):
    """Who takes no part in the case and no longer sees it."""

    user = PersonField(Permission.CASE_SEE)
    field_order = ("user", "reason")

    def prepare(self) -> None:
        self.initial.setdefault("user", str(self.by.pk))


class AssignMany(ActionForm):
    """Put one person on many cases."""

    user = PersonField(Permission.CASE_WORK)
    declaration = declaration_box()
    reason = forms.CharField(label=_("Reason"), widget=text_box(3), required=False)


def part_of(rows: Any, pk: Any) -> Any:
    """The row with this id among the rows, or None, whatever was typed in the address."""
    try:
        return rows.filter(pk=pk).first()
    except (ValueError, ValidationError):
        return None
