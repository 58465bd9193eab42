"""Rosters that come back: corrected, repeated, two at once. Nobody's name is told on the way."""

import csv
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mission.deployment.actions import import_roster
from mission.force.models import Personnel
from oversight.audit.models import Event
from oversight.authority.rules import Conflict, RuleBroken
from oversight.imports.models import ImportRun
from oversight.sealing.rules import decrypt

pytestmark = pytest.mark.django_db
HEADER = "service_number,name,rank,unit,state,status,arrived_on,left_on"
WRITES = ("INSERT", "UPDATE", "DELETE")


def day(count):
    return (timezone.localdate() + timedelta(days=count)).isoformat()


@pytest.fixture
def load(tmp_path):
    def load(*rows, header=HEADER, name="roster.csv", **more):
        path = tmp_path / name
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return import_roster(path=path, **({"quarantine": tmp_path / "bad.csv"} | more))

    return load


def trace():
    people = set(Personnel.objects.values_list("pk", "version"))
    return people, Event.objects.count(), ImportRun.objects.count()


def test_a_file_without_a_header_does_not_name_its_first_person(load):
    with pytest.raises(RuleBroken) as broken:
        load(header=f"K1,Amina Otieno,,A,KE,serving,{day(-2)},")
    assert broken.value.code == "missing_column"
    assert "Otieno" not in str(broken.value)


def test_rows_set_aside_come_in_when_they_are_corrected(load, tmp_path):
    load("K1,Amina Otieno,,A,KE,dancing,,")
    with (tmp_path / "bad.csv").open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    row["status"] = "serving"
    for name, counts in (("(…)", (0, 1)), ("Amina Otieno", (1, 0))):
        row["name"] = name
        again = ",".join(row.values())
        outcome = load(again, header=",".join(row), quarantine=tmp_path / "still.csv")
        assert (outcome.created, outcome.quarantined) == counts
    assert decrypt(Personnel.objects.get().name.token) == "Amina Otieno"


def test_the_same_bad_rows_again_are_told_and_leave_no_trace(load):
    rows = ("K1,Amina Otieno,,A,KE,serving,,", ",Nobody,,A,KE,serving,,")
    load(*rows)
    before = trace()
    outcome = load(*rows)
    assert str(outcome) == "read 2, created 0, updated 0, unchanged 1, quarantined 1"
    assert len(outcome.errors) == 1
    assert trace() == before


@pytest.mark.parametrize("turned", [False, True])
def test_rank_and_status_are_those_of_the_last_stay(load, turned):
    rows = [
        f"K1,Amina Otieno,Sergeant,A,KE,ended,{day(-90)},{day(-50)}",
        f"K1,Amina Otieno,Inspector,B,KE,serving,{day(-20)},",
    ]
    rows = rows[::-1] if turned else rows
    load(*rows)
    before = trace()
    assert load(*rows).unchanged == 2
    assert trace() == before
    person = Personnel.objects.get()
    assert (person.rank, person.status) == ("Inspector", "serving")


def test_again_unchanged_sends_no_statement_that_writes(load):
    rows = [f"N{n},Person {n},Constable,Unit {n % 7},KE,serving,{day(-9)}," for n in range(600)]
    load(*rows)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert load(*rows).unchanged == 600
    assert not [q for q in asked.captured_queries if q["sql"].lstrip().startswith(WRITES)]
    # Two batches: what is asked grows with the batches, never with the rows.
    assert len(asked) < 25


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_file_do_not_double_anybody(load, tmp_path):
    rows = [f"N{n},Person {n},,A,KE,serving,{day(-9)}," for n in range(200)]
    found = []

    def go(number):
        try:
            found.append(
                load(*rows, name=f"{number}.csv", quarantine=tmp_path / f"{number}.bad").created
            )
        except Conflict as conflict:
            found.append(conflict.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # The second is turned away, or comes after the first and finds everybody there.
    assert 200 in found
    assert set(found) <= {200, 0, "import_running"}
    assert Personnel.objects.count() == 200
