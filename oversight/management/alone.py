"""Whether other programs use the database: what drops or replaces all of it needs it for itself."""

from typing import Any


def others(connection: Any) -> int:
    """How many other connections there are. Of another role's one sees neither kind nor statement."""
    with connection.cursor() as cursor:
        # Within a transaction the first answer would be given again and again.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid()"
            " AND coalesce(backend_type, 'client backend') = 'client backend'"
        )
        return int(cursor.fetchone()[0])
