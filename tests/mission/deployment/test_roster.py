"""Rosters: read, checked row by row, brought in; a second time nothing is written."""

import io
import time
from datetime import date, timedelta

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command
from django.utils import timezone

from mission.deployment.actions import authorise, import_roster
from mission.deployment.models import Arrival, Breach
from mission.force.models import Personnel, Unit, UnitMembership
from mission.vetting.models import Concern
from oversight.audit.models import Event
from oversight.authority.rules import NotPermitted
from oversight.deadlines.models import Deadline, Notice
from oversight.imports.models import ImportRun
from oversight.sealing.rules import decrypt
from tests.mission.force_of_tests import fit, member, unit_of
from tests.people import make_user

pytestmark = pytest.mark.django_db
HEADER = "service_number,name,rank,unit,state,status,arrived_on,left_on"


def day(count):
    return (timezone.localdate() + timedelta(days=count)).isoformat()


@pytest.fixture
def load(tmp_path):
    def load(*rows, header=HEADER, name="roster.csv", **more):
        path = tmp_path / name
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return import_roster(path=path, quarantine=tmp_path / "bad.csv", **more)

    return load


def counts():
    kinds = (Personnel, Unit, UnitMembership, Arrival, Breach, Event, Deadline, Notice, ImportRun)
    return {kind.__name__: kind.objects.count() for kind in kinds}


GOOD = (
    f"K1,Amina Otieno,Sergeant,A Company,KE,serving,{day(-40)},",
    f"K2,Amina Otieno,Constable,A Company,KE,serving,{day(-40)},{day(-3)}",
    "J1,Devon Brown,Corporal,Engineers,JM,nominated,,",
)


def test_people_units_stays_and_breaches_come_in(load):
    outcome = load(*GOOD)
    assert str(outcome) == "read 3, created 3, updated 0, unchanged 0, quarantined 0"
    assert set(outcome.notes) == {
        ("arrived uncleared", "KE K1"),
        ("arrived uncleared", "KE K2"),
        ("unit created", "JM Engineers"),
        ("unit created", "KE A Company"),
    }
    person = Personnel.objects.get(service_number="K1")
    assert decrypt(person.name.token) == "Amina Otieno"
    assert person.memberships.get().unit.code == "A Company"
    states = dict(Breach.objects.values_list("arrival__personnel__service_number", "state"))
    assert states == {"K1": "open", "K2": "left"}
    assert Deadline.objects.filter(clock="breach_review", met_at__isnull=True).count() == 1


def test_the_same_file_again_writes_nothing(load):
    load(*GOOD)
    before, versions = counts(), set(Personnel.objects.values_list("pk", "version"))
    outcome = load(*GOOD)
    assert str(outcome) == "read 3, created 0, updated 0, unchanged 3, quarantined 0"
    assert counts() == before
    assert set(Personnel.objects.values_list("pk", "version")) == versions
    assert outcome.run is None


def test_a_change_updates_and_doubles_nobody(load):
    load(*GOOD)
    outcome = load(
        f"K1,Amina Otieno,Inspector,B Company,KE,serving,{day(-40)},{day(-1)}", *GOOD[1:]
    )
    assert str(outcome) == "read 3, created 0, updated 1, unchanged 2, quarantined 0"
    person = Personnel.objects.get(service_number="K1")
    assert person.rank == "Inspector"
    assert person.arrivals.get().left_on == timezone.localdate() - timedelta(days=1)
    assert Personnel.objects.count() == 3


def test_what_a_row_leaves_out_stays_as_it_is(load):
    load(*GOOD)
    outcome = load("K1,,,,KE,,,")
    assert outcome.unchanged == 1


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",Amina Otieno,,A Company,KE,serving,,", "number_missing"),
        ("K9,Amina Otieno,,A Company,XX,serving,,", "unknown_state"),
        ("K9,Amina Otieno,,A Company,,serving,,", "state_missing"),
        ("K9,Amina Otieno,,A Company,KE,serving,31/02/2025,", "not_a_date"),
        ("K9,Amina Otieno,,A Company,KE,serving,yesterday,", "not_a_date"),
        (f"K9,Amina Otieno,,A Company,KE,serving,{day(2)},", "in_the_future"),
        (f"K9,Amina Otieno,,A Company,KE,serving,{day(-2)},{day(-3)}", "left_before"),
        (f"K9,Amina Otieno,,A Company,KE,serving,,{day(-3)}", "never_arrived"),
        (f"K9,Amina Otieno,,,KE,serving,{day(-2)},", "unit_missing"),
        ("K9,Amina Otieno,,A Company,KE,dancing,,", "unknown_status"),
        ("K9,Amina Otieno,,A Company,KE", "too_few_columns"),
        ("K9,Otieno, Amina,Sergeant,A,KE,serving,2025-01-01,2025-02-02", "too_many_columns"),
        (f"K9,{'x' * 300},,A Company,KE,serving,,", "too_long"),
    ],
)
def test_what_does_not_fit_is_set_aside_with_its_row_and_its_reason(load, tmp_path, row, why):
    outcome = load(GOOD[0], row, GOOD[2])
    assert (outcome.read, outcome.created, outcome.quarantined) == (3, 2, 1)
    assert [(number, why in text) for number, _line, text in outcome.errors] == [(2, True)]
    aside = (tmp_path / "bad.csv").read_text()
    assert "Otieno" not in aside.replace("K9,Otieno", ""), "names stay out of the file"
    assert not Personnel.objects.filter(service_number="K9").exists()


def test_one_number_with_two_names_is_set_aside(load):
    outcome = load(
        f"K1,Amina Otieno,,A Company,KE,serving,{day(-40)},",
        f"K1,Grace Wanjiru,,A Company,KE,serving,{day(-40)},",
    )
    assert str(outcome) == "read 2, created 1, updated 0, unchanged 0, quarantined 1"
    assert "other_name" in outcome.errors[0][2]
    assert decrypt(Personnel.objects.get().name.token) == "Amina Otieno"
    later = load(f"K1,Grace Wanjiru,,A Company,KE,serving,{day(-40)},")
    assert later.quarantined == 1


def test_the_same_number_in_another_state_is_another_person(load):
    outcome = load("K1,Amina Otieno,,A,KE,,,", "K1,Amina Otieno,,A,JM,,,")
    assert outcome.created == 2


def test_a_name_that_was_not_known_is_filled_in(load):
    member("K1", unit="A Company")
    assert load("K1,Amina Otieno,,A Company,KE,,,").updated == 1
    assert decrypt(Personnel.objects.get().name.token) == "Amina Otieno"


def test_two_stays_of_one_person_are_two_rows(load):
    outcome = load(
        f"K1,Amina Otieno,,A,KE,serving,{day(-90)},{day(-50)}",
        f"K1,Amina Otieno,,A,KE,serving,{day(-20)},",
    )
    assert (outcome.created, outcome.updated) == (1, 1)
    stays = Personnel.objects.get().arrivals.order_by("arrived_on")
    assert [stay.left_on is None for stay in stays] == [False, True]


def test_who_was_authorised_comes_without_a_breach(load, vetting_officer, vetting_officer2):
    person = fit(member("K1"), (vetting_officer, vetting_officer2), timezone.localdate())
    authorise(person=person, unit=unit_of(), arrives_on=timezone.localdate(), by=vetting_officer)
    outcome = load(f"K1,,,KE-1,KE,serving,{day(0)},")
    assert outcome.updated == 1
    assert not Breach.objects.exists()


def test_a_disciplinary_repatriation_stops_the_clearance(load):
    load(f"K1,Amina Otieno,,A,KE,repatriated,{day(-40)},{day(-3)}")
    assert Personnel.objects.get().status == "repatriated"
    assert Concern.objects.get().source == "repatriation"


def test_one_notice_for_all_breaches(load, vetting_officer, lead, reviewer):
    load(*GOOD)
    told = Notice.objects.filter(kind="breach_opened")
    assert {notice.recipient for notice in told} == {vetting_officer}
    assert Notice.objects.count() == 1


def test_a_try_counts_as_it_would_be_and_writes_nothing(load):
    before = counts()
    outcome = load(*GOOD, GOOD[0], dry_run=True)
    assert str(outcome) == "read 4, created 3, updated 0, unchanged 1, quarantined 0"
    assert counts() == before


def test_an_officer_imports_within_their_states_only(load, vetting_officer, lead, reviewer):
    limited = make_user("jm@office.example", "vetting_officer", scope=("contingent", "JM"))
    outcome = load(*GOOD, by=limited)
    assert (outcome.created, outcome.quarantined) == (1, 2)
    for other in (lead, reviewer):
        with pytest.raises(NotPermitted):
            load(*GOOD, by=other)
    assert ImportRun.objects.visible_to(vetting_officer).exists()
    assert not ImportRun.objects.visible_to(lead).exists()


@pytest.mark.parametrize("sign", [";", "\t"])
def test_files_of_other_offices_separate_otherwise(load, sign):
    rows = [row.replace(",", sign) for row in GOOD]
    assert load(*rows, header=HEADER.replace(",", sign)).created == 3


def test_a_workbook_is_read_as_well(tmp_path):
    path = tmp_path / "roster.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        form = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, HEADER.split(","))
        sheet.write_row(1, 0, [1001, "Amina Otieno", "", "A", "KE", "serving"])
        sheet.write_datetime(1, 6, date(2025, 3, 1), form)
        sheet.write_row(2, 0, ["", "Nobody", "", "A", "KE", "serving"])
    outcome = import_roster(path=path, quarantine=tmp_path / "bad.csv")
    assert str(outcome) == "read 2, created 1, updated 0, unchanged 0, quarantined 1"
    assert Arrival.objects.get().arrived_on == date(2025, 3, 1)
    assert Personnel.objects.get().service_number == "1001"


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04not a zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1x"]
)
def test_a_file_that_is_none_is_refused_in_a_sentence(tmp_path, content):
    path = tmp_path / "roster.xlsx"
    path.write_bytes(content)
    with pytest.raises(CommandError):
        call_command("import_roster", path)


def test_the_command_ends_with_its_counts(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text("\n".join([HEADER, *GOOD, ",No Number,,A,KE,,,"]), encoding="utf-8")
    out = io.StringIO()
    call_command("import_roster", path, "--quarantine", str(tmp_path / "bad.csv"), stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[-1] == "read 4, created 3, updated 0, unchanged 0, quarantined 1"
    assert any(line.startswith("row 4 (line 5): service_number:") for line in lines)
    assert "unit created: KE A Company" in lines
    assert "arrived uncleared: KE K1" in lines
    assert "Otieno" not in out.getvalue()
    assert "No Number" not in out.getvalue()


def test_two_and_a_half_thousand_people_come_in_quickly(load):
    """Under 30 s is promised; a quarter of it leaves room for a busy machine."""
    rows = [
        f"N{n},Person {n},Constable,Unit {n % 40},KE,serving,{day(-(n % 30) - 1)},"
        for n in range(2_500)
    ]
    begun = time.perf_counter()
    assert load(*rows).created == 2_500
    took = time.perf_counter() - begun
    before = counts()
    begun = time.perf_counter()
    assert load(*rows).unchanged == 2_500
    again = time.perf_counter() - begun
    assert counts() == before
    assert took < 30
    assert again < 10
