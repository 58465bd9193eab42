"""What runs by itself."""

import pytest
from django.conf import settings

from config.celery import app
from oversight.deadlines import actions
from oversight.deadlines.models import Notice
from tests.oversight.deadlines.conftest import at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def _tasks_are_loaded():
    """As a worker does when it starts."""
    app.loader.import_default_modules()


def test_the_timetable_names_tasks_that_exist():
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        assert entry["task"] in app.tasks


def test_sweep_send_and_digest_run_one_after_the_other(make_case, reviewer, lead, mailoutbox):
    actions.set_habit(by=lead, habit="digest")
    now = at("2026-09-07T10:00")
    actions.start(clock="case_assessment", subject=make_case(reviewer), now=now)
    for name in ("deadlines.sweep", "deadlines.sweep", "deadlines.send"):
        app.tasks[name].delay()
    assert Notice.objects.count() == 2
    assert [mail.to for mail in mailoutbox] == [[reviewer.email]]
    for name in ("deadlines.digest", "deadlines.send"):
        app.tasks[name].delay()
    assert [mail.to for mail in mailoutbox] == [[reviewer.email], [lead.email]]
