"""How units stand on a day: one query that counts, one that tells of the people of a unit."""

import json
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from mission.deployment.models.arrival import Arrival, Breach
from mission.deployment.models.permit import Authorisation
from mission.deployment.rules import HORIZONS, Gap, UnitReadiness
from mission.force.choices import IN_SERVICE
from mission.force.models import Personnel, Unit, UnitMembership

# `here` are the people present, `doubted` those whose breach is open: not cleared, whatever else.
ASK = """
WITH here AS MATERIALIZED ({here}),
stand AS MATERIALIZED (
    SELECT s.unit_id, s.schemes, s.modules, s.concern, s.until,
        EXISTS (SELECT FROM ({breached}) b (person) WHERE b.person = s.personnel_id) AS breach
    FROM (
        SELECT array_agg(person) AS people, array_agg(unit) AS units, array_agg(arrived) AS days
        FROM here h (person, unit, arrived)
    ) asked, mission_standing(%s, asked.people, asked.units, asked.days) s
),
judged AS (
    SELECT *, schemes = '{{}}' AND modules = '{{}}' AND NOT concern AND NOT breach AS fit FROM stand
),
gaps AS MATERIALIZED (
    SELECT unit_id, jsonb_object_agg(code, people)::text AS codes FROM (SELECT unit_id, code, count(*) AS people FROM (
        SELECT unit_id, 'check:' || unnest(schemes) AS code FROM stand
        UNION ALL SELECT unit_id, 'training:' || unnest(modules) FROM stand
        UNION ALL SELECT unit_id, 'clearance_suspended' FROM stand WHERE concern
        UNION ALL SELECT unit_id, 'not_authorised' FROM stand WHERE breach
    ) every GROUP BY unit_id, code) counted GROUP BY unit_id
)
SELECT unit_id, count(*), count(*) FILTER (WHERE fit), count(*) FILTER (WHERE breach),
    count(*) FILTER (WHERE fit AND until <= %s), count(*) FILTER (WHERE fit AND until <= %s),
    count(*) FILTER (WHERE fit AND until <= %s),
    coalesce((SELECT codes FROM gaps WHERE gaps.unit_id = judged.unit_id), '{{}}')
FROM judged GROUP BY unit_id
"""


def present(user: Any, day: date) -> Any:
    """Who is there on that day, with the unit each belongs to then, of those the reader may see."""
    then = UnitMembership.objects.on(day).filter(personnel=OuterRef("personnel")).order_by()
    unit = Coalesce(Subquery(then.values("unit")[:1]), "unit_id", output_field=BigIntegerField())
    return Arrival.objects.visible_to(user).present_on(day).annotate(unit_then=unit)


def still_to_come(unit: Unit, day: date) -> Any:
    """Who belongs to the unit on that day, is in service, not there, and not authorised for it."""
    members = UnitMembership.objects.on(day).filter(unit=unit).values("personnel")
    there = Arrival.objects.present_on(day).values("personnel")
    permitted = Authorisation.objects.valid_on(day).values("personnel")
    rows = Personnel.objects.filter(pk__in=members, status__in=IN_SERVICE)
    rows = rows.exclude(pk__in=there).exclude(pk__in=permitted).select_related("state")
    return rows.order_by("service_number")


def breached_on(user: Any, day: date) -> Any:
    """Stays that began without authorisation and had not been settled by that day."""
    return Breach.objects.visible_to(user).unsettled_on(day)


def readiness_of(user: Any, day: date) -> list[UnitReadiness]:
    """Every unit within reach that has people, in the order of States and codes. Two queries."""
    here = present(user, day).order_by().values("personnel_id", "unit_then", "arrived_on")
    breached = breached_on(user, day).order_by().values("arrival__personnel_id")
    try:
        (here_sql, here_params), (sql, params) = (
            rows.query.sql_with_params() for rows in (here, breached)
        )
    except EmptyResultSet:
        # Who may see none is answered without asking.
        return []
    ends = [date.fromordinal(day.toordinal() + days) for days in HORIZONS]
    with connection.cursor() as cursor:
        ask = ASK.format(here=here_sql, breached=sql)
        cursor.execute(ask, [*here_params, *params, day, *ends])
        counted = {row[0]: row[1:] for row in cursor.fetchall()}
    units = Unit.objects.filter(pk__in=counted).select_related("contingent__state", "parent")
    ordered = units.order_by("contingent__state_id", "code")
    return [_readiness(unit, counted[unit.pk]) for unit in ordered]


def _readiness(unit: Unit, row: tuple[Any, ...]) -> UnitReadiness:
    strength, fit, breaches, in_30, in_60, in_90, gaps = row
    return UnitReadiness(
        unit=unit,
        strength=strength,
        fit=fit,
        breaches=breaches,
        expiring=(in_30, in_60, in_90),
        gaps=tuple(sorted(Gap(code, people) for code, people in json.loads(gaps).items())),
    )
