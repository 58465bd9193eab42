"""One row of a roster: what it says, checked before anything is written."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mission.force.choices import PersonnelStatus
from mission.force.models import State
from mission.force.rules import service_number, unit_code
from oversight.authority.rules import RuleBroken
from oversight.imports.rules import Field, Reason, Refused
from oversight.imports.rules.targets import Kind
from oversight.sealing.rules import blind_index

LONGEST_NAME, LONGEST_RANK = 200, 80
FIELDS = (
    # Needed, all the same: what is missing is said in the words of this target.
    Field("service_number", max_length=200),
    Field("name", max_length=LONGEST_NAME),
    Field("rank", max_length=LONGEST_RANK),
    Field("unit", max_length=200),
    Field("state", max_length=200),
    Field("status", max_length=60),
    Field("arrived_on", Kind.DATE),
    Field("left_on", Kind.DATE),
)


@dataclass(frozen=True)
class RosterRow:
    """What one row says; None and "" where it says nothing."""

    state: str
    number: str
    name: str
    name_index: str
    rank: str
    unit: str
    status: str
    arrived_on: date | None
    left_on: date | None

    @property
    def key(self) -> tuple[str, str]:
        return (self.state, self.number)


def build_row(values: dict[str, Any], *, key: str = "") -> RosterRow:
    """The row, or every reason at once why it does not fit."""
    reasons: list[Reason] = []
    name = " ".join((values.get("name") or "").split())
    found = {
        "state": _part(reasons, "state", lambda: _state(values.get("state"))),
        "number": _part(
            reasons, "service_number", lambda: service_number(values.get("service_number") or "")
        ),
        "unit": _part(reasons, "unit", lambda: unit_code(values["unit"]))
        if values.get("unit")
        else "",
        "status": _part(reasons, "status", lambda: _status(values.get("status"))),
    }
    row = RosterRow(
        **found,
        name=name,
        name_index=blind_index(name) if name else "",
        rank=" ".join((values.get("rank") or "").split()),
        arrived_on=values.get("arrived_on"),
        left_on=values.get("left_on"),
    )
    reasons += _dates(row)
    if reasons:
        raise Refused(*reasons)
    return row


def _part(reasons: list[Reason], field: str, read: Any) -> str:
    try:
        return str(read())
    except RuleBroken as broken:
        reasons.append(Reason(broken.code, broken.message, field))
        return ""


def _state(text: str | None) -> str:
    """By its code, or by its name in one of the three languages."""
    if not (text or "").strip():
        raise RuleBroken("state_missing", _("The row does not say which State."))
    wanted = str(text).strip().casefold()
    for state in (
        State.objects.all() if len(wanted) > 2 else State.objects.filter(code__iexact=wanted)
    ):
        if wanted in (state.code.casefold(), *(_folded(state, n) for n in ("en", "fr", "ht"))):
            return state.code
    raise RuleBroken("unknown_state", _("The office does not know this State."))


def _folded(state: State, language: str) -> str:
    return str(getattr(state, f"label_{language}")).casefold()


def _status(text: str | None) -> str:
    wanted = (text or "").strip().casefold().replace(" ", "_")
    if wanted and wanted not in PersonnelStatus.values:
        raise RuleBroken("unknown_status", _("This status is not one of the list."))
    return wanted


def _dates(row: RosterRow) -> list[Reason]:
    today, found = timezone.localdate(), []
    future = _("This day is in the future: a roster tells of what was seen.")
    for name in ("arrived_on", "left_on"):
        day = getattr(row, name)
        if day is not None and day > today:
            found.append(Reason("in_the_future", future, name))
    if row.left_on and not row.arrived_on:
        found.append(Reason("never_arrived", _("Somebody left who never arrived."), "left_on"))
    elif row.left_on and row.arrived_on and row.left_on < row.arrived_on:
        found.append(Reason("left_before", _("Somebody left before they arrived."), "left_on"))
    if row.arrived_on and not row.unit:
        found.append(Reason("unit_missing", _("The row does not say in which unit."), "unit"))
    return found
