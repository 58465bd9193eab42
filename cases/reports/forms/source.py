"""Who told it, and what they allowed."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.reports.forms.base import Lines, StepForm, choices
from oversight.vocabularies.models import label_of

NOT_STATED = _("not stated")


class SourceForm(StepForm):
    """Where the report comes from, and how far it can be judged."""

    fields_of: ClassVar = {
        "source/type": "kind",
        "source/connection": "connection",
        "source/reliability": "reliability",
        "source/credibility": "credibility",
    }
    kind = forms.ChoiceField(label=_("What is the source?"), required=False)
    connection = forms.ChoiceField(label=_("How does the source know?"), required=False)
    reliability = forms.ChoiceField(
        label=_("How reliable is the source?"),
        help_text=_("Leave this as it is if you have no reason to judge."),
        initial="F",
        required=False,
    )
    credibility = forms.ChoiceField(
        label=_("How credible is what is told?"),
        help_text=_("Judge this apart from the source."),
        initial="6",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choices("source_types", NOT_STATED)
        self.fields["connection"].choices = choices("source_connection", NOT_STATED)
        self.fields["reliability"].choices = choices("reliability")
        self.fields["credibility"].choices = choices("credibility")

    def body(self) -> dict[str, Any]:
        values = self.cleaned_data
        return {
            "source": {
                "type": values["kind"],
                "connection": values["connection"],
                "reliability": values["reliability"] or "F",
                "credibility": values["credibility"] or "6",
            }
        }

    def lines(self) -> Lines:
        values = self.cleaned_data
        lists = {
            "kind": "source_types",
            "connection": "source_connection",
            "reliability": "reliability",
            "credibility": "credibility",
        }
        return [
            (self.fields[name].label, label_of(lists[name], values[name]) if values[name] else "")
            for name in lists
        ]


class ConsentForm(StepForm):
    """What the person allowed, asked plainly; a contact is kept only with consent."""

    fields_of: ClassVar = {
        "consent/state": "state",
        "consent/grants": "grants",
        "source/contact": "contact",
    }
    state = forms.ChoiceField(
        label=_("Did the person agree that the office uses what they told?"),
        widget=forms.RadioSelect,
        initial="not_asked",
    )
    grants = forms.MultipleChoiceField(
        label=_("What did they agree to?"),
        help_text=_("Tick only what the person said. They can take it back at any time."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    contact = forms.CharField(
        label=_("A safe way to reach them"),
        help_text=_(
            "Only with their consent. It is encrypted; nobody reads it without a reason that is"
            " written down, and you cannot see it again here."
        ),
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = choices("consent_states")
        self.fields["grants"].choices = choices("consent_grants")

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("contact", "").strip() and values.get("state") != "given":
            message = _(
                "We keep no contact of a person who did not agree. Remove it, or correct the answer above."
            )
            self.add_error("contact", message)
        return values

    def body(self) -> dict[str, Any]:
        values = self.cleaned_data
        return {
            "consent": {"state": values["state"], "grants": values["grants"]},
            "source": {"contact": values["contact"]},
        }

    def lines(self) -> Lines:
        values = self.cleaned_data
        grants = [label_of("consent_grants", code) for code in values["grants"]]
        kept = _("kept, encrypted") if values["contact"].strip() else ""
        return [
            (_("Consent"), label_of("consent_states", values["state"])),
            (_("Agreed to"), "; ".join(grants)),
            (_("A safe way to reach them"), kept),
        ]
