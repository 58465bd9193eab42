"""The gate inside the database: who stands cleared and trained on a day, asked before a permit.

One function answers for the gate, the trigger on permits, breaches and readiness alike.
"""

from django.db import migrations

LINEAGE = """
CREATE FUNCTION mission_lineage() RETURNS TABLE (unit_id bigint, above_id bigint)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH RECURSIVE up AS (
        SELECT id AS unit_id, id AS above_id FROM mission_unit
        UNION
        SELECT up.unit_id, unit.parent_id
        FROM up JOIN mission_unit unit ON unit.id = up.above_id
        WHERE unit.parent_id IS NOT NULL
    )
    SELECT unit_id, above_id FROM up
$$
"""

# One row for each person asked about: what is missing on `day` for somebody who came (or comes)
# to that unit on that arrival day, whether a concern stands, and the first day that is the last of
# something required (also of what is only required later: its grace, where it is not there yet).
# Days of validity include both ends. Of one scheme and module one row counts a day (exclusion
# constraints), so that counting tells whether all is there.
STANDING = """
CREATE FUNCTION mission_standing(day date, people uuid[], units bigint[], arrivals date[])
RETURNS TABLE (
    personnel_id uuid, unit_id bigint, schemes text[], modules text[], concern boolean, until date
)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH lineage AS MATERIALIZED (SELECT * FROM mission_lineage()),
    required AS MATERIALIZED (
        SELECT CASE s.about WHEN 'unit' THEN 'u' ELSE 's' END AS what, r.scheme_id::text AS code,
            r.state_id, r.unit_id, r.function, r.grace_days
        FROM mission_schemerequirement r JOIN mission_scheme s ON s.code = r.scheme_id
        WHERE r.from_on <= day AND (r.until_on IS NULL OR r.until_on >= day)
        UNION ALL
        SELECT 'm', r.module_id::text, r.state_id, r.unit_id, r.function, r.grace_days
        FROM mission_trainingrequirement r
        WHERE r.from_on <= day AND (r.until_on IS NULL OR r.until_on >= day)
    ),
    graces AS MATERIALIZED (SELECT DISTINCT grace_days FROM required WHERE grace_days > 0),
    -- People of one kind need the same. The phase: how many periods of grace are over for them.
    phases AS MATERIALIZED (
        SELECT came.arrived, (
            SELECT count(*) FROM graces WHERE came.arrived + graces.grace_days < day
        ) AS phase
        FROM (SELECT DISTINCT arrived FROM unnest(arrivals) AS arrived) came
    ),
    who AS MATERIALIZED (
        SELECT asked.person, asked.unit, asked.arrived, p.state_id, p.function, phases.phase
        FROM unnest(people, units, arrivals) AS asked (person, unit, arrived)
        JOIN phases ON phases.arrived = asked.arrived
        JOIN mission_personnel p ON p.id = asked.person
    ),
    kinds AS MATERIALIZED (
        SELECT state_id, function, unit, phase, min(arrived) AS arrived
        FROM who GROUP BY state_id, function, unit, phase
    ),
    need AS MATERIALIZED (
        SELECT kinds.state_id, kinds.function, kinds.unit, kinds.phase, r.what, r.code,
            min(r.grace_days) AS grace,
            bool_or(r.grace_days = 0 OR kinds.arrived + r.grace_days < day) AS due
        FROM kinds JOIN required r
            ON (r.state_id IS NULL OR r.state_id = kinds.state_id)
            AND (r.function = '' OR r.function = kinds.function)
            AND (r.unit_id IS NULL OR EXISTS (
                SELECT FROM lineage
                WHERE lineage.unit_id = kinds.unit AND lineage.above_id = r.unit_id
            ))
        GROUP BY kinds.state_id, kinds.function, kinds.unit, kinds.phase, r.what, r.code
    ),
    -- Of a unit, the check of the unit itself or of one above it counts.
    of_units AS MATERIALIZED (
        SELECT need.unit, need.code, valid.code IS NULL AS is_missing, valid.expires_on
        FROM (SELECT DISTINCT unit, code FROM need WHERE what = 'u' AND due) need
        LEFT JOIN LATERAL (
            SELECT v.scheme_id AS code, v.expires_on
            FROM lineage JOIN mission_validity v ON v.unit_id = lineage.above_id
            WHERE lineage.unit_id = need.unit AND v.scheme_id = need.code AND v.from_on <= day
                AND (v.until_on IS NULL OR v.until_on >= day)
            ORDER BY v.expires_on DESC NULLS FIRST LIMIT 1
        ) valid ON true
    ),
    needs AS MATERIALIZED (
        SELECT need.state_id, need.function, need.unit, need.phase,
            coalesce(array_agg(need.code) FILTER (WHERE what = 's' AND due), '{}') AS schemes,
            coalesce(array_agg(need.code) FILTER (WHERE what = 'm' AND due), '{}') AS modules,
            coalesce(array_agg(need.code) FILTER (WHERE what = 's'), '{}') AS every_scheme,
            coalesce(array_agg(need.code) FILTER (WHERE what = 'm'), '{}') AS every_module,
            array_agg(need.code) FILTER (WHERE what <> 'u' AND NOT due) AS later,
            array_agg(need.grace) FILTER (WHERE what <> 'u' AND NOT due) AS graces,
            coalesce(array_agg(need.code) FILTER (WHERE is_missing), '{}') AS unit_missing,
            min(expires_on) AS unit_until
        FROM need LEFT JOIN of_units
            ON need.what = 'u' AND of_units.unit = need.unit AND of_units.code = need.code
        GROUP BY need.state_id, need.function, need.unit, need.phase
    ),
    doubted AS MATERIALIZED (
        SELECT c.personnel_id AS person FROM mission_concern c
        WHERE c.personnel_id = ANY (people) AND c.suspends AND c.opened_on <= day
            AND (c.lifted_on IS NULL OR c.lifted_on > day)
        UNION
        SELECT who.person FROM mission_concern c
        JOIN lineage ON lineage.above_id = c.unit_id
        JOIN who ON who.unit = lineage.unit_id
        WHERE c.suspends AND c.opened_on <= day AND (c.lifted_on IS NULL OR c.lifted_on > day)
    )
    SELECT who.person, who.unit,
        coalesce(needs.unit_missing, '{}') || CASE
            WHEN needs IS NULL OR checked.held = cardinality(needs.schemes) THEN '{}'
            ELSE ARRAY(
                SELECT unnest(needs.schemes) EXCEPT SELECT v.scheme_id::text
                FROM mission_validity v
                WHERE v.personnel_id = who.person AND v.from_on <= day
                    AND (v.until_on IS NULL OR v.until_on >= day)
                ORDER BY 1
            ) END,
        CASE
            WHEN needs IS NULL OR trained.held = cardinality(needs.modules) THEN '{}'
            ELSE ARRAY(
                SELECT unnest(needs.modules) EXCEPT SELECT t.module_id::text
                FROM mission_trainingresult t
                WHERE t.personnel_id = who.person AND t.result = 'passed' AND t.from_on <= day
                    AND (t.until_on IS NULL OR t.until_on >= day)
                ORDER BY 1
            ) END,
        doubted.person IS NOT NULL,
        least(checked.until, trained.until, needs.unit_until, CASE
            WHEN needs.later IS NULL OR checked.every + trained.every
                = cardinality(needs.every_scheme) + cardinality(needs.every_module) THEN NULL
            ELSE (
                SELECT min(who.arrived + missing.grace)
                FROM unnest(needs.later, needs.graces) AS missing (code, grace)
                WHERE NOT missing.code = ANY (ARRAY(
                    SELECT v.scheme_id::text FROM mission_validity v
                    WHERE v.personnel_id = who.person AND v.from_on <= day
                        AND (v.until_on IS NULL OR v.until_on >= day)
                    UNION ALL
                    SELECT t.module_id::text FROM mission_trainingresult t
                    WHERE t.personnel_id = who.person AND t.result = 'passed'
                        AND t.from_on <= day AND (t.until_on IS NULL OR t.until_on >= day)
                ))
            ) END)
    FROM who
    LEFT JOIN needs ON needs.unit = who.unit AND needs.phase = who.phase
        AND needs.state_id = who.state_id AND needs.function = who.function
    LEFT JOIN LATERAL (
        SELECT count(*) FILTER (WHERE v.scheme_id = ANY (needs.schemes)) AS held,
            count(*) AS every, min(v.expires_on) AS until
        FROM mission_validity v
        WHERE v.personnel_id = who.person AND v.from_on <= day
            AND (v.until_on IS NULL OR v.until_on >= day)
            AND v.scheme_id = ANY (needs.every_scheme)
    ) checked ON true
    LEFT JOIN LATERAL (
        SELECT count(*) FILTER (WHERE t.module_id = ANY (needs.modules)) AS held,
            count(*) AS every, min(t.expires_on) AS until
        FROM mission_trainingresult t
        WHERE t.personnel_id = who.person AND t.result = 'passed' AND t.from_on <= day
            AND (t.until_on IS NULL OR t.until_on >= day)
            AND t.module_id = ANY (needs.every_module)
    ) trained ON true
    LEFT JOIN doubted ON doubted.person = who.person
$$
"""

# Asked again by the database for every permit, whoever writes it.
GUARD = """
CREATE FUNCTION mission_permit_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.basis = 'override' THEN
        -- A concern that came after the exception was asked for closes the gate again.
        PERFORM FROM mission_override o, mission_standing(
            NEW.arrives_on, ARRAY[NEW.personnel_id], ARRAY[NEW.unit_id], ARRAY[NEW.arrives_on]
        ) s
        WHERE (NOT s.concern OR o.missing ? 'clearance_suspended') AND o.id = NEW.override_id AND o.state = 'approved' AND o.decided_by_id <> o.asked_by_id
            AND o.personnel_id = NEW.personnel_id AND o.unit_id = NEW.unit_id
            AND o.arrives_on = NEW.arrives_on;
    ELSE
        PERFORM FROM mission_standing(
            NEW.arrives_on, ARRAY[NEW.personnel_id], ARRAY[NEW.unit_id], ARRAY[NEW.arrives_on]
        ) s WHERE s.schemes = '{}' AND s.modules = '{}' AND NOT s.concern;
    END IF;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the gate does not let this through' USING ERRCODE = '23H02';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER permit_stands BEFORE INSERT ON mission_permit
    FOR EACH ROW EXECUTE FUNCTION mission_permit_stands();
"""

# The authorisation is for the very person, unit and day of its permit.
FOR_ONE_ARRIVAL = """
ALTER TABLE mission_authorisation ADD CONSTRAINT authorisation_rests_on_its_permit
    FOREIGN KEY (permit_id, personnel_id, unit_id, arrives_on)
    REFERENCES mission_permit (id, personnel_id, unit_id, arrives_on)
"""


class Migration(migrations.Migration):
    dependencies = [("mission", "0003_vetting")]
    operations = [
        migrations.RunSQL(LINEAGE, "DROP FUNCTION mission_lineage()"),
        migrations.RunSQL(
            STANDING, "DROP FUNCTION mission_standing(date, uuid[], bigint[], date[])"
        ),
        migrations.RunSQL(
            GUARD,
            "DROP TRIGGER permit_stands ON mission_permit; DROP FUNCTION mission_permit_stands()",
        ),
        migrations.RunSQL(
            FOR_ONE_ARRIVAL,
            "ALTER TABLE mission_authorisation DROP CONSTRAINT authorisation_rests_on_its_permit",
        ),
    ]
