"""`manage.py check_role`: refuses to go on with a database role that could undo what is written down."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from oversight.management.role import too_much


class Command(BaseCommand):
    help = (
        "Say whether the database role of this process could change the schema, empty tables or"
        " rewrite append-only ones. Web and worker start with it (deploy/systemd)."
    )
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            name = cursor.fetchone()[0]
        if found := too_much(connection):
            raise CommandError(
                f"The database role {name} is for nothing but migrations: it "
                + "; it ".join(found)
                + ". Use the runtime role here, and run deploy/sql/grants.sql as the owner after"
                " each migrate."
            )
        self.stdout.write(f"The database role {name} can work, and undo nothing.")
