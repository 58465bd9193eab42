"""Nothing leaves before the protection assessment: asked by the database for every notice to a State."""

from django.db import migrations

# The latest assessment of the very concern, and it says that it may be told. A concern that was
# lifted is told to nobody. The month is that of the concern, never its day.
GUARD = """
CREATE FUNCTION mission_state_notice_may_leave() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM mission_protectionassessment a
    JOIN mission_concern c ON c.id = a.concern_id
    WHERE a.id = NEW.assessment_id AND a.concern_id = NEW.concern_id AND a.may_tell
        AND c.state <> 'lifted' AND NEW.month = date_trunc('month', c.opened_on)::date
        AND NOT EXISTS (
            SELECT FROM mission_protectionassessment later
            WHERE later.concern_id = a.concern_id
                AND (later.assessed_at, later.id) > (a.assessed_at, a.id)
        );
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no assessment allows this to be told' USING ERRCODE = '23H03';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER state_notice_may_leave BEFORE INSERT ON mission_statenotice
    FOR EACH ROW EXECUTE FUNCTION mission_state_notice_may_leave();
"""

# Of a concern from a case only the answer is kept here: no author, no grounds.
SILENT = """
CREATE FUNCTION mission_protection_is_silent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM mission_concern c
    WHERE c.id = NEW.concern_id AND c.source = 'case'
        AND (NEW.assessed_by_id IS NOT NULL OR NEW.grounds <> '');
    IF FOUND THEN
        RAISE EXCEPTION 'a restricted basis has neither author nor grounds here'
            USING ERRCODE = '23H04';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER protection_is_silent BEFORE INSERT ON mission_protectionassessment
    FOR EACH ROW EXECUTE FUNCTION mission_protection_is_silent();
"""


class Migration(migrations.Migration):
    dependencies = [("mission", "0006_people_of_the_system")]
    operations = [
        migrations.RunSQL(
            GUARD,
            "DROP TRIGGER state_notice_may_leave ON mission_statenotice;"
            "DROP FUNCTION mission_state_notice_may_leave()",
        ),
        migrations.RunSQL(
            SILENT,
            "DROP TRIGGER protection_is_silent ON mission_protectionassessment;"
            "DROP FUNCTION mission_protection_is_silent()",
        ),
    ]
