"""Importing files, good and bad, into a tiny target: organisations."""

import csv
import os
import stat
import threading
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oversight.accounts.models import Organisation
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from oversight.imports.actions import run
from oversight.imports.models import ImportedRow, ImportRun
from oversight.imports.rules import Field, ImportTarget, Reason, Refused, targets
from oversight.imports.rules.targets import Kind

pytestmark = pytest.mark.django_db

MAPPING = """
target: organisations
source: register
file: {encodings: [utf-8, cp1252], delimiter: ","}
key: [id]
columns:
  name: {from: name}
  kind: {from: kind, values: {"Non-profit": ngo, State: state}}
  since: {from: since, dates: ["%m/%d/%y", "%Y-%m-%d"]}
constants: {}
"""


def build_row(values, *, key):
    if values["name"] == "refuse me":
        raise Refused(Reason("not_wanted", "The target says no.", "name"))
    return Organisation(name=values["name"], kind=values["kind"] or "other")


def commit_batch(built, *, by, run, now):
    Organisation.objects.bulk_create(built)


@pytest.fixture(autouse=True)
def _target(monkeypatch):
    target = ImportTarget(
        "organisations",
        (Field("name", required=True, max_length=60), Field("kind"), Field("since", Kind.DATE)),
        build_row,
        commit_batch,
    )
    monkeypatch.setitem(targets._targets, "organisations", target)


@pytest.fixture
def load(tmp_path):
    """Import some bytes."""

    def load(content, mapping=MAPPING, **more):
        path = tmp_path / "in.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        more = {"quarantine": tmp_path / "bad" / "rows.csv"} | more
        return run(path=path, mapping=mapping, **more)

    return load


def bad_rows(outcome):
    with outcome.quarantine.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def names():
    return set(Organisation.objects.values_list("name", flat=True))


GOOD = "id,name,kind,since\n1,Fanm Vanyan,Non-profit,3/7/13\n2,Ministè,State,2020-01-02\n3,X,,\n"


def test_good_rows_are_created_and_a_second_run_adds_nothing(load):
    assert str(load(GOOD)) == "read 3, created 3, already there 0, quarantined 0"
    assert names() == {"Fanm Vanyan", "Ministè", "X"}
    second = load(GOOD)
    assert str(second) == "read 3, created 0, already there 3, quarantined 0"
    assert second.quarantine is None
    assert list(ImportRun.objects.values_list("state", flat=True)) == ["finished", "finished"]


def test_a_preview_counts_and_writes_nothing(load):
    outcome = load(GOOD + "1,Fanm Vanyan,Non-profit,3/7/13\n", dry_run=True)
    assert str(outcome) == "read 4, created 3, already there 1, quarantined 0"
    assert not names() and not ImportRun.objects.exists() and not ImportedRow.objects.exists()


def test_bad_rows_go_to_the_quarantine_with_every_reason(load):
    outcome = load(
        "id,name,kind,since\n"
        "1,,Club,13/45/20\n"
        ",Nameless key,State,\n"
        "3,refuse me,,\n"
        "4,short\n"
        "5,long,State,2020-01-01,extra\n"
        f"6,{'x' * 61},State,\n"
        "7,nul\0sign,State,\n"
        "8,good,State,\n"
        "8,changed,State,\n"
        "=1+1,=cmd(),Club,\n"
    )
    assert str(outcome) == "read 10, created 1, already there 0, quarantined 9"
    rows = bad_rows(outcome)
    reasons = {row["row"]: row["reasons"] for row in rows}
    assert all(code in reasons["1"] for code in ("missing", "unknown_value", "not_a_date"))
    expected = {
        "2": "key_missing",
        "3": "not_wanted",
        "4": "too_few_columns",
        "5": "too_many_columns",
        "6": "too_long",
        "7": "null_sign",
        "9": "key_changed",
        "10": "unknown_value",
    }
    assert all(code in reasons[row] for row, code in expected.items())
    formula = next(row for row in rows if row["row"] == "10")
    assert (formula["id"], formula["name"]) == ("'=1+1", "'=cmd()")
    assert stat.S_IMODE(outcome.quarantine.stat().st_mode) == 0o600


def test_undecodable_rows_are_set_aside_and_the_others_kept(load):
    content = "id,name,kind,since\n1,Léogâne,State,\n2,bad ".encode() + b"\xe9\xff" + b",State,\n"
    content += "3,Jérémie pòt,State,\n".encode()
    outcome = load(content)
    assert (outcome.encoding, outcome.created, outcome.quarantined) == ("utf-8", 2, 1)
    assert "undecodable" in bad_rows(outcome)[0]["reasons"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_each_encoding_of_the_list_is_recognised(load, encoding):
    outcome = load("id,name,kind,since\n1,Léogâne é,State,\n".encode(encoding))
    assert str(outcome) == "read 1, created 1, already there 0, quarantined 0"
    assert names() == {"Léogâne é"}


def test_a_quote_that_is_never_closed_loses_one_row_only(load):
    rows = "".join(f'{n},"Name, {n}",State,\n' for n in range(3, 60))
    outcome = load(f'id,name,kind,since\n1,one,State,\n2,"never closed,State,\n{rows}')
    assert (outcome.read, outcome.created, outcome.quarantined) == (59, 58, 1)
    assert "broken_quotes" in bad_rows(outcome)[0]["reasons"]


def test_a_stray_quote_in_the_last_row_is_set_aside(load):
    outcome = load('id,name,kind,since\n1,one,State,\n2,"two,State,\n')
    assert (outcome.created, outcome.quarantined) == (1, 1)


def test_fields_of_several_lines_and_blank_lines_are_read(load):
    outcome = load('id,name,kind,since\r\n1,"two\r\nlines",State,\r\n\r\n2,x,State,\r\n')
    assert str(outcome) == "read 2, created 2, already there 0, quarantined 0"
    assert "two\r\nlines" in names()


def test_a_line_without_end_is_not_held_in_memory(load):
    outcome = load(f"id,name,kind,since\n1,{'x' * 3_000_000},State,\n2,ok,State,\n")
    assert (outcome.read, outcome.created, outcome.quarantined) == (2, 1, 1)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "file_empty"),
        ("\n\n", "file_empty"),
        ("id,title\n1,x\n", "missing_column"),
        ("id,name,kind,since,name\n1,x,,,y\n", "missing_column"),
        ('id,"name\n', "header_broken"),
    ],
)
def test_a_wrong_header_imports_nothing(load, content, code):
    with pytest.raises(RuleBroken) as broken:
        load(content)
    assert broken.value.code == code and not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("target: organisations", "target: ghosts", "/target"),
        ("source: register", "source: ''", "/source"),
        ("key: [id]", "kee: [id]", "/kee"),
        ("name: {from: name}", "nom: {from: name}", "/columns/nom"),
        ("{from: name}", "{form: name}", "/columns/name/form"),
        ("  name: {from: name}\n", "", "/columns"),
        ("utf-8,", "utf-9,", "/file/encodings"),
        ('delimiter: ","', 'delimiter: ";;"', "/file/delimiter"),
        ("constants: {}", "constants: {name: x}", "/constants/name"),
        ("constants: {}", "constants: [", "/line"),
    ],
)
def test_a_wrong_mapping_says_where(load, old, new, where):
    with pytest.raises(RuleBroken) as broken:
        load(GOOD, mapping=MAPPING.replace(old, new))
    assert broken.value.pointer.startswith(where)


def test_a_row_the_database_refuses_does_not_take_its_batch_along(load):
    Organisation.objects.create(name="X", kind="ngo")
    outcome = load(GOOD)
    assert (outcome.created, outcome.quarantined) == (2, 1)
    assert "database:IntegrityError" in bad_rows(outcome)[0]["reasons"]


def test_a_run_that_dies_leaves_its_trace_and_the_next_goes_on(load, monkeypatch):
    monkeypatch.setattr("oversight.imports.actions.reading.BATCH", 10)
    content = "id,name,kind,since\n" + "".join(f"{n},name {n},State,\n" for n in range(35))

    def dies(built, *, by, run, now):
        if Organisation.objects.count() >= 20:
            raise KeyboardInterrupt
        Organisation.objects.bulk_create(built)

    with monkeypatch.context() as patch:
        object.__setattr__(targets._targets["organisations"], "commit_batch", dies)
        with pytest.raises(KeyboardInterrupt):
            load(content)
        del patch
    died = ImportRun.objects.get()
    assert (died.state, died.created, died.error) == ("failed", 20, "KeyboardInterrupt")
    # As kill -9 leaves it.
    ImportRun.objects.update(state="running")
    object.__setattr__(targets._targets["organisations"], "commit_batch", commit_batch)
    assert str(load(content)) == "read 35, created 15, already there 20, quarantined 0"
    died.refresh_from_db()
    assert died.state == "interrupted"


def test_only_who_may_import_does(load, lead, reviewer):
    with pytest.raises(NotPermitted):
        load(GOOD, by=reviewer)
    assert load(GOOD, by=lead).run.by == lead
    assert ImportRun.objects.visible_to(lead).count() == 1
    assert not ImportRun.objects.visible_to(reviewer).exists()


def test_the_quarantine_never_overwrites_the_file_it_reads(load, tmp_path):
    with pytest.raises(RuleBroken) as broken:
        load(GOOD, quarantine=tmp_path / "in.csv")
    assert broken.value.code == "same_file"


def test_missing_files_are_said_plainly(tmp_path):
    with pytest.raises(RuleBroken) as broken:
        run(path=tmp_path / "none.csv", mapping=MAPPING)
    assert broken.value.code == "file_unreadable"
    with pytest.raises(RuleBroken) as broken:
        run(path=tmp_path / "none.csv", mapping=Path(os.devnull) / "none.yaml")
    assert broken.value.code == "mapping_unreadable"


@pytest.mark.django_db(transaction=True)
def test_two_runs_of_one_source_do_not_overlap(load):
    found = []

    def second():
        try:
            load(GOOD, dry_run=True)
        except Conflict as conflict:
            found.append(conflict.code)
        finally:
            connection.close()

    def while_running(values, *, key):
        if not found:
            thread = threading.Thread(target=second)
            thread.start()
            thread.join()
        return build_row(values, key=key)

    object.__setattr__(targets._targets["organisations"], "build_row", while_running)
    assert load(GOOD).created == 3
    assert found == ["import_running"]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=300) | st.text(alphabet='ab,"\n\r\0é;', max_size=300).map(str.encode))
def test_any_bytes_are_read_to_the_end_with_every_row_accounted_for(load, junk):
    outcome = load(b"id,name,kind,since\n1,first,State,\n" + junk, dry_run=True)
    assert outcome.read == outcome.created + outcome.already + outcome.quarantined
    assert outcome.read >= 1
