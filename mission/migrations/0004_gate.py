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
# to that unit on that arrival day, whether a concern stands, and the first day on which something
# required ends by itself. Days of validity include both ends.
STANDING = """
CREATE FUNCTION mission_standing(day date, people uuid[], units bigint[], arrivals date[])
RETURNS TABLE (
    personnel_id uuid, unit_id bigint, schemes text[], modules text[], concern boolean, until date
)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH lineage AS MATERIALIZED (SELECT * FROM mission_lineage()),
    who AS MATERIALIZED (
        SELECT asked.person, asked.unit,
            dense_rank() OVER (
                ORDER BY p.state_id, p.function, asked.unit, asked.arrived
            ) AS kind,
            p.state_id, p.function, asked.arrived
        FROM unnest(people, units, arrivals) AS asked (person, unit, arrived)
        JOIN mission_personnel p ON p.id = asked.person
    ),
    kinds AS MATERIALIZED (
        SELECT DISTINCT kind, state_id, function, unit, arrived FROM who
    ),
    required AS (
        SELECT 's' AS what, r.scheme_id AS code, s.about = 'unit' AS of_unit, r.state_id,
            r.unit_id, r.function, r.grace_days
        FROM mission_schemerequirement r JOIN mission_scheme s ON s.code = r.scheme_id
        WHERE r.from_on <= day AND (r.until_on IS NULL OR r.until_on >= day)
        UNION ALL
        SELECT 'm', r.module_id, false, r.state_id, r.unit_id, r.function, r.grace_days
        FROM mission_trainingrequirement r
        WHERE r.from_on <= day AND (r.until_on IS NULL OR r.until_on >= day)
    ),
    need AS MATERIALIZED (
        SELECT DISTINCT kinds.kind, kinds.unit, r.what, r.code, r.of_unit
        FROM kinds JOIN required r
            ON (r.state_id IS NULL OR r.state_id = kinds.state_id)
            AND (r.function = '' OR r.function = kinds.function)
            AND (r.grace_days = 0 OR kinds.arrived + r.grace_days < day)
            AND (r.unit_id IS NULL OR EXISTS (
                SELECT FROM lineage
                WHERE lineage.unit_id = kinds.unit AND lineage.above_id = r.unit_id
            ))
    ),
    needed AS MATERIALIZED (
        SELECT kind, count(*) FILTER (WHERE what = 's' AND NOT of_unit) AS schemes,
            count(*) FILTER (WHERE what = 'm') AS modules
        FROM need GROUP BY kind
    ),
    unit_schemes AS MATERIALIZED (
        SELECT need.kind,
            array_agg(need.code::text ORDER BY need.code)
                FILTER (WHERE valid.code IS NULL) AS missing,
            min(valid.expires_on) AS until
        FROM need LEFT JOIN LATERAL (
            SELECT v.scheme_id AS code, v.expires_on
            FROM mission_validity v
            JOIN lineage ON lineage.above_id = v.unit_id AND lineage.unit_id = need.unit
            WHERE v.scheme_id = need.code AND v.from_on <= day
                AND (v.until_on IS NULL OR v.until_on >= day)
            ORDER BY v.expires_on DESC NULLS FIRST LIMIT 1
        ) valid ON true
        WHERE need.of_unit GROUP BY need.kind
    ),
    checked AS (
        SELECT who.person, count(*) AS held, min(v.expires_on) AS until
        FROM who
        JOIN mission_validity v ON v.personnel_id = who.person
            AND v.from_on <= day AND (v.until_on IS NULL OR v.until_on >= day)
        JOIN need ON need.kind = who.kind AND need.what = 's' AND need.code = v.scheme_id
        GROUP BY who.person
    ),
    trained AS (
        SELECT who.person, count(*) AS held, min(t.expires_on) AS until
        FROM who
        JOIN mission_trainingresult t ON t.personnel_id = who.person AND t.result = 'passed'
            AND t.from_on <= day AND (t.until_on IS NULL OR t.until_on >= day)
        JOIN need ON need.kind = who.kind AND need.what = 'm' AND need.code = t.module_id
        GROUP BY who.person
    ),
    doubted AS MATERIALIZED (
        SELECT who.person FROM who JOIN mission_concern c ON c.personnel_id = who.person
        WHERE c.suspends AND c.opened_on <= day AND (c.lifted_on IS NULL OR c.lifted_on > day)
        UNION
        SELECT who.person FROM who
        JOIN lineage ON lineage.unit_id = who.unit
        JOIN mission_concern c ON c.unit_id = lineage.above_id
        WHERE c.suspends AND c.opened_on <= day AND (c.lifted_on IS NULL OR c.lifted_on > day)
    )
    SELECT who.person, who.unit,
        coalesce(unit_schemes.missing, '{}') || CASE
            WHEN coalesce(checked.held, 0) >= coalesce(needed.schemes, 0) THEN '{}'
            ELSE ARRAY(
                SELECT need.code::text FROM need
                WHERE need.kind = who.kind AND need.what = 's' AND NOT need.of_unit
                    AND NOT EXISTS (
                        SELECT FROM mission_validity v
                        WHERE v.personnel_id = who.person AND v.scheme_id = need.code
                            AND v.from_on <= day AND (v.until_on IS NULL OR v.until_on >= day)
                    )
                ORDER BY need.code
            ) END,
        CASE
            WHEN coalesce(trained.held, 0) >= coalesce(needed.modules, 0) THEN '{}'
            ELSE ARRAY(
                SELECT need.code::text FROM need
                WHERE need.kind = who.kind AND need.what = 'm'
                    AND NOT EXISTS (
                        SELECT FROM mission_trainingresult t
                        WHERE t.personnel_id = who.person AND t.module_id = need.code
                            AND t.result = 'passed' AND t.from_on <= day
                            AND (t.until_on IS NULL OR t.until_on >= day)
                    )
                ORDER BY need.code
            ) END,
        doubted.person IS NOT NULL,
        least(checked.until, trained.until, unit_schemes.until)
    FROM who
    LEFT JOIN needed ON needed.kind = who.kind
    LEFT JOIN unit_schemes ON unit_schemes.kind = who.kind
    LEFT JOIN checked ON checked.person = who.person
    LEFT JOIN trained ON trained.person = who.person
    LEFT JOIN doubted ON doubted.person = who.person
$$
"""

# Asked again by the database for every permit, whoever writes it.
GUARD = """
CREATE FUNCTION mission_permit_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.basis = 'override' THEN
        PERFORM FROM mission_override o
        WHERE o.id = NEW.override_id AND o.state = 'approved' AND o.decided_by_id <> o.asked_by_id
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
