"""Preparing and approving."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test.utils import CaptureQueriesContext

from cases.summaries.actions import approve, prepare
from cases.summaries.models import Release, ReleaseTable
from oversight.audit.models import Event
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from tests.cases.summaries import rows

CUTOFF = date(2026, 9, 30)
NOW = rows.at("2026-10-05T09:00")
REPORTS = "reports-by-department-and-quarter"
CASES = "cases-by-status-and-quarter"
ALLEGATIONS = "allegations-by-provision-and-quarter"

pytestmark = pytest.mark.django_db


def table(release, slug):
    return rows.released(release.tables.get(slug=slug))


def prepared(by):
    return prepare(cutoff=CUTOFF, by=by, now=NOW)


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def test_reports_are_counted_by_department_of_their_place(lead, monitor):
    rows.reports(6, by=monitor, filed="2026-08-01T10:00", pcode="HT0111")
    rows.reports(7, by=monitor, filed="2026-08-01T10:00", pcode="HT01")
    rows.reports(5, by=monitor, filed="2026-08-01T10:00", pcode="HT0511")
    rows.reports(8, by=monitor, filed="2026-08-01T10:00", pcode=None)
    cells = table(prepared(lead), REPORTS)
    assert cells["HT01", "2026-Q3"] == (13, "shown")
    assert cells["HT05", "2026-Q3"] == (5, "shown")
    assert cells["unknown", "2026-Q3"] == (8, "shown")
    assert cells["HT02", "2026-Q3"] == (0, "zero")
    assert cells["total", "total"] == (26, "shown")


def test_a_place_without_code_counts_for_the_department_above_it(lead, monitor):
    from mission.places.models import Place

    nameless = Place.objects.filter(pcode__isnull=True, level="commune").first()
    above = nameless.parent
    department = (above.pcode or above.parent.pcode)[:4]
    made = rows.reports(6, by=monitor, filed="2026-08-01T10:00", pcode=None)
    type(made[0]).objects.filter(pk__in=[r.pk for r in made]).update(place=nameless)
    assert table(prepared(lead), REPORTS)[department, "2026-Q3"] == (6, "shown")


def test_the_cutoff_day_is_counted_to_its_end_in_port_au_prince(lead, monitor):
    rows.reports(5, by=monitor, filed="2026-09-30T23:59")
    rows.reports(9, by=monitor, filed="2026-10-01T00:00")
    cells = table(prepared(lead), REPORTS)
    assert cells["HT01", "2026-Q3"] == (5, "shown")
    assert ("HT01", "2026-Q4") not in cells


def test_small_counts_and_the_totals_beside_them_are_hidden(lead, monitor):
    rows.reports(4, by=monitor, filed="2026-08-01T10:00", pcode="HT02")
    rows.reports(9, by=monitor, filed="2026-08-01T10:00", pcode="HT01")
    rows.reports(9, by=monitor, filed="2026-05-01T10:00", pcode="HT01")
    cells = table(prepared(lead), REPORTS)
    hidden = (None, "suppressed")
    assert cells["HT02", "2026-Q3"] == cells["HT02", "total"] == hidden
    assert cells["total", "2026-Q3"] == cells["total", "total"] == hidden
    assert cells["total", "2026-Q2"] == (9, "shown")
    assert cells["HT01", "total"] == (18, "shown")


def test_one_restricted_report_raises_the_threshold_of_the_whole_table(lead, monitor):
    rows.reports(9, by=monitor, filed="2026-08-01T10:00", pcode="HT02")
    rows.reports(9, by=monitor, filed="2026-08-01T10:00", pcode="HT01")
    rows.reports(1, by=monitor, filed="2026-08-01T10:00", pcode="HT01", track="sea")
    release = prepared(lead)
    cells = table(release, REPORTS)
    assert release.tables.get(slug=REPORTS).threshold == 10
    assert cells["HT01", "2026-Q3"] == (10, "shown")
    assert cells["HT02", "2026-Q3"] == (None, "suppressed")


def test_cases_have_the_status_of_the_cutoff_not_of_today(lead):
    moves = [("2026-08-10T09:00", "investigation"), ("2026-10-02T09:00", "decision")]
    rows.cases(6, by=lead, opened="2026-08-01T09:00", moves=moves)
    rows.cases(5, by=lead, opened="2026-08-01T09:00")
    rows.cases(7, by=lead, opened="2026-10-01T09:00")
    cells = table(prepared(lead), CASES)
    assert cells["investigation", "2026-Q3"] == (6, "shown")
    assert cells["assessment", "2026-Q3"] == (5, "shown")
    assert cells["decision", "2026-Q3"] == (0, "zero")
    assert cells["total", "total"] == (11, "shown")


def test_allegations_against_others_are_never_counted(lead):
    cases = rows.cases(6, by=lead, opened="2026-08-01T09:00", occurred=(date(2026, 7, 1), None))
    rows.allegations(cases, by=lead)
    rows.allegations(cases, by=lead)
    for other in ("haitian_national_police", "gang", "joint_operation", "unknown"):
        rows.allegations(cases, by=lead, affiliation=other)
    cells = table(prepared(lead), ALLEGATIONS)
    assert cells["unknown", "2026-Q3"] == (12, "shown")
    assert cells["total", "total"] == (12, "shown")


def test_an_incident_without_a_certain_quarter_is_unknown(lead, provision):
    year = (date(2026, 1, 1), date(2026, 12, 31))
    for occurred in (year, (None, None)):
        made = rows.cases(5, by=lead, opened="2026-08-01T09:00", occurred=occurred)
        rows.allegations(made, by=lead, provision=provision.pk)
    cells = table(prepared(lead), ALLEGATIONS)
    assert cells[provision.pk, "unknown"] == (10, "shown")


def test_an_allegation_added_after_the_cutoff_is_not_counted(lead):
    made = rows.cases(5, by=lead, opened="2026-08-01T09:00")
    rows.allegations(made, by=lead, added="2026-10-02T09:00")
    assert table(prepared(lead), ALLEGATIONS)["total", "total"] == (0, "zero")


@pytest.fixture
def provision(db):
    from mission.mandate.models import Provision

    return Provision.objects.first()


def test_a_cutoff_after_today_is_refused(lead):
    with pytest.raises(RuleBroken) as refused:
        prepare(cutoff=date(2026, 10, 6), by=lead, now=NOW)
    assert (refused.value.code, refused.value.pointer) == ("future_cutoff", "/cutoff")
    # Eleven in the evening there is already tomorrow in Greenwich.
    assert prepare(cutoff=date(2026, 10, 5), by=lead, now=rows.at("2026-10-05T23:00"))


@pytest.mark.parametrize("cutoff", [date(2023, 10, 1), date(1, 1, 1)])
def test_a_cutoff_before_the_mandate_is_refused(lead, cutoff):
    with pytest.raises(RuleBroken) as refused:
        prepare(cutoff=cutoff, by=lead, now=NOW)
    assert (refused.value.code, refused.value.pointer) == ("cutoff_before_mandate", "/cutoff")
    assert prepare(cutoff=date(2023, 10, 2), by=lead, now=NOW)


def test_notes_say_that_the_last_quarter_is_not_complete(lead):
    def notes(cutoff):
        tables = prepare(cutoff=cutoff, by=lead, now=NOW).tables.all()
        return [note["en"] for table in tables for note in table.texts["notes"]]

    assert sum("is not complete" in note for note in notes(date(2026, 9, 29))) == 5
    assert not any("is not complete" in note for note in notes(CUTOFF))


def test_a_cutoff_may_be_released_again_under_the_next_number(lead):
    assert [prepared(lead).slug for _ in range(3)] == [
        "2026-09-30",
        "2026-09-30-2",
        "2026-09-30-3",
    ]


@pytest.mark.parametrize("role", ["reviewer", "ngo", "auditor", "administrator", "outsider"])
def test_only_leads_prepare_and_approve(role, everybody, lead):
    with pytest.raises(NotPermitted):
        prepared(everybody[role])
    with pytest.raises(NotPermitted):
        approve(release=prepared(lead), by=everybody[role])


def test_who_prepared_does_not_approve(lead, demo):
    with pytest.raises(NotPermitted) as refused:
        approve(release=prepared(lead), by=lead)
    assert refused.value.code == "same_person"


def test_approval_is_refused_outside_demo_mode(lead, lead2, settings):
    settings.DEMO = False
    release = prepared(lead)
    with pytest.raises(RuleBroken) as refused:
        approve(release=release, by=lead2)
    assert refused.value.code == "disclosure_proof_missing"
    assert not Release.objects.approved().exists()


def test_another_lead_approves_and_both_steps_are_events(lead, lead2, demo):
    release = approve(release=prepared(lead), by=lead2, reason="checked", now=NOW)
    assert (release.state, release.approved_by, release.approved_at) == ("approved", lead2, NOW)
    events = Event.objects.about(release).values_list("type", "actor_id")
    assert set(events) == {
        ("release.prepared", str(lead.pk)),
        ("release.approved", str(lead2.pk)),
    }


def test_a_release_is_approved_once(lead, lead2, demo):
    release = approve(release=prepared(lead), by=lead2)
    with pytest.raises(Conflict) as refused:
        approve(release=release, by=lead2)
    assert refused.value.code == "already_approved"


def test_approval_is_refused_when_the_records_give_other_figures_now(lead, lead2, monitor, demo):
    release = prepared(lead)
    rows.reports(9, by=monitor, filed="2026-08-01T10:00")
    with pytest.raises(Conflict) as refused:
        approve(release=release, by=lead2)
    assert refused.value.code == "figures_changed"
    assert approve(release=prepared(lead), by=lead2).is_approved


def test_a_second_release_hides_a_figure_that_moved_by_a_few(lead, lead2, monitor, demo):
    rows.reports(20, by=monitor, filed="2026-08-01T10:00", pcode="HT01")
    rows.reports(20, by=monitor, filed="2026-08-01T10:00", pcode="HT02")
    approve(release=prepared(lead), by=lead2)
    rows.reports(1, by=monitor, filed="2026-08-01T10:00", pcode="HT01")
    rows.reports(10, by=monitor, filed="2026-08-01T10:00", pcode="HT02")
    cells = table(prepared(lead), REPORTS)
    assert cells["HT01", "2026-Q3"] == (None, "suppressed")
    assert cells["HT02", "2026-Q3"] == (30, "shown")
    assert cells["total", "2026-Q3"] == (None, "suppressed")


def refused_by_database(change):
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        change()


def test_an_approved_release_cannot_be_changed_in_the_database(lead, lead2, demo):
    release = approve(release=prepared(lead), by=lead2)
    mine = Release.objects.filter(pk=release.pk)
    refused_by_database(lambda: mine.update(checksum="x"))
    refused_by_database(lambda: mine.update(state="draft", approved_by=None, approved_at=None))
    refused_by_database(lambda: ReleaseTable.objects.filter(release=release).update(cells=[]))
    refused_by_database(lambda: ReleaseTable.objects.filter(release=release).delete())
    refused_by_database(
        lambda: ReleaseTable.objects.create(
            release=release, slug="one-more", counts="c", date="d", threshold=5
        )
    )


def test_figures_of_a_draft_cannot_be_changed_either(lead):
    release = prepared(lead)
    refused_by_database(lambda: ReleaseTable.objects.filter(release=release).update(cells=[]))


def test_the_database_refuses_approval_by_who_prepared(lead):
    release = prepared(lead)
    mine = Release.objects.filter(pk=release.pk)
    refused_by_database(lambda: mine.update(state="approved", approved_by=lead, approved_at=NOW))


def test_counting_takes_the_same_queries_however_many_rows(lead, monitor):
    from django.db import connection

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            prepared(lead)
        return len(captured)

    few = queries()
    rows.reports(60, by=monitor, filed="2026-08-01T10:00")
    made = rows.cases(40, by=lead, opened="2026-08-01T09:00")
    rows.allegations(made, by=lead)
    assert queries() == few


def test_checksum_is_of_figures_and_codes_not_of_words(lead, monitor):
    rows.reports(9, by=monitor, filed="2026-08-01T10:00")
    first = prepared(lead)
    from mission.places.models import Place

    Place.objects.filter(pcode="HT01").update(name_fr="Autre nom")
    second = prepared(lead)
    rows.reports(9, by=monitor, filed="2026-08-01T10:00")
    assert first.checksum == second.checksum != prepared(lead).checksum
