"""Rows to count, written straight into the tables."""

import itertools
from datetime import datetime
from zoneinfo import ZoneInfo

from cases.casework.models import Allegation, Case, CaseTransition
from cases.reports.models import Report
from mission.places.models import Place

ZONE = ZoneInfo("America/Port-au-Prince")
_numbers = itertools.count()


def at(text):
    """An instant of Port-au-Prince."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def reports(number, *, by, filed, pcode="HT0111", track="general"):
    place = Place.objects.get(pcode=pcode) if pcode else None
    return Report.objects.bulk_create(
        Report(
            reference=f"R-{next(_numbers):08}",
            channel="api",
            filed_by=by,
            filed_at=at(filed),
            date_precision="unknown",
            place=place,
            track=track,
        )
        for _ in range(number)
    )


def cases(number, *, by, opened, moves=(), track="general", occurred=(None, None)):
    """Cases opened at an instant, then moved: `moves` are (instant, target)."""
    made = Case.objects.bulk_create(
        Case(
            reference=f"C-{next(_numbers):08}",
            title="t",
            opened_by=by,
            opened_at=at(opened),
            track=track,
            occurred_from=occurred[0],
            occurred_to=occurred[1],
        )
        for _ in range(number)
    )
    CaseTransition.objects.bulk_create(
        CaseTransition(case=case, name="n", source="s", target=target, by=by, at=at(when))
        for case in made
        for when, target in moves
    )
    return made


def allegations(cases, *, by, provision=None, affiliation="mission_personnel", added=None):
    return Allegation.objects.bulk_create(
        Allegation(
            case=case,
            type="beating",
            affiliation=affiliation,
            provision_id=provision,
            added_by=by,
            added_at=at(added) if added else case.opened_at,
            person_number=next(_numbers),
        )
        for case in cases
    )


def released(table):
    """{(row, column): (value, state)} of a stored table."""
    return {(row, column): (value, state) for row, column, value, state in table.cells}
