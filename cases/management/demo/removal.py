"""Taking the demonstration away: what is there, whether it may go, and an empty database after it.

Tables of events, transitions and custody refuse DELETE, and nothing here makes an exception for the
fictional ones: the schema that holds them is dropped as a whole and made anew.
"""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.db import connection, transaction

from cases.casework.models import Case
from cases.reports.choices import Channel
from cases.reports.models import Report
from oversight.accounts.models import User
from oversight.audit.models import Event
from oversight.management import alone

ADDRESSES = "@demo.example"
# Tables that no model stands for.
OWN_TABLES = frozenset({"django_migrations", "django_cache"})
WAIT_SECONDS = 30


class NotRemovable(Exception):
    """The sentence says why nothing was touched."""


@dataclass(frozen=True)
class Found:
    """What the database holds. `others` are accounts that the demonstration did not make."""

    fictional: int
    others: int
    others_wrote: bool
    reports: int
    typed_in: int
    cases: int


def look() -> Found:
    others = User.objects.get_queryset().exclude(email__endswith=ADDRESSES)
    return Found(
        fictional=User.objects.get_queryset().filter(email__endswith=ADDRESSES).count(),
        others=others.count(),
        others_wrote=_wrote([str(pk) for pk in others.values_list("pk", flat=True)]),
        reports=Report.objects.count(),
        typed_in=Report.objects.exclude(channel=Channel.DEMO).count(),
        cases=Case.objects.count(),
    )


def _wrote(people: list[str]) -> bool:
    """Whether these people left anything in reports, cases or figures; looking does not count."""
    if Report.objects.filter(filed_by__in=people).exists():
        return True
    done = Event.objects.filter(actor_id__in=people, subject_label__startswith="cases.")
    return done.exclude(type__endswith=".read").exists()


def check(found: Found) -> None:
    if not found.fictional:
        raise NotRemovable("There is no fictional data here.")
    if found.others_wrote:
        raise NotRemovable(
            "People whose accounts are not fictional have written reports or worked on cases here. "
            "That may be real: nothing is removed. Keep this database, and start real work in "
            "another one (make run: another VAR_DIR)."
        )
    if strange := sorted(_tables() - _known_tables()):
        raise NotRemovable(
            f"The schema holds tables of another program ({', '.join(strange[:5])}): it is not "
            "dropped. Move them elsewhere first."
        )


def _tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        return {name for (name,) in cursor.fetchall()}


def _known_tables() -> set[str]:
    models = apps.get_models(include_auto_created=True)
    return OWN_TABLES | {model._meta.db_table for model in models}


def wait_until_alone() -> None:
    """Nobody else may be connected: a page or a task would write into what is being dropped."""
    end = time.monotonic() + WAIT_SECONDS
    while others := alone.others(connection):
        if time.monotonic() > end:
            raise NotRemovable(
                f"Other programs use the database ({others}). Stop web, workers and beat first."
            )
        time.sleep(0.3)


@contextmanager
def nobody_writes() -> Iterator[None]:
    """What is found and what is dropped are the same: writers wait, and then find no table."""
    tables = [model._meta.db_table for model in (User, Report, Case, Event)]
    with transaction.atomic(), connection.cursor() as cursor:
        names = ", ".join(connection.ops.quote_name(table) for table in tables)
        cursor.execute(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")
        yield


def drop() -> None:
    """The schema with all that is in it, and an empty one of the same name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        name = connection.ops.quote_name(cursor.fetchone()[0])
        cursor.execute(f"DROP SCHEMA {name} CASCADE")
        cursor.execute(f"CREATE SCHEMA {name}")
        cursor.execute(f"GRANT USAGE ON SCHEMA {name} TO PUBLIC")


def clear_folder(var_dir: Path, *folders: Path) -> list[Path]:
    """Sign-ins, mails and files of the demonstration. Gives the folders elsewhere, left alone."""
    (var_dir / "demo.json").unlink(missing_ok=True)
    left = []
    for folder in folders:
        if var_dir not in folder.parents:
            left.append(folder)
        elif folder.is_dir():
            shutil.rmtree(folder)
    return [folder for folder in left if folder.is_dir() and any(folder.iterdir())]
