"""States, contingents and units as people read them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from mission.force.columns.strength import source_of
from mission.force.models import Contingent, Personnel, State, Unit, UnitMembership, lineage_of
from mission.force.rules import present_on
from mission.mandate.columns import told, told_end

MOST_SHOWN = 200


def strength_of_units(units: Iterable[Unit], user: Any, day: date) -> dict[int, tuple[int, int]]:
    """How many belong to each unit that day, and how many of them are in Haiti; one query."""
    rows = UnitMembership.objects.visible_to(user).on(day).filter(unit__in=list(units))
    there = Count("pk", filter=Q(personnel__in=present_on(day)))
    counted = rows.order_by().values("unit").annotate(members=Count("pk"), there=there)
    return {row["unit"]: (row["members"], row["there"]) for row in counted}


def people_of(unit: Unit, user: Any, day: date) -> dict[str, Any]:
    """Who belongs to the unit that day, those whom the reader may see: commanders first."""
    rows = UnitMembership.objects.visible_to(user).on(day).filter(unit=unit)
    ordered = rows.select_related("personnel").order_by("-commands", "personnel__service_number")
    shown = list(ordered[:MOST_SHOWN])
    return {
        "commanders": [row.personnel for row in shown if row.commands],
        "members": [row.personnel for row in shown if not row.commands],
        "count": rows.count(),
    }


def tree_of(unit: Unit) -> dict[str, Any]:
    """What the unit is part of, from the top, and its parts."""
    above = lineage_of(unit)[1:]
    found = Unit.objects.in_bulk(above)
    return {
        "above": [found[pk] for pk in reversed(above)],
        "below": list(unit.children.order_by("code")),
    }


def unit_rows(contingent: Contingent, user: Any, day: date) -> list[dict[str, Any]]:
    """Every unit of a contingent as a tree, each with its depth and how many are in it."""
    units = list(Unit.objects.filter(contingent=contingent).order_by("code"))
    strength = strength_of_units(units, user, day)
    below: dict[int | None, list[Unit]] = {}
    for unit in units:
        below.setdefault(unit.parent_id, []).append(unit)
    rows: list[dict[str, Any]] = []
    waiting = [(unit, 0) for unit in reversed(below.get(None, []))]
    while waiting:
        unit, depth = waiting.pop()
        members, present = strength.get(unit.pk, (0, 0))
        rows.append({"unit": unit, "depth": depth, "members": members, "present": present})
        waiting += [(part, depth + 1) for part in reversed(below.get(unit.pk, []))]
    return rows


def participation_rows(contingent: Contingent) -> list[dict[str, Any]]:
    """In which missions the contingent serves, as far as known."""
    rows = contingent.participations.select_related("mission").order_by("from_on", "mission")
    return [
        {
            "mission": row.mission.title,
            "from": told(row.from_on, row.from_precision) or _("not known"),
            "until": told_end(row.until_on, row.until_precision),
            **source_of(row),
        }
        for row in rows
    ]


def state_facts(state: State, user: Any) -> list[tuple[Any, Any]]:
    """The State in three languages, and how many of its people the register holds."""
    facts: list[tuple[Any, Any]] = [
        (_("Code"), state.code),
        (_("English"), state.label_en),
        (_("French"), state.label_fr),
        (_("Haitian Creole"), state.label_ht),
    ]
    rows = Personnel.objects.visible_to(user).filter(state=state)
    if count := rows.count():
        facts.append((_("In the register"), count))
    return facts
