"""What is asked about a term."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from oversight.authority.forms import NOT_CHOSEN, WhyForm, text_box
from oversight.vocabularies.models import Term


class SeenForm(WhyForm):
    """A change that is shown before it is made: carries what the person saw."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def renew(self, subject: Any) -> None:
        """After a refusal the next preview is of the list as it is now."""
        if self.is_bound:
            self.data = self.data.copy()
            self.data["seen"] = ""


class TermFields(SeenForm):
    """Labels, place in the list, note; the subject is the list, the part the term."""

    label_en = forms.CharField(label=_("Label in English"), max_length=200)
    label_fr = forms.CharField(label=_("Label in French"), max_length=200)
    label_ht = forms.CharField(label=_("Label in Haitian Creole"), max_length=200)
    parent = forms.ChoiceField(label=_("Stands below"), required=False)
    order = forms.IntegerField(
        label=_("Order"),
        min_value=0,
        max_value=32_000,
        required=False,
        help_text=_("Small numbers come first."),
    )
    note = forms.CharField(
        label=_("Note"),
        widget=text_box(3),
        max_length=2000,
        required=False,
        help_text=_("Anybody can read it: vocabularies are public."),
    )
    field_order = ("code", "label_en", "label_fr", "label_ht", "parent", "order", "note", "reason")

    def prepare(self) -> None:
        terms = self.subject.terms.exclude(pk=getattr(self.part, "pk", None))
        self.fields["parent"].choices = [NOT_CHOSEN, *((t.code, t.label) for t in terms)]

    def clean_parent(self) -> Term | None:
        code = self.cleaned_data["parent"]
        return self.subject.terms.get(code=code) if code else None


class AddTermForm(TermFields):
    """A new term."""

    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        help_text=_("Small letters, digits and “_”. Programs rely on it: it never changes."),
    )


class EditTermForm(TermFields):
    """A term as it is now."""

    def prepare(self) -> None:
        super().prepare()
        for name in ("label_en", "label_fr", "label_ht", "order", "note"):
            self.initial.setdefault(name, getattr(self.part, name))
        self.initial.setdefault("parent", self.part.parent.code if self.part.parent else "")
        self.fields["order"].required = True
