"""The tables of a release: what each counts, by which date, and in which words."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from cases.summaries.rules.deployments import BREACHES, EXCEPTIONS

Text = str | Promise

# Raise it when counting or hiding changes: figures of two methods are not compared blindly.
METHOD = "2"
LICENCE = "CC BY 4.0"
LANGUAGES = ("en", "fr", "ht")


@dataclass(frozen=True)
class Table:
    """One documented table of two dimensions."""

    slug: str
    counts: str
    date: str
    rows: str
    columns: str
    title: Text
    # Of a drawing of one quarter.
    short: Text
    description: Text


TABLES: tuple[Table, ...] = (
    Table(
        "reports-by-department-and-quarter",
        "reports",
        "received",
        "department",
        "quarter",
        _("Reports by department and quarter"),
        _("Reports by department"),
        _(
            "Counts reports, by the quarter in which they were received. Every report received is "
            "counted once, whatever was decided about it since. The department is where the report "
            "says it happened."
        ),
    ),
    Table(
        "cases-by-status-and-quarter",
        "cases",
        "opened",
        "status",
        "quarter",
        _("Cases by status and quarter"),
        _("Cases by status"),
        _(
            "Counts cases, by the quarter in which they were opened. The status is the one each "
            "case had at the cut-off."
        ),
    ),
    Table(
        "allegations-by-provision-and-quarter",
        "allegations",
        "incident",
        "provision",
        "quarter",
        _("Allegations against members of the mission, by provision and quarter"),
        _("Allegations against members of the mission, by provision"),
        _(
            "Counts allegations, by the quarter of the incident: one person and one kind of "
            "misconduct is one allegation, so a case can hold several. Only allegations against "
            "members of the mission are counted; those against police, gangs or anybody else are "
            "never added to them. An incident without a known date, or one that touches two "
            "quarters, is under “unknown”. An allegation is not a finding."
        ),
    ),
    Table(
        EXCEPTIONS,
        "exceptions",
        "approved",
        "missing",
        "quarter",
        _("Exceptions to vetting and training, by what was missing and quarter"),
        _("Exceptions to vetting and training"),
        _(
            "Counts exceptions: somebody was allowed to come although a check or a training was "
            "missing, asked for by one person of the office and approved by another. By the "
            "quarter in which they were approved. Neither people nor States are told."
        ),
    ),
    Table(
        BREACHES,
        "breaches",
        "opened",
        "outcome",
        "quarter",
        _("Arrivals without clearance, by outcome and quarter"),
        _("Arrivals without clearance"),
        _(
            "Counts breaches: somebody had arrived whom the office had not authorised, or whose "
            "clearance did not stand. By the quarter in which the office found it. The outcome is "
            "the one each had at the cut-off. Neither people nor States are told."
        ),
    ),
)

DIMENSIONS: dict[str, Text] = {
    "department": _("Department"),
    "status": _("Status at the cut-off"),
    "provision": _("Provision"),
    "missing": _("What was missing"),
    "outcome": _("Outcome at the cut-off"),
    "quarter": _("Quarter"),
}
TOTAL_LABEL = _("Total")
NOT_STATED = _("Not stated")
UNKNOWN_PERIOD = _("Unknown")

NOTES: tuple[Text, ...] = (
    _("A figure marked “suppressed” is hidden to protect people; so is every total beside one."),
    _(
        "A figure that changed by only a few since an earlier release is hidden too: the difference "
        "would be a small count."
    ),
    _("Counts what was there at the end of the cut-off day in Port-au-Prince."),
)
PARTIAL = _("The cut-off is not the end of a quarter: the last quarter is not complete.")
FICTIONAL = _("Fictional data: these figures are about nobody and nothing real.")


def in_three(text: Text) -> dict[str, str]:
    """A text in the three languages, to be kept with a release."""
    kept = {}
    for language in LANGUAGES:
        with override(language):
            kept[language] = str(text)
    return kept


def correction_note(release: str) -> dict[str, str]:
    """What the tables of a correction say of the release it takes the place of."""
    kept = {}
    for language in LANGUAGES:
        with override(language):
            text = gettext(
                "These figures correct release %(release)s. Do not use that one any more."
            )
            kept[language] = text % {"release": release}
    return kept


def in_one(text: dict[str, str], language: str) -> str:
    return text.get(language) or text["en"]


def citation(*, office: str, title: Text, release: str, cutoff: str) -> dict[str, str]:
    """How to cite a table, in the three languages."""
    kept = {}
    for language in LANGUAGES:
        with override(language):
            kept[language] = gettext(
                "%(office)s, “%(title)s”, release %(release)s, cut-off %(cutoff)s."
            ) % {"office": office, "title": title, "release": release, "cutoff": cutoff}
    return kept


def checksum(content: Any) -> str:
    """SHA-256 of the canonical JSON: keys sorted, no blanks, UTF-8."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def content_of(cutoff: str, thresholds: dict[str, int], tables: Iterable[Any]) -> dict[str, Any]:
    """What the checksum of a release covers: codes and figures, and of words only the reasons."""
    return {
        "cutoff": cutoff,
        "method": METHOD,
        "thresholds": thresholds,
        "tables": {
            table.slug: {
                "counts": table.counts,
                "date": table.date,
                "threshold": table.threshold,
                "dimensions": {
                    dimension["code"]: [value["code"] for value in dimension["values"]]
                    for dimension in table.dimensions
                },
                "cells": table.cells,
                **_reasons_of(table),
            }
            for table in tables
        },
    }


def _reasons_of(table: Any) -> dict[str, Any]:
    """Only of the table that has them: the checksums of others stay what they were."""
    if "reasons" not in table.texts:
        return {}
    periods = table.texts["reasons"]
    codes = [[value["code"] for value in period["missing"]] for period in periods]
    return {"reasons": [p | {"missing": c} for p, c in zip(periods, codes, strict=True)]}


def slug_of(cutoff: str, number: int) -> str:
    """`2026-09-30`, then `2026-09-30-2` when the cut-off is released again."""
    return cutoff if number == 1 else f"{cutoff}-{number}"
