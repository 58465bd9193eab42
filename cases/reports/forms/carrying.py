"""What another incident of the same visit has in common with the first: when, where, and who told it."""

from typing import Any

from cases.reports.choices import DatePrecision
from cases.reports.models import Report

Typed = dict[str, list[str]]


def carried_from(report: Report) -> dict[str, Typed]:
    """Pages of a new draft as if they had been typed. Never words, people or kinds of incident."""
    pages: dict[str, Typed] = {"source": _source(report)}
    if when := _when(report):
        pages["when"] = when
    if report.place or report.place_as_told:
        place = report.place.code if report.place else ""
        pages["where"] = {"place": [place], "place_as_told": [report.place_as_told]}
    return pages


def _boxes(name: str, day: Any, precision: str) -> Typed:
    """A date as the three boxes have it: what is not known stays empty."""
    boxes = {f"{name}_year": [str(day.year)]}
    if precision in (DatePrecision.MONTH, DatePrecision.DAY):
        boxes[f"{name}_month"] = [str(day.month)]
    if precision == DatePrecision.DAY:
        boxes[f"{name}_day"] = [str(day.day)]
    return boxes


def _when(report: Report) -> Typed:
    if report.occurred_from is None:
        return {"unknown": ["on"]} if report.date_precision == DatePrecision.UNKNOWN else {}
    typed = _boxes("day", report.occurred_from, report.date_precision)
    if report.date_precision == DatePrecision.SEASON:
        typed["season"] = [str((report.occurred_from.month - 1) // 3 * 3 + 1)]
    elif report.occurred_to:
        typed |= _boxes("until", report.occurred_to, report.date_precision)
    return typed


def _source(report: Report) -> Typed:
    # How far the telling can be believed is asked anew: it was another telling.
    return {
        "kind": [report.source_type],
        "connection": [report.source_connection],
        "reliability": ["F"],
        "credibility": ["6"],
    }
