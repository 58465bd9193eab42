"""What the role this process has in the database could do, and should not be able to."""

from collections.abc import Iterator
from typing import Any

# Any of these would let the site rewrite what is written down, or hide that it did.
QUESTIONS = {
    "is a superuser": "SELECT rolsuper FROM pg_roles WHERE rolname = current_user",
    "may make roles or databases": (
        "SELECT rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
    ),
    "may make tables": "SELECT has_schema_privilege(current_schema(), 'CREATE')",
    "may make schemas": "SELECT has_database_privilege(current_database(), 'CREATE')",
    "may make temporary tables": "SELECT has_database_privilege(current_database(), 'TEMP')",
    "may turn triggers off": "SELECT has_parameter_privilege('session_replication_role', 'SET')",
}
TABLES = {
    "owns": "pg_has_role(relowner, 'MEMBER')",
    "may empty": "has_table_privilege(pg_class.oid, 'TRUNCATE')",
    "may put triggers on": "has_table_privilege(pg_class.oid, 'TRIGGER')",
}
# Their triggers refuse every change; the role should not even get as far as the trigger.
APPEND_ONLY = (
    "EXISTS (SELECT FROM pg_trigger WHERE tgrelid = pg_class.oid AND NOT tgisinternal"
    r" AND tgqual IS NULL AND tgname LIKE 'pgtrigger\_%append\_only\_%')"
)
CHANGES = (
    "(has_table_privilege(pg_class.oid, 'UPDATE') OR has_table_privilege(pg_class.oid, 'DELETE'))"
)


def too_much(connection: Any) -> list[str]:
    """Sentences that go on after “the role”; none when it is as it should be."""
    with connection.cursor() as cursor:
        found = [words for words, question in QUESTIONS.items() if _first(cursor, question)]
        for words, condition in TABLES.items():
            found += _some(words, _tables(cursor, condition))
        changeable = _tables(cursor, f"{APPEND_ONLY} AND {CHANGES}")
        found += _some("may change rows of the append-only", changeable)
        migrations = "relname = 'django_migrations' AND " + CHANGES
        found += _some("may rewrite", _tables(cursor, migrations))
    return found


def _first(cursor: Any, question: str) -> bool:
    cursor.execute(question)
    return bool(cursor.fetchone()[0])


def _tables(cursor: Any, condition: str) -> list[str]:
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
        f" AND relkind IN ('r', 'p') AND {condition} ORDER BY relname"
    )
    return [name for (name,) in cursor.fetchall()]


def _some(words: str, tables: list[str]) -> Iterator[str]:
    if tables:
        more = f" and {len(tables) - 3} more" if len(tables) > 3 else ""
        yield f"{words} {', '.join(tables[:3])}{more}"
