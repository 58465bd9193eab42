"""What a worker does: the sweep of due clocks, and an import."""

import uuid
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from benchmarks.measuring import Bench, Goal, Row
from benchmarks.rows.posting import NARRATIVE
from oversight.deadlines.actions import sweep
from oversight.imports.actions import run as run_import

DUE, IMPORTED = 1_000, 1_000
MAPPING = """
target: reports
source: bench
key: key
columns:
  narrative: {from: text}
  received_on: {from: day, dates: "%Y-%m-%d"}
  place: {from: place}
  types: {from: kinds, split: "|"}
constants: {language: ht}
"""


def _now(bench: Bench) -> datetime:
    return datetime.fromisoformat(bench.facts["now"])


def due(bench: Bench, n: int) -> None:
    """A thousand clocks of cases fall due; each time at another instant, as each speaks once."""
    at = _now(bench) - timedelta(hours=1, microseconds=int(timezone.now().timestamp()) % 1_000_000)
    bench.db.execute(
        "UPDATE oversight_deadline SET due_at = %(at)s, next_at = %(at)s, warn_at = NULL,"
        " escalate_at = %(at)s + interval '90 days', stage = '' WHERE id IN ("
        " SELECT id FROM oversight_deadline WHERE subject_label = 'cases.case' AND met_at IS NULL"
        " AND cancelled_at IS NULL AND paused_at IS NULL ORDER BY id LIMIT %(most)s)",
        {"at": at, "most": DUE},
    )


def swept(bench: Bench, n: int) -> None:
    sweep(now=_now(bench))


def bare_sweep(bench: Bench, n: int) -> None:
    """The same rows written by four statements, and taken back."""
    with bench.db.transaction(force_rollback=True):
        for text in BARE_SWEEP:
            bench.db.execute(text, {"most": DUE})


_CLOCKS = """SELECT d.*, (SELECT id FROM oversight_user ORDER BY id LIMIT 1) AS person
    FROM oversight_deadline d WHERE subject_label = 'cases.case' AND met_at IS NULL
    AND cancelled_at IS NULL AND paused_at IS NULL ORDER BY id LIMIT %(most)s"""
BARE_SWEEP = (
    f"""INSERT INTO oversight_notice (id, recipient_id, kind, subject_label, subject_id, deadline_id,
        stage, due_at, dedupe, created_at) SELECT gen_random_uuid(), person, 'reminder',
        subject_label, subject_id, id, 'due', due_at, gen_random_uuid()::text, now()
        FROM ({_CLOCKS}) AS clocks""",  # noqa: S608
    f"""INSERT INTO oversight_message (id, recipient_id, in_digest, state, try_at, attempts, error,
        message_id, created_at) SELECT gen_random_uuid(), person, false, 'pending', now(), 0, '',
        gen_random_uuid()::text, now() FROM ({_CLOCKS}) AS clocks""",  # noqa: S608
    f"""INSERT INTO oversight_event (uid, type, at, actor_id, target_label, target_id, subject_label,
        subject_id, reason, changes) SELECT gen_random_uuid(), 'clock.overdue', now(), '',
        'oversight.deadline', id::text, subject_label, subject_id::text, '', '{{}}'
        FROM ({_CLOCKS}) AS clocks""",  # noqa: S608
    f"UPDATE oversight_deadline SET stage = stage WHERE id IN (SELECT id FROM ({_CLOCKS}) AS c)",  # noqa: S608
)


def import_file() -> Path:
    return Path(settings.VAR_DIR) / "import.csv"


def write_file(bench: Bench, n: int) -> None:
    """A file of rows that are not there yet."""
    lines = ["key,text,day,place,kinds"]
    for _row in range(IMPORTED):
        lines.append(f'{uuid.uuid4()},"{NARRATIVE}",2025-05-01,HT0111,assault|arbitrary_arrest')
    import_file().write_text("\n".join(lines) + "\n", encoding="utf-8")


def imported(bench: Bench, n: int) -> None:
    done = run_import(path=import_file(), mapping=MAPPING)
    if done.created != IMPORTED:
        raise RuntimeError(f"the import: {done}")


def bare_import(bench: Bench, n: int) -> None:
    """As many reports by COPY out and in, and taken back."""
    with bench.db.transaction(force_rollback=True):
        bench.db.execute("CREATE TEMP TABLE sample (LIKE cases_report) ON COMMIT DROP")
        bench.db.execute(
            "INSERT INTO sample SELECT * FROM cases_report WHERE channel = 'import' LIMIT %s",
            (IMPORTED,),
        )
        bench.db.execute(
            "UPDATE sample SET id = gen_random_uuid(), external_key = gen_random_uuid()::text,"
            " reference = left(gen_random_uuid()::text, 16)"
        )
        with bench.db.cursor() as cursor:
            with cursor.copy("COPY sample TO STDOUT") as source:
                data = b"".join(bytes(block) for block in source)
            with cursor.copy("COPY cases_report FROM STDIN") as sink:
                sink.write(data)


ROWS = (
    Row(
        "sweep",
        f"the sweep of {DUE:,} clocks that fall due",
        swept,
        bare_sweep,
        "the same rows by four statements",
        Goal(at_most=1000),
        requests=9,
        before=due,
    ),
    Row(
        "import",
        f"import of {IMPORTED:,} rows",
        imported,
        bare_import,
        "COPY of as many reports",
        requests=7,
        before=write_file,
    ),
)
