"""What is asked when a report changes its case."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.casework import actions
from cases.casework.models import Case
from cases.casework.models.case import REFERENCE
from cases.reports.actions.deciding import told_of_acceptance
from cases.reports.models import Report
from cases.triage.columns import cases_that_take, likely_cases
from cases.triage.columns.likeness import OFFERED
from cases.triage.forms.base import one_of
from cases.triage.forms.messages import Decision, Ready
from oversight.authority.forms import ReasonForm
from oversight.vocabularies.models import label_of

NO_LONGER = _("This case is no longer open. Choose another one.")


def maybe_empty() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("The case may stay without a report"),
        help_text=_("Those who work on it are told. Then add a report to it, or close it."),
    )


def show_what_is_left(form: Any, left: "actions.Left | None") -> None:
    """Ask for consent only where the case is left without a report; say what rested on it."""
    field = form.fields["leaves_empty"]
    if left is None or not left.empty:
        del form.fields["leaves_empty"]
    elif left.allegations:
        field.help_text = _(
            "Nothing would be left that these rest on: %(allegations)s. Those who work on the "
            "case are told. Then add a report to it, or close it."
        ) % {"allegations": named(left.allegations)}
    if left is not None and left.findings:
        form.fields["reason"].help_text = _(
            "Stays in the office. Findings on these rest on this report as well: %(allegations)s."
        ) % {"allegations": named(finding.allegation for finding in left.findings)}


def named(allegations: Any) -> str:
    """Allegations in a line: person and kind, never a name."""
    return "; ".join(f"{row}: {label_of('violation_types', row.type)}" for row in allegations)


def said_of(case: Case) -> str:
    """A case as a choice."""
    place = f" · {case.place.name}" if case.place else ""
    return f"{case.reference} · {case.title} · {case.get_status_display()}{place}"


class CasePick(forms.Form):
    """A case by its reference, by words of its title, or out of those that are likely."""

    case = forms.CharField(
        label=_("Reference of the case, or words of its title"),
        help_text=_("A reference looks like C-7K3M-9QXD. Words are looked up, and you choose."),
        max_length=200,
        required=False,
    )
    picked = forms.ChoiceField(
        label=_("Likely cases"),
        help_text=_("They hold similar reports, or are about the same place and days."),
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": NO_LONGER},
    )

    def prepare(self) -> None:
        super().prepare()  # type: ignore[misc]
        # `report()` of the dialog says which report is looking for a case.
        rows = likely_cases(self.report(), self.by)  # type: ignore[attr-defined]
        self._show(self._choices(rows, self.data.get("picked", "")))  # type: ignore[attr-defined]

    def _show(self, choices: list[tuple[str, str]]) -> None:
        """Without a choice there is no empty box either."""
        self.fields["picked"].widget = forms.RadioSelect() if choices else forms.HiddenInput()
        self.fields["picked"].choices = choices

    def _choices(self, rows: Any, picked: str) -> list[tuple[str, str]]:
        """The cases offered, and the one chosen from an earlier answer if it may be seen."""
        found = {str(case.pk): said_of(case) for case in rows}
        if picked and picked not in found:
            try:
                kept = cases_that_take(self.by).filter(pk=picked).first()  # type: ignore[attr-defined]
            except (ValidationError, ValueError):
                kept = None
            found |= {picked: said_of(kept)} if kept else {}
        return list(found.items())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        words, picked = data.get("case", "").strip(), data.pop("picked", "")
        rows = cases_that_take(self.by)  # type: ignore[attr-defined]
        if REFERENCE.fullmatch(words):
            data["case"] = rows.filter(reference=words.upper()).first()
            if data["case"] is None:
                self.add_error("case", _("There is no open case with this reference."))
        elif picked:
            data["case"] = rows.filter(pk=picked).first()
            if data["case"] is None:
                self.add_error("case", NO_LONGER)
        elif "picked" not in self.errors:
            data["case"] = self._offer(rows, words)
        return data

    def _offer(self, rows: Any, words: str) -> None:
        """What the words find stands to be chosen from: nothing is taken on a guess."""
        if not words:
            self.add_error("case", _("Choose a case, or write its reference."))
            return
        found = rows.search(words, self.by).order_by("-opened_at", "-pk")[:OFFERED]  # type: ignore[attr-defined]
        choices = self._choices(found, "")
        self.fields["picked"].label = _("Cases found")
        self.fields["picked"].help_text = ""
        self._show(choices)
        if choices:
            self.add_error("picked", _("Choose the case you mean."))
        else:
            self.add_error("case", _("No open case has these words."))


class OfCase(ReasonForm):
    """A dialog of a case about one of its reports: the part is the link."""

    leaves_empty = maybe_empty()

    def prepare(self) -> None:
        super().prepare()
        show_what_is_left(self, actions.left_by(case=self.subject, report=self.part.report))

    def report(self) -> Report:
        return self.part.report


class MoveReportDialog(CasePick, OfCase):
    """Which case the report belongs to instead."""

    field_order = ("case", "picked", "leaves_empty", "reason")


class TakeBackDialog(Ready, Decision, OfCase):
    """Why the acceptance was a mistake, and what who reported is told of it."""

    purpose = "withdraw_acceptance"
    field_order = ("leaves_empty", "reason", "template", "message")

    def prepare(self) -> None:
        super().prepare()
        self.fields["reason"].required = True
        self.fields["message"].required = told_of_acceptance(self.report())

    def told_about(self) -> Report:
        return self.report()


class SplitReportDialog(OfCase):
    """The cover of the new case."""

    title = forms.CharField(
        label=_("Title of the new case"),
        help_text=_("A few words that tell it from others. No names of people."),
        max_length=200,
    )
    severity = forms.ChoiceField(
        label=_("Severity"), choices=lambda: one_of("severity", empty=False), initial="moderate"
    )
    declaration = forms.BooleanField(
        label=_("I have no conflict of interest in this case"),
        help_text=_("No family, business or service ties to the people in it."),
    )
    field_order = ("title", "severity", "declaration", "leaves_empty", "reason")
