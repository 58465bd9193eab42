"""Sweeps as real processes: two at once, and one killed in the middle."""

import os
import re
import subprocess
import sys
import time
import uuid
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from cases.casework.models import Case, CaseAccess
from oversight.deadlines.models import Deadline, DeadlineRule, Message, Notice
from tests.oversight.deadlines.conftest import at

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]
CLOCKS = 520
DUE = at("2026-09-22T00:00")
AT = "2026-09-23T08:00"
SECONDS = 90


@pytest.fixture
def clocks(reviewer, lead):
    """Many overdue clocks of one reviewer, written in bulk."""
    cases = [
        Case(id=uuid.uuid4(), reference=f"C-PROC-{n:04}", title="planted", opened_by=lead)
        for n in range(CLOCKS)
    ]
    Case.objects.bulk_create(cases)
    CaseAccess.objects.bulk_create(
        CaseAccess(case=case, user=reviewer, kind="assigned", by=lead) for case in cases
    )
    rule = DeadlineRule.objects.get(clock="case_assessment", track="")
    Deadline.objects.bulk_create(
        Deadline(
            clock="case_assessment",
            subject_label="cases.case",
            subject_id=case.pk,
            rule=rule,
            started_at=DUE,
            due_at=DUE,
            next_at=DUE,
            **rule.terms(),
        )
        for case in cases
    )


@pytest.fixture
def sweep(tmp_path):
    """Start `manage.py sweep_deadlines` on the database of this test."""
    database = connection.get_connection_params()
    environment = {
        name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"
    } | {
        "VAR_DIR": str(tmp_path),
        "DEMO": "1",
        "DATABASE_URL": f"postgres://{database['user']}@/{database['dbname']}"
        f"?host={database['host']}",
        "CELERY_BROKER_URL": "memory://",
        "SECRET_KEY": settings.SECRET_KEY,
    }
    started = []

    def start():
        process = subprocess.Popen(
            [sys.executable, "manage.py", "sweep_deadlines", "--at", AT],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def reminders(process):
    out, _ = process.communicate(timeout=SECONDS)
    assert process.returncode == 0
    return int(out.strip().splitlines()[-1].removeprefix("reminders sent: "))


def mails(folder):
    """How often each Message-ID was written."""
    texts = [path.read_text() for path in (folder / "mail").glob("*")]
    return Counter(key for text in texts for key in re.findall(r"^Message-ID: (\S+)", text, re.M))


def wait_for(condition, process):
    end = time.monotonic() + SECONDS
    while not condition():
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < end
        time.sleep(0.005)


def test_two_sweeps_at_once_tell_each_thing_once(clocks, sweep, tmp_path):
    first, second = sweep(), sweep()
    assert reminders(first) + reminders(second) == CLOCKS
    assert Notice.objects.count() == CLOCKS
    assert set(mails(tmp_path).values()) == {1} and len(mails(tmp_path)) == CLOCKS
    assert reminders(sweep()) == 0


def test_a_sweep_killed_in_the_middle_loses_nothing_and_repeats_nothing(clocks, sweep, tmp_path):
    killed = sweep()
    wait_for(Notice.objects.exists, killed)
    killed.kill()
    killed.wait()
    made = Notice.objects.count()
    assert 0 < made < CLOCKS
    assert reminders(sweep()) == CLOCKS - made
    assert Notice.objects.values("deadline", "recipient", "stage").distinct().count() == CLOCKS
    assert Notice.objects.count() == CLOCKS


def test_mail_in_the_hands_of_a_killed_process_goes_again_under_the_same_id(
    clocks, sweep, tmp_path
):
    killed = sweep()
    wait_for(Message.objects.filter(state="sent").exists, killed)
    killed.kill()
    killed.wait()
    assert reminders(sweep()) == 0
    # What the dead one held is free when its claim runs out.
    Message.objects.filter(state="pending").update(claimed_until=timezone.now())
    reminders(sweep())
    assert not Message.objects.filter(state="pending").exists()
    written = mails(tmp_path)
    assert set(written) == set(Message.objects.values_list("message_id", flat=True))
    assert sum(written.values()) - CLOCKS <= 1
