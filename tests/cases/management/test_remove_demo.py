"""Taking the demonstration away: refused where anything may be real, complete where it is done."""

import subprocess
import sys

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from cases.management.demo import removal
from cases.management.demo.people import create_people
from cases.reports.actions import file_report
from oversight.accounts.models import User
from oversight.audit.actions import note_read
from oversight.management import resting
from tests.cases.casework.conftest import BODY
from tests.people import make_user
from tests.structure.house import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture
def fictional(settings, tmp_path):
    """A demonstration with its people and one report of theirs."""
    settings.DEMO, settings.VAR_DIR = True, tmp_path
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    settings.FILES_DIR = tmp_path / "files"
    people = create_people()
    file_report(by=people["monitor"], data=BODY, channel="demo")
    return people


def refusal(*arguments):
    with pytest.raises(CommandError) as refused:
        call_command("remove_demo", *arguments)
    return str(refused.value)


def test_real_use_has_nothing_to_remove(fictional, settings):
    settings.DEMO = False
    assert "not a demonstration" in refusal("--yes")
    assert User.objects.count() == len(fictional)


def test_without_yes_it_only_says_what_goes(fictional, capsys):
    assert "Add --yes" in refusal()
    assert f"{len(fictional)} accounts, 1 reports, 0 cases" in capsys.readouterr().out


def test_a_database_without_fictional_people_is_left_alone(settings, monitor):
    settings.DEMO = True
    assert "no fictional data" in refusal("--yes")


def test_what_a_real_person_wrote_is_never_removed(fictional):
    visitor = make_user("visitor@office.example", "monitor", "reviewer")
    report = file_report(by=fictional["monitor2"], data=BODY, channel="form")[0]
    removal.check(removal.look())
    note_read(target=report, by=visitor)
    removal.check(removal.look())
    assert removal.look().others == 1
    file_report(by=visitor, data=BODY, channel="form")
    assert "That may be real" in refusal("--yes")


def test_work_on_a_case_counts_as_writing(fictional):
    from cases.casework.actions import add_note, open_case

    report = file_report(by=fictional["monitor2"], data=BODY, channel="form")[0]
    case = open_case(reports=[report], by=fictional["reviewer"], title="Market")
    visitor = make_user("visitor@office.example", "reviewer")
    removal.check(removal.look())
    add_note(case=case, by=visitor, text="seen")
    assert "That may be real" in refusal("--yes")


def test_what_was_typed_in_while_trying_is_said(fictional, capsys):
    file_report(by=fictional["monitor2"], data=BODY, channel="form")
    refusal()
    assert "1 were sent while trying" in capsys.readouterr().out


def test_tables_of_another_program_stop_it(fictional):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE accounting (id int)")
    assert "accounting" in refusal("--yes")


def test_it_waits_until_nobody_else_is_connected(fictional, monkeypatch):
    monkeypatch.setattr(removal, "WAIT_SECONDS", 0.5)
    removal.wait_until_alone()
    here = connection.connection.info
    visitor = psycopg.connect(host=here.host, user=here.user, dbname=here.dbname)
    with visitor, pytest.raises(removal.NotRemovable, match="Stop web, workers and beat"):
        removal.wait_until_alone()


def test_all_tables_go_although_some_refuse_every_deletion(fictional):
    with transaction.atomic(), removal.nobody_writes():
        # Django's tests defer what the command has checked by then.
        connection.check_constraints()
        assert "oversight_event" in removal._tables()
        removal.drop()
        assert removal._tables() == set()
        transaction.set_rollback(True)
    assert "oversight_event" in removal._tables()


def test_the_folder_keeps_nothing_of_the_demonstration(tmp_path):
    inside, outside = tmp_path / "var", tmp_path / "elsewhere"
    for folder in (inside / "mail", inside / "files" / "ab", outside):
        folder.mkdir(parents=True)
        (folder / "x").write_text("fictional")
    (inside / "demo.json").write_text("{}")
    (inside / "secrets.json").write_text("{}")
    left = removal.clear_folder(inside, inside / "mail", inside / "files", outside, tmp_path / "no")
    assert left == [outside]
    assert [path.name for path in inside.iterdir()] == ["secrets.json"]
    assert (outside / "x").exists()


def test_a_command_asks_the_site_to_rest_until_it_ends(tmp_path):
    assert not resting.is_asked(tmp_path)
    hold = (
        "from pathlib import Path; from oversight.management import resting; import sys;"
        f"resting.ask(Path({str(tmp_path)!r})); print('held', flush=True); sys.stdin.read()"
    )
    command = subprocess.Popen(
        [sys.executable, "-c", hold], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert command.stdout.readline() == b"held\n"
    assert resting.is_asked(tmp_path)
    command.kill()
    command.wait()
    assert not resting.is_asked(tmp_path)
