"""Who was involved: a structure, never a name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.reports.choices import PersonRole
from cases.reports.forms.base import Lines, StepForm, choices
from cases.reports.rules.body import MOST_PEOPLE
from mission.force.models import Contingent
from oversight.vocabularies.models import label_of

MOST_ROWS = 12
VICTIM, ALLEGED = "harmed", "alleged"
NOT_STATED = _("not stated")


def _rows(data: Any, kind: str) -> int:
    """How many rows of a kind the page has: as sent, one more when asked for."""
    sent = str((data or {}).get(f"{kind}_rows", "1"))
    count = int(sent) if sent.isascii() and sent.isdigit() else 1
    more = 1 if (data or {}).get("more") == kind else 0
    return max(1, min(count + more, MOST_ROWS))


def _contingents() -> list[tuple[str, Any]]:
    rows = Contingent.objects.select_related("state")
    return [("", _("not known")), *((row.state_id, row.state.label) for row in rows)]


class WhoForm(StepForm):
    """Rows of people harmed and of people said to be responsible; empty rows are left out."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.counts = {kind: _rows(data, kind) for kind in (VICTIM, ALLEGED)}
        for row in range(self.counts[VICTIM]):
            self._add(VICTIM, row, "age_band", _("Age"), choices("age_bands", NOT_STATED))
            self._add(VICTIM, row, "gender", _("Gender"), choices("gender", NOT_STATED))
        contingents = _contingents()
        for row in range(self.counts[ALLEGED]):
            belongs = choices("affiliations", NOT_STATED)
            self._add(ALLEGED, row, "affiliation", _("They belong to"), belongs)
            self._add(
                ALLEGED, row, "contingent", _("If the mission: from which State"), contingents
            )

    def _add(self, kind: str, row: int, name: str, label: Any, options: list[Any]) -> None:
        number = f"{kind}_{row}_number"
        if number not in self.fields:
            self.fields[number] = forms.IntegerField(
                label=_("How many"), min_value=1, max_value=MOST_PEOPLE, required=False
            )
            self.fields[number].widget.attrs["inputmode"] = "numeric"
        field = forms.ChoiceField(label=label, choices=options, required=False)
        self.fields[f"{kind}_{row}_{name}"] = field

    def rows_of(self, kind: str) -> list[list[forms.BoundField]]:
        """The fields of each row, for the template."""
        return [
            [self[name] for name in self.fields if name.startswith(f"{kind}_{row}_")]
            for row in range(self.counts[kind])
        ]

    @property
    def harmed(self) -> list[list[forms.BoundField]]:
        return self.rows_of(VICTIM)

    @property
    def alleged(self) -> list[list[forms.BoundField]]:
        return self.rows_of(ALLEGED)

    def _told(self, kind: str) -> list[dict[str, Any]]:
        found = []
        for row in range(self.counts[kind]):
            start = f"{kind}_{row}_"
            values = {
                name.removeprefix(start): value
                for name, value in self.cleaned_data.items()
                if name.startswith(start) and value not in ("", None)
            }
            if values:
                found.append(values)
        return found

    def body(self) -> dict[str, Any]:
        harmed = [{"role": PersonRole.VICTIM.value, **line} for line in self._told(VICTIM)]
        alleged = [{"role": PersonRole.PERPETRATOR.value, **line} for line in self._told(ALLEGED)]
        return {"persons": harmed + alleged}

    def lines(self) -> Lines:
        titles = {VICTIM: _("People harmed"), ALLEGED: _("People said to be responsible")}
        return [
            (title, "; ".join(_in_words(line) for line in self._told(kind)))
            for kind, title in titles.items()
        ]


LISTS = {"age_band": "age_bands", "gender": "gender", "affiliation": "affiliations"}


def _in_words(line: dict[str, Any]) -> str:
    words = []
    if number := line.get("number"):
        words.append(ngettext("%(n)d person", "%(n)d people", number) % {"n": number})
    words += [label_of(LISTS[name], line[name]) for name in LISTS if name in line]
    if "contingent" in line:
        words.append(str(dict(_contingents()).get(line["contingent"], line["contingent"])))
    return ", ".join(words)
