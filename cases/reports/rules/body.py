"""A report as it was sent, checked as far as that goes without the database."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.reports.choices import DatePrecision, PersonRole, TimeOfDay
from cases.reports.rules.dates import Period, begins_after, period_of
from cases.reports.rules.reading import Reading
from cases.reports.rules.tracks import is_child

NARRATIVE_LIMIT = 20_000
PLACE_LIMIT = 300
REASON_LIMIT = 2_000
CONTACT_LIMIT = 1_000
MOST_PEOPLE = 100_000
CLOCK = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")
LANGUAGES = ("en", "fr", "ht")
CREDIBILITY = ("1", "2", "3", "4", "5", "6")


@dataclass(frozen=True)
class PersonLine:
    """People of one kind in the report: a structure, never a name."""

    role: str
    number: int | None = None
    age_band: str = ""
    is_child: bool | None = None
    gender: str = ""
    affiliation: str = ""
    contingent: str = ""


@dataclass(frozen=True)
class Body:
    """One report with every field in its own type. Codes are not yet looked up."""

    date_precision: str
    occurred_from: date | None = None
    occurred_to: date | None = None
    time_of_day: str = ""
    place: str = ""
    place_as_told: str = ""
    narrative: str = ""
    types: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()
    provisions_unsure: bool = False
    provision_reason: str = ""
    danger_now: bool = False
    language: str = ""
    source_type: str = ""
    source_connection: str = ""
    source_reliability: str = "F"
    source_credibility: str = "6"
    contact: str = ""
    consent_state: str = "not_asked"
    consent_grants: tuple[str, ...] = ()
    consent_on: date | None = None
    persons: tuple[PersonLine, ...] = ()

    @property
    def period(self) -> Period | None:
        return period_of(self.date_precision, self.occurred_from, self.occurred_to)

    @property
    def harms_child(self) -> bool:
        return any(p.role == PersonRole.VICTIM and p.is_child for p in self.persons)


def clean(data: Any, *, today: date, told_in_full: bool = True) -> Body:
    """The body of a report, or `Mistakes` naming every field that needs another look.

    `told_in_full=False` is for old records brought in: what they do not say stays not stated.
    """
    reading = Reading(data)
    reading.get("id")
    values = _when(reading, today, told_in_full) | _what(reading) | _source(reading, today)
    values["persons"] = tuple(_person(part) for part in reading.parts("persons"))
    reading.nothing_else()
    if told_in_full and not values["narrative"] and not values["types"] and not reading.found:
        message = _("Say what happened, in your own words or by choosing at least one kind.")
        reading.refuse("nothing_told", message, "narrative")
    reading.finish()
    return Body(**values)


def _what(reading: Reading) -> dict[str, Any]:
    return {
        "narrative": reading.text("narrative", limit=NARRATIVE_LIMIT),
        "types": reading.codes("types"),
        "place": reading.line("place"),
        "place_as_told": reading.line("place_as_told", limit=PLACE_LIMIT),
        "provisions": reading.codes("provisions"),
        "provisions_unsure": bool(reading.flag("provisions_unsure")),
        "provision_reason": reading.text("provision_reason", limit=REASON_LIMIT),
        "danger_now": bool(reading.flag("danger_now")),
        "language": reading.chosen("language", LANGUAGES),
    }


def _when(reading: Reading, today: date, told_in_full: bool) -> dict[str, Any]:
    before = len(reading.found)
    start, end = reading.day("occurred_from"), reading.day("occurred_to")
    usual = DatePrecision.DAY if start or told_in_full else DatePrecision.UNKNOWN
    precision = reading.chosen("date_precision", DatePrecision.values, usual)
    if len(reading.found) == before:
        _check_days(reading, precision, start, end, today)
    return {
        "occurred_from": start,
        "occurred_to": end,
        "date_precision": precision,
        "time_of_day": _time(reading),
    }


def _check_days(
    reading: Reading, precision: str, start: date | None, end: date | None, today: date
) -> None:
    known = precision != DatePrecision.UNKNOWN
    if known and start is None:
        message = _("Enter the date it happened, or say that the date is not known.")
        reading.refuse("date_missing", message, "occurred_from")
    elif not known and (start or end):
        message = _("Leave the date empty, or say how exactly it is known.")
        reading.refuse("date_unknown", message, "occurred_from" if start else "occurred_to")
    elif start and begins_after(precision, start, today):
        reading.refuse("future", _("Enter a date that is not after today."), "occurred_from")
    elif end and begins_after(precision, end, today):
        reading.refuse("future", _("Enter a date that is not after today."), "occurred_to")
    elif start and end and end < start:
        message = _("The last day lies before the first day. Check both.")
        reading.refuse("reversed", message, "occurred_to")


def _time(reading: Reading) -> str:
    value = reading.line("time_of_day")
    if value and value not in TimeOfDay.values and not CLOCK.match(value):
        message = _("Enter the time as hours and minutes, for example 14:30.")
        reading.refuse("not_a_time", message, "time_of_day")
    return value


def _source(reading: Reading, today: date) -> dict[str, Any]:
    source, consent = reading.part("source"), reading.part("consent")
    values: dict[str, Any] = {
        "source_type": source.line("type"),
        "source_connection": source.line("connection"),
        "source_reliability": source.line("reliability", default="F"),
        "source_credibility": source.chosen("credibility", CREDIBILITY, "6"),
        "contact": source.text("contact", limit=CONTACT_LIMIT),
        "consent_state": consent.line("state", default="not_asked"),
        "consent_grants": consent.codes("grants"),
        "consent_on": consent.day("on"),
    }
    if values["consent_on"] and values["consent_on"] > today:
        consent.refuse("future", _("Enter a date that is not after today."), "on")
    if values["consent_state"] != "given":
        # No identity is kept without consent, and nothing is allowed that was not given.
        values["contact"] = ""
        if values["consent_grants"]:
            message = _("Only a person who gave consent allows a use. Check the consent.")
            consent.refuse("not_given", message, "grants")
    source.nothing_else()
    consent.nothing_else()
    return values


def _person(part: Reading) -> PersonLine:
    role = part.chosen("role", PersonRole.values)
    if not role and not part.refused("role"):
        part.refuse("role_missing", _("Say which part these people had."), "role")
    band, told = part.line("age_band"), part.flag("is_child")
    child = is_child(age_band=band, told=told)
    if told is not None and child != told:
        message = _("The age and the answer about a child do not fit together.")
        part.refuse("age_contradicts", message, "is_child")
    line = PersonLine(
        role=role,
        number=part.whole("number", most=MOST_PEOPLE),
        age_band=band,
        is_child=child,
        gender=part.line("gender"),
        affiliation=part.line("affiliation"),
        contingent=part.line("contingent").upper(),
    )
    part.nothing_else()
    return line
