"""Which provisions were broken or not kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.reports.forms.base import Lines, StepForm
from mission.mandate.models import Provision
from oversight.pages.forms import OptionList, described


def in_force(period: Any) -> Any:
    rows = Provision.objects.select_related("instrument").order_by("order", "slug")
    return rows.in_force_between(*period) if period else rows


class ProvisionsForm(StepForm):
    """Only what was in force then is offered; a choice made before the date changed is kept."""

    provisions_unsure = forms.BooleanField(
        label=_("I am not sure"),
        help_text=_("The office will find what applies. You can still choose some below."),
        required=False,
    )
    provisions = forms.MultipleChoiceField(
        label=_("What the mandate asks"),
        help_text=_("In plain words, not the official text. Only what was in force then is shown."),
        widget=OptionList,
        required=False,
    )
    provision_reason = forms.CharField(
        label=_("Why do you cite something that was not in force then?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.rows = {row.slug: row for row in in_force(self.known.period)}
        chosen = data.getlist("provisions") if data is not None else []
        stale = [slug for slug in chosen if slug not in self.rows]
        late = Provision.objects.select_related("instrument").in_bulk(stale)
        self.fields["provisions"].choices = self._choices(late)
        self.stale = set(late)
        if not late:
            del self.fields["provision_reason"]
        self.rows |= late

    def _choices(self, late: dict[str, Provision]) -> list[Any]:
        groups: dict[str, list[Any]] = {}
        for row in self.rows.values():
            groups.setdefault(row.instrument.title, []).append((row.slug, _label(row)))
        gone = [(row.slug, _label(row)) for row in late.values()]
        return [*([(_("Not in force when it happened"), gone)] if gone else []), *groups.items()]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        stale = self.stale & set(values.get("provisions", ()))
        if stale and not values.get("provision_reason", "").strip():
            message = _("Untick what was not in force when it happened, or write why you cite it.")
            self.add_error("provisions", message)
        return values

    def body(self) -> dict[str, Any]:
        values = self.cleaned_data
        return {
            "provisions": values["provisions"],
            "provisions_unsure": values["provisions_unsure"],
            "provision_reason": values.get("provision_reason", ""),
        }

    def lines(self) -> Lines:
        titles = [self.rows[slug].title for slug in self.cleaned_data["provisions"]]
        unsure = [str(_("I am not sure"))] if self.cleaned_data["provisions_unsure"] else []
        return [(_("What the mandate asks"), "; ".join(titles + unsure))]


def _label(row: Provision) -> Any:
    number = (
        _("Paragraph %(number)s, %(status)s.")
        % {"number": row.paragraph, "status": row.get_paragraph_status_display()}
        if row.paragraph
        else _("Paragraph number not checked.")
    )
    return described(row.title, f"{row.paraphrase} {number}")
