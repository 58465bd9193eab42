"""The fictional office: the same each time, uneven, in all states, and said to be fictional."""

from collections import Counter
from random import Random

import pytest
from django.core.management import CommandError, call_command

from cases.casework.choices import CaseStatus
from cases.casework.models import Case, Finding
from cases.management.demo.sampling import DEPARTMENTS, FIRST, LAST, everything
from cases.reports.choices import ReportStatus
from cases.reports.models import Report
from cases.summaries.models import Release
from oversight.deadlines.models import Deadline


def test_same_seed_tells_the_same_stories():
    first, again = everything(Random(1), 50), everything(Random(1), 50)

    assert [s.id for s in first] == [s.id for s in again]
    assert [s.text for s in first] == [s.text for s in again]


def test_reports_lie_in_the_time_of_the_demonstration():
    days = [story.filed_at.date() for story in everything(Random(2), 500)]

    assert min(days) >= FIRST and max(days) <= LAST


def test_real_office_refuses_fictional_data(db, settings):
    settings.DEMO = False

    with pytest.raises(CommandError):
        call_command("load_demo")


def test_loaded_office_has_every_state_and_every_department(db, settings, tmp_path):
    settings.DEMO, settings.VAR_DIR = True, tmp_path

    call_command("load_demo")

    assert Report.objects.count() == 3_000 and Case.objects.count() == 900
    assert set(Report.objects.values_list("status", flat=True)) == set(ReportStatus.values)
    assert set(Case.objects.values_list("status", flat=True)) == set(CaseStatus.values)
    places = Counter(p[:4] for p in Report.objects.values_list("place__pcode", flat=True) if p)
    assert set(places) == set(DEPARTMENTS) and places["HT01"] > 10 * places["HT10"]
    assert Finding.objects.filter(status="adopted").exists()
    assert Deadline.objects.overdue(Deadline.objects.order_by("-due_at")[0].due_at).exists()
    assert Release.objects.filter(state="approved").count() == 2
    assert (tmp_path / "demo.json").exists()
