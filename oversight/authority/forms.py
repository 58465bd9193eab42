"""What every dialog shares: the version it was opened on, refusals beside their field."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from oversight.authority.rules import RuleBroken

LONGEST_REASON = 2000
NOT_CHOSEN = ("", _("Choose"))


def text_box(rows: int = 4) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


class ActionForm(forms.Form):
    """A form whose data go to one action. `by` is who acts; the rest is what it acts on.

    A record without a version is checked by its action alone: the form then stands by itself.
    """

    error_css_class = "invalid"

    def __init__(
        self,
        *args: Any,
        by: Any,
        subject: Any = None,
        part: Any = None,
        subjects: Any = None,
        **options: Any,
    ) -> None:
        self.by, self.subject, self.part = by, subject, part
        self.subjects = subjects if subjects is not None else [subject]
        super().__init__(*args, **options)
        self.prepare()

    def prepare(self) -> None:
        """Fill in choices that depend on what the dialog is about."""

    def refill(self) -> "ActionForm | None":
        """The form anew, with something filled in that was asked for instead of being done."""
        return None

    def refuse(self, broken: RuleBroken) -> None:
        """Show a refusal beside the field it names."""
        for one in getattr(broken, "found", (broken,)):
            self.add_error(self._field(one.pointer), str(one.message))

    def show(self, wrong: ValidationError) -> None:
        """The same for what a model's own check said."""
        if not hasattr(wrong, "error_dict"):
            self.add_error(None, wrong.messages)
            return
        for name, messages in wrong.message_dict.items():
            own = name if name in self.fields and name != NON_FIELD_ERRORS else None
            for message in messages:
                self.add_error(own, message)

    def renew(self, subject: Any) -> None:
        """After a refusal the dialog is about the record as it is now."""

    def _field(self, pointer: str) -> str | None:
        """The innermost part of the pointer that is a field here."""
        parts = [part for part in pointer.split("/") if part in self.fields]
        return parts[-1] if parts else None


class WhyForm(ActionForm):
    """A reason, for a record that has no version."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Stays in the office."),
        widget=text_box(3),
        max_length=LONGEST_REASON,
    )


class DialogForm(ActionForm):
    """A dialog about one record: carries the version that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, localize=False)

    def __init__(self, *args: Any, subject: Any, **options: Any) -> None:
        super().__init__(*args, subject=subject, **options)
        self.initial.setdefault("version", subject.version)

    def renew(self, subject: Any) -> None:
        if self.is_bound:
            self.data = self.data.copy()
            self.data["version"] = str(subject.version)


class ReasonForm(DialogForm):
    """A reason, which stays inside."""

    reason = forms.CharField(
        label=_("Reason"), help_text=_("Stays in the office."), widget=text_box()
    )


class MaybeReasonForm(DialogForm):
    """A reason that may be left out."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Stays in the office."),
        widget=text_box(3),
        required=False,
    )
