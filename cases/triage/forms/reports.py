"""What is asked when deciding on reports."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.casework.models import Case
from cases.reports.models import Report
from cases.triage.forms.base import PersonField, one_of
from oversight.authority.choices import Permission, Track
from oversight.authority.forms import ActionForm, DialogForm, text_box

INSIDE = _("For colleagues. The person who reported never reads this.")
OUTSIDE = _("The person who reported reads this on the site. No names, nothing about other people.")


class Decision(forms.Form):
    """The two texts of every decision."""

    reason = forms.CharField(
        label=_("Internal reason"), help_text=INSIDE, widget=text_box(3), required=False
    )
    message = forms.CharField(
        label=_("Message to the person who reported"),
        help_text=OUTSIDE,
        widget=text_box(3),
        required=False,
    )


class Decline(Decision):
    """Why a report is declined."""

    code = forms.ChoiceField(label=_("Kind of reason"), choices=lambda: one_of("decline_reasons"))
    field_order = ("code", "reason", "message")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].required = True


class Ask(Decision):
    """What the office wants to know."""

    field_order = ("message", "reason")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["message"].label = _("Question to the person who reported")
        self.fields["message"].required = True


class Assign(forms.Form):
    """Who decides on the report."""

    user = PersonField(Permission.REPORT_TRIAGE)
    reason = forms.CharField(
        label=_("Note for them"), help_text=INSIDE, widget=text_box(2), required=False
    )


class OpenCase(forms.Form):
    """The cover of a new case."""

    title = forms.CharField(
        label=_("Title"),
        help_text=_("A few words that tell it from others. No names of people."),
        max_length=200,
    )
    track = forms.ChoiceField(
        label=_("Track"),
        choices=[("", _("as what was reported asks")), *Track.choices],
        help_text=_("Sexual matters and children set the track by themselves."),
        required=False,
    )
    severity = forms.ChoiceField(
        label=_("Severity"), choices=lambda: one_of("severity", empty=False), initial="moderate"
    )
    reason = forms.CharField(
        label=_("Internal reason"), help_text=INSIDE, widget=text_box(3), required=False
    )
    declaration = forms.BooleanField(
        label=_("I have no conflict of interest in this case"),
        help_text=_("No family, business or service ties to the people in it."),
    )


class AcceptDialog(Decision, DialogForm):
    """Accept one report."""


class DeclineDialog(Decline, DialogForm):
    """Decline one report."""


class AskDialog(Ask, DialogForm):
    """Ask about one report."""


class AssignDialog(Assign, DialogForm):
    """Give one report to somebody."""


class OpenCaseDialog(OpenCase, DialogForm):
    """Open a case from one report."""


class ReopenDialog(Decision, DialogForm):
    """Take up again what was set aside."""

    def prepare(self) -> None:
        self.fields["reason"].required = True


class AnswerDialog(DialogForm):
    """An answer that came by other means than the site."""

    text = forms.CharField(
        label=_("Answer"),
        help_text=_("As it was told, by telephone or in person. No names of people."),
        widget=text_box(6),
    )


class DuplicateDialog(Decision, DialogForm):
    """Which report this one repeats."""

    duplicate_of = forms.CharField(
        label=_("Reference of the other report"),
        help_text=_("It looks like R-7K3M-9QXD."),
        max_length=16,
    )
    field_order = ("duplicate_of", "reason", "message")

    def prepare(self) -> None:
        self.fields["reason"].required = True

    def clean_duplicate_of(self) -> Report:
        reference = self.cleaned_data["duplicate_of"].strip().upper()
        found = Report.objects.triable_by(self.by).filter(reference=reference).first()
        if found is None:
            raise ValidationError(_("There is no report with this reference."), "unknown")
        return found


class AddToCaseDialog(DialogForm):
    """Which case the report belongs to."""

    case = forms.CharField(
        label=_("Reference of the case"), help_text=_("It looks like C-7K3M-9QXD."), max_length=16
    )
    reason = forms.CharField(
        label=_("Internal reason"), help_text=INSIDE, widget=text_box(3), required=False
    )

    def clean_case(self) -> Case:
        reference = self.cleaned_data["case"].strip().upper()
        found = Case.objects.visible_to(self.by).open().filter(reference=reference).first()
        if found is None:
            raise ValidationError(_("There is no open case with this reference."), "unknown")
        return found


class AcceptMany(Decision, ActionForm):
    """Accept many reports."""


class DeclineMany(Decline, ActionForm):
    """Decline many reports, each for the same reason."""


class AskMany(Ask, ActionForm):
    """Ask the same question about many reports."""


class AssignMany(Assign, ActionForm):
    """Give many reports to one person."""


class OpenCaseMany(OpenCase, ActionForm):
    """One case from many reports."""
