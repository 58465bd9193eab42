"""What the register and the arrivals know of the people of a batch, read at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils import timezone

from mission.deployment.actions.roster.rows import RosterRow
from mission.deployment.models import Arrival
from mission.force.models import Personnel, Unit, UnitMembership


@dataclass
class Known:
    """Of one batch: people by State and number, units by State and code, stays and units of people."""

    people: dict[tuple[str, str], Personnel] = field(default_factory=dict)
    units: dict[tuple[str, str], Unit] = field(default_factory=dict)
    stays: dict[tuple[object, date], Arrival] = field(default_factory=dict)
    latest: dict[object, date] = field(default_factory=dict)
    places: dict[object, list[UnitMembership]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Sequence[RosterRow]) -> "Known":
        """Four queries, whatever the number of rows."""
        known = cls()
        states: dict[str, set[str]] = {}
        for row in rows:
            states.setdefault(row.state, set()).add(row.number)
        if not states:
            return known
        wanted = reduce(or_, (Q(state=s, service_number__in=n) for s, n in states.items()))
        known.people = {(p.state_id, p.service_number): p for p in Personnel.objects.filter(wanted)}
        for unit in Unit.objects.filter(contingent__state__in=states).select_related("contingent"):
            known.units[unit.contingent.state_id, unit.code.casefold()] = unit
        ids = [person.pk for person in known.people.values()]
        for stay in Arrival.objects.filter(personnel__in=ids):
            known.stays[stay.personnel_id, stay.arrived_on] = stay
            earlier = known.latest.get(stay.personnel_id, stay.arrived_on)
            known.latest[stay.personnel_id] = max(earlier, stay.arrived_on)
        for place in UnitMembership.objects.filter(personnel__in=ids):
            known.places.setdefault(place.personnel_id, []).append(place)
        return known

    def person(self, row: RosterRow) -> Personnel | None:
        return self.people.get(row.key)

    def unit(self, row: RosterRow) -> Unit | None:
        return self.units.get((row.state, row.unit.casefold()))

    def place_on(self, person: Personnel, day: date) -> UnitMembership | None:
        found = self.places.get(person.pk, ())
        return next(
            (p for p in found if p.from_on <= day and (p.to_on is None or p.to_on > day)), None
        )

    def says_nothing_new(self, row: RosterRow) -> bool:
        """Whether this row would change nothing."""
        person = self.person(row)
        return person is not None and not (
            self.differs_in_register(row, person)
            or self.differs_in_unit(row, person)
            or self.differs_in_stay(row, person)
        )

    def tells_of_the_past(self, row: RosterRow, person: Personnel) -> bool:
        """Whether the person was seen to arrive again since: rank and status were those of then."""
        latest = self.latest.get(person.pk)
        return bool(latest and row.arrived_on and latest > row.arrived_on)

    def differs_in_register(self, row: RosterRow, person: Personnel) -> bool:
        """A name, a rank or a status that the register lacks. What a row leaves out stays."""
        if row.name_index and row.name_index != person.name_index:
            return True
        return not self.tells_of_the_past(row, person) and bool(
            (row.rank and row.rank != person.rank) or (row.status and row.status != person.status)
        )

    def differs_in_unit(self, row: RosterRow, person: Personnel) -> bool:
        """Where somebody belonged on the day of arrival, or belongs today."""
        if not row.unit:
            return False
        unit = self.unit(row)
        place = self.place_on(person, row.arrived_on or timezone.localdate())
        return unit is None or place is None or place.unit_id != unit.pk

    def differs_in_stay(self, row: RosterRow, person: Personnel) -> bool:
        if row.arrived_on is None:
            return False
        stay = self.stays.get((person.pk, row.arrived_on))
        return stay is None or (row.left_on is not None and row.left_on != stay.left_on)
