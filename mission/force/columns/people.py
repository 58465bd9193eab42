"""Members of the force as people read them: never by name."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from mission.force.actions.people import FUNCTIONS
from mission.force.choices import PersonnelStatus
from mission.force.models import Personnel, UnitMembership
from mission.force.rules import present_on
from oversight.vocabularies.models import label_of

TONES = {
    PersonnelStatus.NOMINATED: "waiting",
    PersonnelStatus.SERVING: "done",
    PersonnelStatus.ENDED: "neutral",
    PersonnelStatus.RESIGNED: "neutral",
    PersonnelStatus.REPATRIATED: "overdue",
    PersonnelStatus.DECEASED: "neutral",
}


def function_of(person: Personnel) -> str:
    """What somebody does, in words."""
    return label_of(FUNCTIONS, person.function) if person.function else ""


def attach_places(people: Iterable[Personnel], day: date | None = None) -> list[Personnel]:
    """Sets `membership` (the unit of that day, or None) and `is_present` on each. Two queries."""
    rows, day = list(people), day or timezone.localdate()
    ids = [row.pk for row in rows]
    found = UnitMembership.objects.on(day).filter(personnel__in=ids).select_related("unit")
    units = {row.personnel_id: row for row in found}
    # In one question, whether the slice that knows of arrivals is there or not.
    there = set(
        Personnel.objects.filter(Q(pk__in=ids), Q(pk__in=present_on(day))).values_list(
            "pk", flat=True
        )
    )
    for row in rows:
        row.membership = units.get(row.pk)  # type: ignore[attr-defined]
        row.is_present = row.pk in there  # type: ignore[attr-defined]
    return rows


def person_facts(person: Personnel) -> list[tuple[Any, Any]]:
    """What the register holds of somebody; the name only as kept or not."""
    return [
        (_("State"), person.state.label),
        (_("Service number"), person.service_number),
        (_("Name"), _("kept sealed") if person.name else _("not known to the office")),
        (_("Rank"), person.rank),
        (_("Function"), function_of(person)),
        (_("Entered"), timezone.localtime(person.added_at).date()),
    ]


def membership_rows(person: Personnel, day: date) -> list[dict[str, Any]]:
    """The units somebody belonged to, the newest first."""
    rows = person.memberships.select_related("unit").order_by(F("from_on").desc(), "pk")
    return [
        {
            "row": row,
            "unit": row.unit,
            "current": row.from_on <= day and (row.to_on is None or row.to_on > day),
        }
        for row in rows
    ]


def line_of(person: Personnel, user: Any) -> dict[str, Any]:
    """Whom somebody reports to, up to the top, and who reports to them; those the reader may see."""
    above, seen = [], {person.pk}
    at = person.reports_to
    while at is not None and at.pk not in seen:
        above.append(at)
        seen.add(at.pk)
        at = at.reports_to
    below = person.directs.visible_to(user).order_by("service_number")
    return {"above": above, "below": list(below[:50])}


def file_cells(people: Iterable[Personnel]) -> Iterable[list[Any]]:
    """One line each for a file: State and number, never a name."""
    for row in attach_places(people):
        member: UnitMembership | None = row.membership  # type: ignore[attr-defined]
        yield [
            row.state_id,
            row.service_number,
            row.rank,
            function_of(row),
            row.get_status_display(),
            member.unit.code if member else "",
            member.from_on if member else None,
            _("yes") if row.is_present else _("no"),  # type: ignore[attr-defined]
        ]
