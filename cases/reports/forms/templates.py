"""What is asked about a ready text."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.reports.choices import Purpose
from cases.reports.models import MessageTemplate
from oversight.accounts.choices import languages
from oversight.authority.forms import (
    LONGEST_REASON,
    NOT_CHOSEN,
    ActionForm,
    DialogForm,
    ReasonForm,
    text_box,
)
from oversight.vocabularies.rules import LANGUAGES

FIELDS = tuple(f"{field}_{lang}" for lang in LANGUAGES for field in ("name", "text", "reviewed"))


def _reviewed(language: str) -> forms.BooleanField:
    return forms.BooleanField(
        label=_("Somebody who speaks it well has read it: %(language)s")
        % {"language": dict(languages())[language]},
        required=False,
    )


class TemplateFields(ActionForm):
    """Names and texts in three languages, place in the list, reason."""

    order = forms.IntegerField(
        label=_("Order"), min_value=0, max_value=32_000, help_text=_("Small numbers come first.")
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Stays in the office."),
        widget=text_box(3),
        max_length=LONGEST_REASON,
    )

    def prepare(self) -> None:
        for language, called in languages():
            self.fields[f"name_{language}"] = forms.CharField(
                label=_("Name: %(language)s") % {"language": called}, max_length=120
            )
            self.fields[f"text_{language}"] = forms.CharField(
                label=_("Text: %(language)s") % {"language": called},
                help_text=_("{reference} is filled in. No names, no promise of an outcome."),
                widget=forms.Textarea({"rows": 4, "lang": language}),
                max_length=2000,
            )
            self.fields[f"reviewed_{language}"] = _reviewed(language)
        self.order_fields((*("code", "purpose"), *FIELDS, "order", "reason"))


class AddTemplateForm(TemplateFields):
    """A new ready text."""

    code = forms.SlugField(
        label=_("Code"), max_length=60, help_text=_("Small letters, digits and “-”.")
    )
    purpose = forms.ChoiceField(label=_("Used for"), choices=[NOT_CHOSEN, *Purpose.choices])


class EditTemplateForm(TemplateFields, DialogForm):
    """A ready text as it is now."""

    def prepare(self) -> None:
        super().prepare()
        subject: MessageTemplate = self.subject
        for name in (*FIELDS, "order"):
            self.initial.setdefault(name, getattr(subject, name))


class RetireTemplateForm(ReasonForm):
    """Why it is offered no more, or again."""
