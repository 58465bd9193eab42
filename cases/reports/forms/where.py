"""Where it happened."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.reports.forms.base import Lines, StepForm
from mission.places.actions import find
from mission.places.choices import Level
from mission.places.models import Place
from oversight.pages.forms import OptionListOne

SHOWN = 12
Choices = list[tuple[str, str]]


def with_above(place: Place) -> str:
    """The name, and what people say after it."""
    return ", ".join([place.name, *(above.name for above in place.above)])


def listed(without: set[str]) -> list[tuple[str, Choices]]:
    """Every department with its communes."""
    rows = Place.objects.filter(level__in=(Level.DEPARTMENT, Level.COMMUNE)).with_parents()
    groups: dict[str, Choices] = {}
    heads = sorted((p for p in rows if p.level == Level.DEPARTMENT), key=lambda p: p.sort_key)
    for head in heads:
        label = _("%(department)s: I do not know the commune") % {"department": head.name}
        groups[head.name] = [(head.code, label)]
    for place in rows:
        above = place.above
        if place.level == Level.COMMUNE and above and above[-1].name in groups:
            groups[above[-1].name].append((place.code, place.name))
    return [(n, [c for c in found if c[0] not in without]) for n, found in groups.items()]


class PlaceField(forms.ChoiceField):
    """Any place of the gazetteer, also one that is not in the list shown."""

    def valid_value(self, value: str) -> bool:
        return Place.objects.filter(pcode=value).exists() or super().valid_value(value)


class WhereForm(StepForm):
    """Search, choose from the list, or only say it as it was told."""

    search = forms.CharField(
        label=_("Find the place"),
        help_text=_("A commune or section, spelt as you like."),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    place = PlaceField(label=_("Place"), widget=OptionListOne, required=False)
    place_as_told = forms.CharField(
        label=_("The place as it was told to you"),
        help_text=_("For example “near the market, by the blue church”. Not somebody's address."),
        required=False,
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        typed = (data or {}).get("search", "") or ""
        chosen = (data or {}).get("place", "") or ""
        self.found = find(text=typed, limit=SHOWN) if typed.strip() else []
        first = [(place.code, with_above(place)) for place in self.found]
        codes = {code for code, _label in first}
        if chosen and chosen not in codes:
            kept = Place.objects.with_parents().filter(pcode=chosen).first()
            if kept:
                first.insert(0, (kept.code, with_above(kept)))
                codes.add(kept.code)
        groups = [(_("What we found"), first)] if first else []
        unknown = [("", _("I do not know, or it is not in Haiti"))]
        self.fields["place"].choices = [*groups, *listed(codes), (_("Something else"), unknown)]

    def body(self) -> dict[str, Any]:
        values = self.cleaned_data
        return {"place": values["place"], "place_as_told": values["place_as_told"]}

    def lines(self) -> Lines:
        code = self.cleaned_data["place"]
        place = Place.objects.with_parents().filter(pcode=code).first() if code else None
        return [
            (_("Place"), with_above(place) if place else code),
            (_("The place as it was told to you"), self.cleaned_data["place_as_told"]),
        ]
