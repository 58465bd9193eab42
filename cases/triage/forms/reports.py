"""What is asked when deciding on reports."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.casework import actions as casework
from cases.reports.actions.deciding import open_question, told_of_acceptance
from cases.reports.models import Report
from cases.triage.columns import case_of
from cases.triage.forms.base import PersonField, one_of
from cases.triage.forms.links import CasePick, maybe_empty, show_what_is_left
from cases.triage.forms.messages import INSIDE, Decision, Ready
from oversight.authority.choices import Permission, Track
from oversight.authority.forms import ActionForm, DialogForm, text_box


class Decline(Ready, Decision):
    """Why a report is declined."""

    purpose = "decline"

    code = forms.ChoiceField(label=_("Kind of reason"), choices=lambda: one_of("decline_reasons"))
    field_order = ("code", "reason", "message")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].required = True


class Ask(Ready, Decision):
    """What the office wants to know."""

    purpose = "ask"

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


class Accept(Ready, Decision):
    """What is said on accepting."""

    purpose = "accept"


class AcceptDialog(Accept, DialogForm):
    """Accept one report."""


class DeclineDialog(Decline, DialogForm):
    """Decline one report."""


class AskDialog(Ask, DialogForm):
    """Ask about one report."""


class AssignDialog(Assign, DialogForm):
    """Give one report to somebody."""


class OpenCaseDialog(OpenCase, DialogForm):
    """Open a case from one report."""


class AmendQuestionDialog(Ask, DialogForm):
    """The same question in other words, or another one."""

    def prepare(self) -> None:
        super().prepare()
        asked = open_question(self.subject)
        self.initial.setdefault("message", asked.message if asked else "")


class NeedsReason(Ready, Decision, DialogForm):
    """A move whose reason may not be left out; what is written outside may be."""

    def prepare(self) -> None:
        super().prepare()
        self.fields["reason"].required = True


class WithdrawQuestionDialog(NeedsReason):
    """The question needs no answer any more."""

    purpose = "withdraw_question"


class WithdrawAcceptanceDialog(NeedsReason):
    """The report was accepted by mistake."""

    purpose = "withdraw_acceptance"
    leaves_empty = maybe_empty()

    def prepare(self) -> None:
        super().prepare()
        self.fields["message"].required = told_of_acceptance(self.subject)
        case = case_of(self.subject, self.by)
        left = case and casework.left_by(case=case, report=self.subject)
        show_what_is_left(self, left)


class ReopenDialog(NeedsReason):
    """Take up again what was set aside."""

    purpose = "reopen"


class InformDialog(Ready, Decision, DialogForm):
    """Words to who reported, whatever was decided before."""

    purpose = "inform"

    def prepare(self) -> None:
        super().prepare()
        self.fields["message"].required = True


class RemindDialog(DialogForm):
    """Nothing is asked: the question itself is the reminder."""


class HandOverDialog(DialogForm):
    """Who takes the report, with a note."""

    to = PersonField(Permission.REPORT_TRIAGE, label=_("Who takes it"))
    reason = forms.CharField(label=_("Note for them"), help_text=INSIDE, widget=text_box(3))


class AnswerDialog(DialogForm):
    """An answer that came by other means than the site."""

    text = forms.CharField(
        label=_("Answer"),
        help_text=_("As it was told, by telephone or in person. No names of people."),
        widget=text_box(6),
    )


class DuplicateDialog(NeedsReason):
    """Which report this one repeats."""

    purpose = "mark_duplicate"
    duplicate_of = forms.CharField(
        label=_("Reference of the other report"),
        help_text=_("It looks like R-7K3M-9QXD."),
        max_length=16,
    )
    field_order = ("duplicate_of", "reason", "message")

    def clean_duplicate_of(self) -> Report:
        reference = self.cleaned_data["duplicate_of"].strip().upper()
        found = Report.objects.triable_by(self.by).filter(reference=reference).first()
        if found is None:
            raise ValidationError(_("There is no report with this reference."), "unknown")
        return found


class AddToCaseDialog(CasePick, DialogForm):
    """Which case the report belongs to."""

    reason = forms.CharField(
        label=_("Internal reason"), help_text=INSIDE, widget=text_box(3), required=False
    )

    def report(self) -> Report:
        return self.subject


class AcceptMany(Accept, ActionForm):
    """Accept many reports."""


class DeclineMany(Decline, ActionForm):
    """Decline many reports, each for the same reason."""


class AskMany(Ask, ActionForm):
    """Ask the same question about many reports."""


class AssignMany(Assign, ActionForm):
    """Give many reports to one person."""


class OpenCaseMany(OpenCase, ActionForm):
    """One case from many reports."""
