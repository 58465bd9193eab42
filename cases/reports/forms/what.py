"""What happened."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.reports.forms.base import Lines, StepForm, grouped
from oversight.pages.forms import OptionList
from oversight.vocabularies.models import label_of


class WhatForm(StepForm):
    """In one's own words, and by kind; either is enough."""

    narrative = forms.CharField(
        label=_("In the words of the person who told you"),
        help_text=_("Tell it as it was told. Leave out names and addresses of people."),
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
        strip=False,
    )
    types = forms.MultipleChoiceField(
        label=_("Kinds of incident"),
        help_text=_("Choose all that fit. The office can correct this later."),
        widget=OptionList,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["types"].choices = grouped("violation_types")

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not self.errors and not values["narrative"].strip() and not values["types"]:
            message = _("Say what happened, in your own words or by choosing at least one kind.")
            self.add_error("narrative", message)
        return values

    def body(self) -> dict[str, Any]:
        return {"narrative": self.cleaned_data["narrative"], "types": self.cleaned_data["types"]}

    def lines(self) -> Lines:
        labels = [label_of("violation_types", code) for code in self.cleaned_data["types"]]
        return [
            (_("In the words of the person who told you"), self.cleaned_data["narrative"].strip()),
            (_("Kinds of incident"), "; ".join(labels)),
        ]
