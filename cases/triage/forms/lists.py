"""What is asked before a list leaves, and of a filter that is kept."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.triage.choices import ExportFormat
from oversight.authority.choices import Permission
from oversight.authority.forms import ActionForm, WhyForm
from oversight.authority.rules import holds


class TakeOutForm(WhyForm):
    """In which shape the list leaves, and why."""

    format = forms.ChoiceField(
        label=_("As"), choices=ExportFormat.choices, widget=forms.RadioSelect, initial="csv"
    )
    with_titles = forms.BooleanField(
        label=_("With the titles of the cases"),
        help_text=_("A title may say more than you want outside."),
        required=False,
    )
    field_order = ("format", "with_titles", "reason")

    def prepare(self) -> None:
        if self.subject != "case":
            del self.fields["with_titles"]


class SaveFilterForm(ActionForm):
    """A name for the filters in use."""

    name = forms.CharField(label=_("Name"), max_length=60)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)


class SavedFilterForm(ActionForm):
    """What becomes of a filter that is kept."""

    name = forms.CharField(label=_("Name"), max_length=60)
    is_first = forms.BooleanField(label=_("Open the list with it"), required=False)
    is_shared = forms.BooleanField(
        label=_("For the whole office"),
        help_text=_("Others see the filter and its name; each sees only their own lines."),
        required=False,
    )

    def prepare(self) -> None:
        for name in ("name", "is_first", "is_shared"):
            self.initial.setdefault(name, getattr(self.subject, name))
        if not holds(self.by, Permission.RELEASE_APPROVE):
            del self.fields["is_shared"]
