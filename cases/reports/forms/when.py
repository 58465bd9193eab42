"""When it happened, as far as that is known."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cases.reports.choices import DatePrecision, TimeOfDay
from cases.reports.forms.base import Lines, StepForm
from oversight.pages.forms import ThreeBoxDateField
from oversight.pages.rules import PartialDate

SEASONS = [
    ("", _("not this")),
    ("1", _("January to March")),
    ("4", _("April to June")),
    ("7", _("July to September")),
    ("10", _("October to December")),
]
FORMATS = {"day": "j F Y", "month": "F Y", "year": "Y"}
ROUGHNESS = list(DatePrecision.values)


def rougher(one: str, other: str) -> str:
    """Of two precisions, the one that says less."""
    return max(one, other, key=ROUGHNESS.index)


class WhenForm(StepForm):
    """Three boxes, of which any may stay empty but the year."""

    fields_of: ClassVar = {"occurred_from": "day", "occurred_to": "until", "time_of_day": "clock"}

    day = ThreeBoxDateField(
        label=_("The date, as far as it is known"),
        help_text=_("Leave the day, or the day and the month, empty if nobody knows them."),
        partial=True,
        error_messages={
            "required": _("Enter as much of the date as you know, or tick “I don't know when”.")
        },
    )
    unknown = forms.BooleanField(label=_("I don't know when"), required=False)
    season = forms.ChoiceField(
        label=_("I only know the time of the year"),
        help_text=_("Choose it here and write the year above."),
        choices=SEASONS,
        required=False,
    )
    until = ThreeBoxDateField(
        label=_("Last day, if it went on for longer"), partial=True, required=False
    )
    part = forms.ChoiceField(
        label=_("Time of day"), choices=[("", _("not known")), *TimeOfDay.choices], required=False
    )
    clock = forms.CharField(
        label=_("Exact time, if somebody looked at a clock"),
        help_text=_("Hours and minutes, for example 14:30."),
        required=False,
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["day"].required = not (data and data.get("unknown"))

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            self._check_date()
        return super().clean()

    def _check_date(self) -> None:
        values = self.cleaned_data
        if values["unknown"] and (values["day"] or values["until"] or values["season"]):
            message = _("You entered a date and also said that it is not known. Keep one of them.")
            self.add_error("unknown", message)
        elif values["season"] and values["day"].month is not None:
            message = _("If you choose a time of the year, write only the year.")
            self.add_error("season", message)

    def body(self) -> dict[str, Any]:
        values = self.cleaned_data
        when = {"time_of_day": values["clock"].strip() or values["part"] or None}
        if values["unknown"]:
            return {"date_precision": "unknown", **when}
        precision, start = self._start(values["day"], values["season"])
        until = values["until"]
        if until is not None:
            precision = rougher(precision, until.precision)
        return {
            "occurred_from": start.isoformat(),
            "occurred_to": until.last.isoformat() if until else None,
            "date_precision": precision,
            **when,
        }

    @staticmethod
    def _start(day: PartialDate, season: str) -> tuple[str, date]:
        if season:
            return DatePrecision.SEASON, date(day.year, int(season), 1)
        return day.precision, day.first

    def lines(self) -> Lines:
        values = self.cleaned_data
        told = _("not known") if values["unknown"] else self._told(values["day"])
        season = dict(SEASONS).get(values["season"], "") if values["season"] else ""
        lines = [(_("Date"), f"{season} {told}".strip())]
        if values["until"]:
            lines.append((_("Until"), self._told(values["until"])))
        clock = values["clock"] or dict(TimeOfDay.choices).get(values["part"], "")
        return [*lines, (_("Time of day"), clock)]

    @staticmethod
    def _told(day: PartialDate) -> str:
        return date_format(day.first, FORMATS[day.precision])
