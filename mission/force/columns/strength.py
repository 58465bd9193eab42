"""Numbers of people as others have stated them, side by side; and as counted from arrivals."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from mission.force.choices import StrengthKind
from mission.force.models import Personnel, State, StrengthStatement
from mission.force.rules import present_on
from mission.mandate.choices import Tier, Verification
from mission.mandate.columns import told
from mission.mandate.models import Mission, Sourced

TONES = {
    Verification.VERIFIED_PRIMARY: "done",
    Verification.VERIFIED_SECONDARY: "info",
    Verification.UNVERIFIED: "waiting",
    Verification.DISPUTED: "due",
}
WHOLE = ""


def people_in_words(row: StrengthStatement) -> Any:
    """The number, or that there is none: a State may notify without saying how many."""
    return _("no figure") if row.people is None else row.people


def source_of(row: Sourced) -> dict[str, Any]:
    """Where a row comes from and how far it was checked; what rests on a copy reads as reported."""
    return {
        "source": row.source_title,
        "url": row.source_url,
        "tier": row.get_source_tier_display() if row.source_tier == Tier.COPY else "",
        "status": row.get_verification_status_display(),
        "tone": TONES[Verification(row.verification_status)],
    }


def statement_row(row: StrengthStatement) -> dict[str, Any]:
    """One statement for a table."""
    as_of = told(row.as_of, row.as_of_precision)
    return {"row": row, "people": people_in_words(row), "as_of": as_of, **source_of(row)}


def statements_of(state: State) -> list[dict[str, Any]]:
    """What was said of one State: a table for each kind, the newest first."""
    rows = StrengthStatement.objects.filter(state=state).select_related("mission")
    found = list(rows.order_by("-as_of", "-is_preferred", "code"))
    return [
        {"kind": kind.label, "rows": [statement_row(row) for row in found if row.kind == kind]}
        for kind in StrengthKind
        if any(row.kind == kind for row in found)
    ]


def beside(row: StrengthStatement) -> list[dict[str, Any]]:
    """The same kind of statement about the same State and mission, the newest first.

    Those of the same day contradict each other, or say the same; one may be preferred.
    """
    rows = StrengthStatement.objects.filter(kind=row.kind, mission=row.mission, state=row.state)
    found = rows.order_by("-as_of", "-is_preferred", "code")
    return [
        {**statement_row(one), "is_this": one.pk == row.pk, "same_day": one.as_of == row.as_of}
        for one in found
    ]


def latest(rows: Iterable[StrengthStatement]) -> tuple[StrengthStatement | None, list[Any]]:
    """Of statements made until a day: the one to show, and those of its day that say otherwise."""
    newest = sorted(rows, key=lambda row: (row.as_of, row.is_preferred), reverse=True)
    if not newest:
        return None, []
    chosen = newest[0]
    others = [row for row in newest[1:] if row.as_of == chosen.as_of]
    return chosen, [row for row in others if row.people != chosen.people]


def mission_on(day: date) -> Mission | None:
    """The force that is authorised on that day; where one follows another, the later."""
    rows = Mission.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day
    )
    return rows.order_by("-valid_from").first()


def present_by_state(user: Any, day: date) -> dict[str, int]:
    """How many were in Haiti on that day, counted from the arrivals that the office recorded."""
    rows = Personnel.objects.visible_to(user).filter(pk__in=present_on(day))
    return dict(rows.order_by().values_list("state").annotate(Count("pk")))


def strength_on(user: Any, day: date) -> dict[str, Any]:
    """One line for the whole mission and for each State. Four queries, whatever the size."""
    mission = mission_on(day)
    said = StrengthStatement.objects.filter(mission=mission, as_of__lte=day)
    table: dict[tuple[str, str], list[StrengthStatement]] = {}
    for row in said:
        table.setdefault((row.state_id or WHOLE, row.kind), []).append(row)
    present = present_by_state(user, day)
    states = State.objects.in_bulk({code for code, _kind in table if code} | set(present))
    lines = [_line(_("Whole mission"), WHOLE, table, sum(present.values()))]
    for code in sorted(states, key=lambda code: states[code].label):
        lines.append(_line(states[code].label, code, table, present.get(code, 0)))
    return {"mission": mission, "kinds": [kind.label for kind in StrengthKind], "lines": lines}


def _line(label: str, code: str, table: dict[Any, Any], present: int) -> dict[str, Any]:
    cells = []
    for kind in StrengthKind:
        chosen, others = latest(table.get((code, kind), ()))
        cells.append(
            {
                "kind": kind.label,
                "said": statement_row(chosen) if chosen else None,
                "others": [statement_row(row) for row in others],
            }
        )
    return {"label": label, "code": code, "cells": cells, "present": present}
