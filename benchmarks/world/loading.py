"""Filling the database of the benchmark once, and what the rows of the benchmark need to know of it."""

import json
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from benchmarks.world import force
from benchmarks.world.incidents import World
from benchmarks.world.office import Office, create_office, session_of, token_of
from benchmarks.world.tables import Table
from cases.casework import models as casework
from cases.reports import models as reports
from cases.summaries.actions import approve, prepare
from oversight.accounts.models import User
from oversight.audit.models import Event
from oversight.deadlines.models import Deadline

CHUNK = 10_000
# In the order in which rows can be written; the through table of sources has no name of its own.
MODELS = {
    **{name: getattr(reports, name) for name in ("Report", "ReportPerson", "ReportProvision")},
    "ReportDecision": reports.ReportDecision,
    **{name: getattr(casework, name) for name in ("Case", "CaseReport", "CaseAccess")},
    **{name: getattr(casework, name) for name in ("CaseTransition", "CaseNote", "Allegation")},
    "Finding": casework.Finding,
    "FindingSource": casework.Finding.sources.through,
    "Deadline": Deadline,
    "Event": Event,
}
CUTOFF = date(2026, 9, 30)


def facts_file() -> Path:
    return Path(settings.VAR_DIR) / "facts.json"


def ensure(rows: int, say: Any = print) -> dict[str, Any]:
    """The facts about a database with so many incidents; it is filled if it is not there."""
    call_command("migrate", interactive=False, verbosity=0)
    if not facts_file().exists():
        if User.objects.exists():
            raise SystemExit(f"{settings.VAR_DIR} holds a half-filled database: remove it.")
        say(f"Filling the database with {rows:,} incidents.")
        started = time.monotonic()
        call_command("load_reference", verbosity=0)
        office = create_office()
        now = timezone.now()
        fill(office, rows, now)
        _release(office)
        _settle()
        facts = {"rows": rows, "now": now.isoformat(), "seconds": time.monotonic() - started}
        facts |= {"people": {role: [str(k) for k in keys] for role, keys in office.people.items()}}
        facts_file().write_text(json.dumps(facts, indent=1))
    facts = json.loads(facts_file().read_text())
    if "force" not in facts:
        facts["force"] = force.build()
        facts_file().write_text(json.dumps(facts, indent=1))
    return facts | _sign_in(facts)


def fill(office: Office, rows: int, now: datetime) -> None:
    world = World(office, now)
    tables = {name: Table(model) for name, model in MODELS.items()}
    for start in range(0, rows, CHUNK):
        for number in range(start, min(start + CHUNK, rows)):
            world.incident(number)
        with transaction.atomic():
            taken = world.take()
            for name, table in tables.items():
                table.copy(taken[name])


def _release(office: Office) -> None:
    first, second, _third = User.objects.filter(pk__in=office.people["lead"])
    approve(release=prepare(cutoff=CUTOFF, by=first), by=second)


def _settle() -> None:
    """Statistics and visibility as autovacuum would have made them in the night."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _sign_in(facts: dict[str, Any]) -> dict[str, Any]:
    people = facts["people"]
    return {
        "token": token_of(people["reviewer"][0]),
        "monitor_token": token_of(people["monitor"][0]),
        "lead_token": token_of(people["lead"][0]),
        "ngo_token": token_of(people["ngo"][0]),
        "session": session_of(people["reviewer"][0]),
        **_samples(people["reviewer"][0]),
    }


def _samples(key: str, size: int = 400) -> dict[str, Any]:
    """Cases the reviewer sees, and a range of days that holds about 10,000 of them."""
    user = User.objects.get(pk=key)
    seen = casework.Case.objects.visible_to(user)
    total = seen.count()
    step = max(total // size, 1)
    cases = list(seen.order_by("pk").values_list("pk", flat=True)[::step])
    newest = seen.order_by("-opened_at").values_list("opened_at", flat=True)
    last = newest[min(10_000, total - 1)]
    since = timezone.localdate(last + timedelta(days=1)) if total > 10_000 else date(2020, 1, 1)
    return {"cases": [str(c) for c in cases], "csv_since": since.isoformat(), "seen": total}
