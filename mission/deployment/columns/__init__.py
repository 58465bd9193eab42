"""Deployment as people read it: codes of what is missing in words, facts and lines."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from mission.deployment.choices import AuthorisationState, BreachState, OverrideState
from mission.deployment.models import (
    Arrival,
    present,
    readiness_of,
    standing_of,
)
from mission.deployment.models.readiness import breached_on
from mission.deployment.rules import NOT_AUTHORISED, SUSPENDED, Standing, UnitReadiness
from mission.force.models import Unit
from mission.training.models import TrainingModule
from mission.vetting.models import Scheme
from oversight.subjects.columns import cell, link

AUTHORISATION_TONES = {
    AuthorisationState.VALID: "done",
    AuthorisationState.SUSPENDED: "overdue",
    AuthorisationState.WITHDRAWN: "neutral",
}
OVERRIDE_TONES = {
    OverrideState.ASKED: "waiting",
    OverrideState.APPROVED: "due",
    OverrideState.REFUSED: "neutral",
}
BREACH_TONES = {
    BreachState.OPEN: "overdue",
    BreachState.REGULARISED: "done",
    BreachState.LEFT: "neutral",
    BreachState.CLOSED: "neutral",
}


class Words:
    """What is missing, in the reader's language: two queries for as many codes as there are."""

    def __init__(self) -> None:
        self.known = {f"check:{row.pk}": row.label for row in Scheme.objects.all()}
        self.known |= {f"training:{row.pk}": row.label for row in TrainingModule.objects.all()}
        self.known[SUSPENDED] = _("clearance suspended")
        self.known[NOT_AUTHORISED] = _("arrived without authorisation")

    def of(self, code: str) -> str:
        return self.known.get(code, code)

    def lines(self, codes: Iterable[str]) -> list[dict[str, Any]]:
        return [{"title": capfirst(self.of(code)), "note": _kind(code)} for code in codes]


def _kind(code: str) -> str:
    kind = code.partition(":")[0]
    return {"check": _("clearance"), "training": _("training")}.get(kind, "")


def readiness_table(user: Any, day: date) -> dict[str, Any]:
    """Every unit within reach, with what blocks its people in words, and the totals."""
    rows, words = readiness_of(user, day), Words()
    lines = [
        {
            "row": row,
            "unit": row.unit,
            "state": row.unit.contingent.state.label,
            "url": f"{reverse('deployment:unit', args=[row.unit.pk])}?on={day.isoformat()}",
            "why": [(capfirst(words.of(gap.code)), gap.people) for gap in row.gaps],
        }
        for row in rows
    ]
    return {"lines": lines, "total": _total(rows)}


def readiness_of_states(user: Any) -> dict[str, Any]:
    """How each State's people stand today, for the page of leads; two queries, whatever the size."""
    day, page = timezone.localdate(), reverse("deployment:readiness")
    by_state = groupby(readiness_of(user, day), key=lambda row: row.unit.contingent.state)
    return {
        "corner": _("State"),
        "columns": [
            _("present"),
            _("fit"),
            _("blocked"),
            _("arrived uncleared"),
            _("ending in 30 days"),
        ],
        "rows": [_state_row(state, _total(list(rows)), page) for state, rows in by_state],
        "empty": _("Nobody is there on this day, as far as this office has recorded."),
    }


def _state_row(state: Any, total: dict[str, Any], page: str) -> dict[str, Any]:
    breaches = link("admin:mission_breach_changelist", state__exact="open", state=state.pk)
    cells = (
        (total["strength"], page, ""),
        (total["fit"], page, "done"),
        (total["blocked"], page, "overdue"),
        (total["breaches"], breaches, "overdue"),
        (total["expiring"][0], page, "due"),
    )
    return {"label": state.label, "url": page, "cells": [cell(*given) for given in cells]}


def _total(rows: list[UnitReadiness]) -> dict[str, Any]:
    return {
        "strength": sum(row.strength for row in rows),
        "fit": sum(row.fit for row in rows),
        "blocked": sum(row.blocked for row in rows),
        "breaches": sum(row.breaches for row in rows),
        "expiring": [sum(row.expiring[n] for row in rows) for n in range(3)],
    }


def file_rows(table: dict[str, Any]) -> Iterable[list[Any]]:
    """The table for a file; its headings never change their names."""
    yield [
        *("state", "unit", "strength", "fit", "blocked", "breaches"),
        *("expiring_30", "expiring_60", "expiring_90", "why"),
    ]
    for line in table["lines"]:
        row = line["row"]
        why = "; ".join(f"{words}: {people}" for words, people in line["why"])
        unit = row.unit
        counts = (row.strength, row.fit, row.blocked, row.breaches, *row.expiring)
        yield [unit.contingent.state_id, unit.code, *counts, why]


def people_of_unit(user: Any, unit: Unit, day: date) -> list[dict[str, Any]]:
    """Who of the unit is there that day, by number, with what each lacks."""
    here = present(user, day).filter(unit_then=unit.pk).select_related("personnel")
    stays: list[Any] = list(here.order_by("personnel__service_number"))
    asked = [(stay.personnel_id, unit.pk, stay.arrived_on) for stay in stays]
    stands = standing_of(asked, day=day)
    breached = set(breached_on(user, day).values_list("arrival__personnel_id", flat=True))
    words = Words()
    return [
        _person_line(stay, stands[stay.personnel_id], stay.personnel_id in breached, words)
        for stay in stays
    ]


def _person_line(stay: Arrival, standing: Standing, breached: bool, words: Words) -> dict[str, Any]:
    missing = [*([NOT_AUTHORISED] if breached else []), *standing.missing]
    return {
        "person": stay.personnel,
        "since": stay.arrived_on,
        "fit": not missing,
        "missing": [capfirst(words.of(code)) for code in missing],
        "until": standing.until,
    }


def facts_of(row: Any) -> list[tuple[Any, Any]]:
    """Whom and where, of any row about one person."""
    return [
        (_("Person"), str(row.personnel)),
        (_("Unit"), row.unit.label),
    ]
