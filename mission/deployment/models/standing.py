"""Asking the database how people stand: one function for gate, breaches and readiness."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection

from mission.deployment.rules import Standing

ASK = """
SELECT personnel_id, unit_id, schemes, modules, concern, until
FROM mission_standing(%s, %s::uuid[], %s::bigint[], %s::date[])
"""


def standing_of(people: Iterable[tuple[Any, int, date]], *, day: date) -> dict[Any, Standing]:
    """By person; each is asked about as (person's id, unit's id, day of arrival). One query."""
    asked = list(people)
    if not asked:
        return {}
    columns = [list(column) for column in zip(*asked, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(ASK, [day, *columns])
        return {row[0]: _standing(row) for row in cursor.fetchall()}


def _standing(row: tuple[Any, ...]) -> Standing:
    person, unit, schemes, modules, concern, until = row
    return Standing(person, unit, tuple(schemes), tuple(modules), concern, until)
