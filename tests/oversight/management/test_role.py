"""The runtime role of deploy/sql does the work and can undo nothing."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from cases.reports.actions import file_report
from oversight.management import role
from oversight.management.backups import making, manifest, restoring
from tests.cases.casework.conftest import BODY
from tests.oversight.management.conftest import SQL, connected, psql

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def granted(second, settings, tmp_path, monitor):
    """The second database with the tables of the product, some rows, and the grants."""
    settings.FILES_DIR = tmp_path / "files"
    file_report(by=monitor, data=BODY, channel="form")
    making.make(connection, tmp_path / "backup")
    with connected(second, second.owner) as owner:
        listed = manifest.read(tmp_path / "backup")
        assert restoring.restore(owner, tmp_path / "backup", listed, replace=False) == []
    psql(SQL / "grants.sql", second.owner, second.database, f"--set=runtime={second.runtime}")
    return second


def refused(connection, statement):
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(using=connection.alias),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


FORBIDDEN = (
    "CREATE TABLE mine (id int)",
    "CREATE TEMP TABLE mine (id int)",
    "CREATE SCHEMA mine",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name NAME) RETURNS boolean"
    " LANGUAGE sql AS 'SELECT true'",
    "CREATE EXTENSION dblink",
    "TRUNCATE cases_report CASCADE",
    "TRUNCATE oversight_event",
    "ALTER TABLE oversight_event DISABLE TRIGGER ALL",
    "ALTER TABLE oversight_event DISABLE TRIGGER USER",
    "ALTER TABLE cases_report ADD COLUMN more int",
    "DROP TABLE oversight_event",
    "DROP TRIGGER x ON oversight_event",
    "CREATE TRIGGER mine BEFORE INSERT ON cases_report FOR EACH ROW"
    " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "SET session_replication_role = replica",
    "UPDATE oversight_event SET reason = ''",
    "DELETE FROM oversight_event",
    "DELETE FROM cases_casetransition",
    "UPDATE django_migrations SET name = ''",
    "SET ROLE {owner}",
    "ALTER ROLE {owner} PASSWORD 'x'",
    "COPY cases_report TO PROGRAM 'cat'",
    "SELECT pg_read_file('/etc/passwd')",
)


def test_runtime_role_is_refused_everything_that_could_undo(granted):
    """One database for all of them: making it takes two seconds."""
    let_in = []
    with connected(granted, granted.runtime) as runtime:
        for statement in FORBIDDEN:
            try:
                with transaction.atomic(using=runtime.alias), runtime.cursor() as cursor:
                    cursor.execute(statement.format(owner=granted.owner))
                let_in.append(statement)
            except DatabaseError:
                continue
        # Of a grant that it may not give PostgreSQL only warns: what counts is what came of it.
        with runtime.cursor() as cursor:
            cursor.execute("GRANT ALL ON oversight_event TO CURRENT_USER WITH GRANT OPTION")
        assert role.too_much(runtime) == []
    assert let_in == []


def test_runtime_role_works_and_the_check_says_so(granted):
    with connected(granted, granted.runtime) as runtime:
        assert role.too_much(runtime) == []
        with runtime.cursor() as cursor:
            cursor.execute("UPDATE cases_report SET danger_now = true")
            assert cursor.rowcount == 1
            cursor.execute(
                "INSERT INTO oversight_event (uid, type, at, actor_id, target_label, target_id,"
                " subject_label, subject_id, reason, changes)"
                " VALUES (gen_random_uuid(), 'x', now(), '', '', '', '', '', '', '{}')"
            )
            assert cursor.rowcount == 1


def test_nobody_but_the_owner_makes_a_trigger_stand_aside(granted):
    """Where a table is append-only under a condition, the right to change it must stay; the trigger holds."""
    allow = "GRANT UPDATE ON oversight_event TO " + granted.runtime
    change = "UPDATE oversight_event SET reason = 'x'"
    ask = (
        "SELECT set_config('pgtrigger.ignore', (SELECT array_agg(tgname)::text FROM pg_trigger"
        " WHERE tgrelid = 'oversight_event'::regclass), true)"
    )
    with connected(granted, granted.owner) as owner, owner.cursor() as cursor:
        cursor.execute(allow)
    with connected(granted, granted.runtime) as runtime:
        refused(runtime, f"{ask}; {change}")
        assert any("append-only oversight_event" in said for said in role.too_much(runtime))
    with connected(granted, granted.owner) as owner, owner.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute(f"{ask}; {change}")
        cursor.execute("ROLLBACK")


def test_tables_of_later_migrations_can_be_used_at_once(granted):
    with connected(granted, granted.owner) as owner, owner.cursor() as cursor:
        cursor.execute("CREATE TABLE later (id bigserial PRIMARY KEY, text text)")
    with connected(granted, granted.runtime) as runtime:
        with runtime.cursor() as cursor:
            cursor.execute("INSERT INTO later (text) VALUES ('x')")
            cursor.execute("UPDATE later SET text = 'y'")
            cursor.execute("DELETE FROM later")
        refused(runtime, "TRUNCATE later")
        refused(runtime, "DROP TABLE later")
        assert role.too_much(runtime) == []


def test_grants_take_back_what_was_given_too_much(granted):
    with connected(granted, granted.owner) as owner, owner.cursor() as cursor:
        cursor.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {granted.runtime}")
        cursor.execute(f"GRANT ALL ON SCHEMA public TO {granted.runtime}")
    psql(SQL / "grants.sql", granted.owner, granted.database, f"--set=runtime={granted.runtime}")
    with connected(granted, granted.runtime) as runtime:
        assert role.too_much(runtime) == []


def test_roles_can_be_run_again(granted):
    psql(SQL / "roles.sql", connection.settings_dict["USER"], "postgres", *granted.names)
    with connected(granted, granted.runtime) as runtime:
        assert role.too_much(runtime) == []


def test_a_role_that_owns_the_tables_is_refused_with_its_reasons():
    with pytest.raises(CommandError) as said:
        call_command("check_role", stdout=io.StringIO())
    text = str(said.value)
    for reason in ("is a superuser", "may make tables", "owns ", "may empty", "grants.sql"):
        assert reason in text
