"""A new release is made with every published one in mind, whatever its cut-off."""

import threading
from datetime import date

import pytest
from django.db import connection

from cases.summaries.actions import approve, prepare
from oversight.authority.rules import Conflict
from tests.cases.summaries import rows

NOW = rows.at("2026-10-05T09:00")
CUTOFF = date(2026, 9, 30)
DAY_BEFORE = date(2026, 9, 29)
REPORTS = "reports-by-department-and-quarter"
ALLEGATIONS = "allegations-by-provision-and-quarter"
HIDDEN = (None, "suppressed")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def publish(lead, lead2):
    def made(cutoff):
        return approve(release=prepare(cutoff=cutoff, by=lead, now=NOW), by=lead2, now=NOW)

    return made


def cells(release, slug=REPORTS):
    return rows.released(release.tables.get(slug=slug))


@pytest.mark.parametrize("first, second", [(CUTOFF, DAY_BEFORE), (DAY_BEFORE, CUTOFF)])
def test_two_cutoffs_a_day_apart_do_not_show_the_one_report_between(
    publish, monitor, first, second
):
    for pcode in ("HT01", "HT02"):
        rows.reports(20, by=monitor, filed="2026-08-01T10:00", pcode=pcode)
        rows.reports(20, by=monitor, filed="2026-05-01T10:00", pcode=pcode)
    rows.reports(1, by=monitor, filed="2026-09-30T10:00", pcode="HT01")
    before, after = cells(publish(first)), cells(publish(second))
    assert before["HT01", "2026-Q3"][1] == "shown"
    assert after["HT01", "2026-Q3"] == after["HT01", "total"] == HIDDEN
    assert after["total", "2026-Q3"] == after["total", "total"] == HIDDEN
    assert after["HT02", "2026-Q3"] == (20, "shown")
    assert after["total", "2026-Q2"] == (40, "shown")


def test_a_past_quarter_that_grew_by_a_few_is_hidden(publish, lead):
    happened = (date(2026, 2, 1), None)
    old = rows.cases(17, by=lead, opened="2026-03-01T09:00", occurred=happened)
    rows.allegations(old, by=lead)
    publish(date(2026, 3, 31))
    late = rows.cases(2, by=lead, opened="2026-08-01T09:00", occurred=happened)
    rows.allegations(late, by=lead)
    assert cells(publish(CUTOFF), ALLEGATIONS)["unknown", "2026-Q1"] == HIDDEN


def test_a_row_that_was_shown_is_listed_still_when_nothing_is_left(publish, lead):
    from cases.casework.models import Allegation
    from mission.mandate.models import Provision

    provision = Provision.objects.first().pk
    made = rows.cases(8, by=lead, opened="2026-08-01T09:00", occurred=(date(2026, 7, 1), None))
    rows.allegations(made, by=lead, provision=provision)
    publish(CUTOFF)
    Allegation.objects.filter(provision=provision).update(affiliation="gang")
    again = publish(CUTOFF)
    assert cells(again, ALLEGATIONS)[provision, "2026-Q3"] == (0, "zero")
    codes = [v["code"] for v in again.tables.get(slug=ALLEGATIONS).dimensions[0]["values"]]
    assert codes == [provision, "unknown", "total"]


def test_a_threshold_never_falls_below_an_earlier_one(publish, monitor):
    rows.reports(9, by=monitor, filed="2026-05-01T10:00", pcode="HT02")
    rows.reports(20, by=monitor, filed="2026-09-30T10:00", pcode="HT01", track="sea")
    assert cells(publish(CUTOFF))["HT02", "2026-Q2"] == HIDDEN
    before = publish(DAY_BEFORE)
    assert before.tables.get(slug=REPORTS).threshold == 10
    assert cells(before)["HT02", "2026-Q2"] == HIDDEN


def test_of_two_drafts_the_second_is_prepared_again(lead, lead2, monitor):
    rows.reports(20, by=monitor, filed="2026-08-01T10:00", pcode="HT01")
    rows.reports(1, by=monitor, filed="2026-09-30T10:00", pcode="HT01")
    drafts = [prepare(cutoff=day, by=lead, now=NOW) for day in (CUTOFF, DAY_BEFORE)]
    approve(release=drafts[0], by=lead2, now=NOW)
    with pytest.raises(Conflict) as refused:
        approve(release=drafts[1], by=lead2, now=NOW)
    assert refused.value.code == "figures_changed"


@pytest.mark.django_db(transaction=True)
def test_two_drafts_approved_at_once_are_compared_with_each_other(lead, lead2, monitor):
    rows.reports(20, by=monitor, filed="2026-08-01T10:00", pcode=None)
    rows.reports(1, by=monitor, filed="2026-09-30T10:00", pcode=None)
    drafts = [prepare(cutoff=day, by=lead, now=NOW) for day in (CUTOFF, DAY_BEFORE)]
    outcomes, barrier = [], threading.Barrier(2)

    def at_once(draft):
        barrier.wait()
        try:
            approve(release=draft, by=lead2, now=NOW)
            outcomes.append("approved")
        except Conflict:
            outcomes.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=at_once, args=(draft,)) for draft in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["approved", "conflict"]
