"""One row of a roster: what it says, checked before anything is written."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mission.force.choices import PersonnelStatus
from mission.force.models import State
from mission.force.rules import FIRST_DAY, service_number, unit_code
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


def opened() -> Any:
    """`build_row` for one run: the States are read once, not for each row."""
    return partial(build_row, states=_states())


def _states() -> dict[str, str]:
    """Codes by code and by name in each of the three languages."""
    return {
        word.casefold(): state.code
        for state in State.objects.all()
        for word in (state.code, state.label_en, state.label_fr, state.label_ht)
        if word
    }


def build_row(
    values: dict[str, Any], *, key: str = "", states: dict[str, str] | None = None
) -> RosterRow:
    """The row, or every reason at once why it does not fit."""
    known = _states() if states is None else states
    reasons: list[Reason] = []
    name = " ".join((values.get("name") or "").split())
    found = {
        "state": _part(reasons, "state", lambda: _state(values.get("state"), known)),
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


def _state(text: str | None, known: dict[str, str]) -> str:
    if not (text or "").strip():
        raise RuleBroken("state_missing", _("The row does not say which State."))
    code = known.get(str(text).strip().casefold())
    if code is None:
        raise RuleBroken("unknown_state", _("The office does not know this State."))
    return code


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
        if day is not None and day < FIRST_DAY:
            found.append(Reason("unlikely_day", _("Enter a day between 2023 and 2099."), name))
    if row.left_on and not row.arrived_on:
        found.append(Reason("never_arrived", _("Somebody left who never arrived."), "left_on"))
    elif row.left_on and row.arrived_on and row.left_on < row.arrived_on:
        found.append(Reason("left_before", _("Somebody left before they arrived."), "left_on"))
    if row.arrived_on and not row.unit:
        found.append(Reason("unit_missing", _("The row does not say in which unit."), "unit"))
    return found
