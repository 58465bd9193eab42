"""A restored backup equals the original, and one that is not whole is refused."""

import io
import json
import shutil
import threading

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection

from cases.reports.actions import file_report
from oversight.audit.models import Event
from oversight.files.models import StoredFile
from oversight.management.backups import Refused, contents, making, manifest, restoring, tools
from oversight.sealing.rules import Sealed
from tests.cases.casework.conftest import BODY
from tests.oversight.management.conftest import connected

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    settings.FILES_DIR.mkdir()
    return tmp_path


@pytest.fixture
def filled(folder, settings, monitor):
    """A report, a file with its row, one that is still arriving."""
    file_report(by=monitor, data=BODY, channel="form")
    row = StoredFile.objects.create(
        sha256="0" * 64,
        size=3,
        content_type="text/plain",
        name=Sealed.of("statement of Planted Name.txt"),
        data_key=Sealed.of("key"),
        state="clean",
        kept_by=monitor,
    )
    path = making.path_of(row)
    path.parent.mkdir()
    path.write_bytes(b"\0\1sealed")
    (settings.FILES_DIR / "arriving").mkdir()
    (settings.FILES_DIR / "arriving" / "half").write_bytes(b"x")
    return path


@pytest.fixture
def backup(filled, folder):
    making.make(connection, folder / "backup")
    return folder / "backup"


def refusal(*arguments):
    said = io.StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("restore", *map(str, arguments), stderr=said)
    return str(refused.value) + said.getvalue()


def test_restored_database_and_files_have_the_same_checksums(
    second, backup, folder, settings, monitor
):
    settings.FILES_DIR = folder / "elsewhere"
    listed = manifest.read(backup)
    assert listed.tables["cases_report"].count == 1
    assert listed.tables["oversight_event"].count == Event.objects.count()
    assert len(listed.files) == 1
    with connected(second, second.owner) as other:
        assert restoring.restore(other, backup, listed, replace=False) == []
        with connection.cursor() as here, other.cursor() as there:
            here.execute("BEGIN")
            there.execute("BEGIN")
            assert contents.sums(here) == contents.sums(there)
            here.execute("ROLLBACK")
            there.execute("ROLLBACK")
            there.execute("SELECT count(*) FROM django_session")
            assert there.fetchone() == (0,), "nobody gets into a session by way of a backup"
    kept = [path.name for path in settings.FILES_DIR.rglob("*") if path.is_file()]
    assert len(kept) == 1


def test_backup_is_one_snapshot_whatever_is_written_meanwhile(
    filled, folder, monitor, monkeypatch, second, settings
):
    """A report that comes between the sums and the dump is in neither."""
    dump = making._dump

    def somebody_reports(connection, path, snapshot):
        thread = threading.Thread(target=report)
        thread.start()
        thread.join()
        dump(connection, path, snapshot)

    def report():
        file_report(by=monitor, data=BODY, channel="form")
        connection.close()

    monkeypatch.setattr(making, "_dump", somebody_reports)
    made = making.make(connection, folder / "backup")
    assert made.tables["cases_report"].count == 1
    settings.FILES_DIR = folder / "elsewhere"
    with connected(second, second.owner) as other:
        listed = manifest.read(folder / "backup")
        assert restoring.restore(other, folder / "backup", listed, replace=False) == []


def test_keys_and_plain_names_are_not_in_the_backup(backup, settings):
    everything = b"".join(path.read_bytes() for path in backup.rglob("*") if path.is_file())
    for secret in (*settings.SEALING_KEYS, settings.SECRET_KEY, settings.AUDIT_DIGEST_KEY):
        assert secret.encode() not in everything
    assert b"Planted" not in everything


def test_nobody_else_may_read_it(backup):
    assert backup.stat().st_mode & 0o077 == 0


def test_a_database_that_is_not_empty_is_refused_unless_told(second, backup, folder, settings):
    listed = manifest.read(backup)
    settings.FILES_DIR = folder / "elsewhere"
    with connected(second, second.owner) as other:
        restoring.restore(other, backup, listed, replace=False)
        with pytest.raises(Refused, match="tables already"):
            restoring.restore(other, backup, listed, replace=False)
        with other.cursor() as cursor:
            cursor.execute("CREATE TABLE of_later (id int)")
            cursor.execute("UPDATE cases_report SET narrative = 'changed'")
        assert restoring.compare(other, listed) == [
            "table cases_report has as many rows, with other contents",
            "table of_later is not in the backup",
        ]
        assert restoring.restore(other, backup, listed, replace=True) == []
    assert [path for path in folder.iterdir() if path.name.startswith("elsewhere.before-")]


def test_files_that_are_there_are_not_written_over(second, backup):
    with (
        connected(second, second.owner) as other,
        pytest.raises(Refused, match="holds files already"),
    ):
        restoring.restore(other, backup, manifest.read(backup), replace=False)


def test_a_site_that_runs_is_not_restored_over(second, backup, folder, settings):
    settings.FILES_DIR = folder / "elsewhere"
    listed = manifest.read(backup)
    with connected(second, second.owner) as other, connected(second, second.runtime) as site:
        restoring.restore(other, backup, listed, replace=False)
        site.ensure_connection()
        with pytest.raises(Refused, match="Stop web, workers and beat first"):
            restoring.restore(other, backup, listed, replace=True)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda b: cut(b / "database.dump"), "database.dump was changed or cut short"),
        (lambda b: cut(next((b / "files").rglob("*/*"))), "was changed or cut short"),
        (lambda b: shutil.rmtree(b / "files"), "is missing"),
        (lambda b: (b / "manifest.json").write_text("{}"), "cannot be read"),
        (lambda b: (b / "manifest.json").unlink(), "cut short"),
        (lambda b: rewrite(b), "was changed"),
    ],
)
def test_a_damaged_backup_is_refused(backup, harm, said):
    harm(backup)
    assert said in refusal(backup, "--check")
    assert said in refusal(backup, "--replace"), "nothing is touched before it was checked"
    assert StoredFile.objects.count() == 1


def cut(path):
    path.write_bytes(path.read_bytes()[:-1])


def rewrite(backup):
    """As somebody would who removed a report from the dump and mended the list."""
    path = backup / "manifest.json"
    body = json.loads(path.read_text())
    body["tables"]["cases_report"]["count"] = 0
    path.write_text(json.dumps(body))


def test_keys_that_do_not_open_it_are_named_before_anything_is_touched(backup, settings):
    settings.SEALING_KEYS = [Fernet.generate_key().decode()]
    assert "SEALING_KEYS" in refusal(backup, "--replace")
    assert StoredFile.objects.count() == 1


def test_a_file_that_a_row_speaks_of_and_that_is_gone_is_named(filled, folder):
    filled.unlink()
    with pytest.raises(CommandError, match="1 files that rows speak of"):
        call_command("backup", str(folder / "backup"))
    assert manifest.read(folder / "backup").missing_files == [f"{filled.parent.name}/{filled.name}"]


def test_a_backup_that_is_cut_short_leaves_no_folder_of_that_name(filled, folder, monkeypatch):
    def broken(*_):
        raise OSError("no space left")

    monkeypatch.setattr(making, "_copy_files", broken)
    with pytest.raises(OSError, match="no space"):
        making.make(connection, folder / "backup")
    assert not [path for path in folder.iterdir() if path.name.startswith("backup")]


def test_a_folder_that_is_there_is_not_written_into(backup):
    with pytest.raises(CommandError, match="name a new folder"):
        call_command("backup", str(backup))


def test_dated_backups_are_kept_up_to_a_number_and_nothing_else_is_removed(filled, folder):
    parent = folder / "backups"
    for name in ("20260101T000000Z", "20260102T000000Z"):
        (parent / name).mkdir(parents=True)
        (parent / name / "manifest.json").write_text("{}")
    (parent / "notes").mkdir()
    call_command("backup", str(parent), "--dated", "--keep", "2")
    left = sorted(path.name for path in parent.iterdir())
    assert len(left) == 3
    assert "20260101T000000Z" not in left
    assert {"20260102T000000Z", "notes"} < set(left)


def test_a_sound_backup_says_so_and_equals_what_is_here(backup, capsys):
    call_command("restore", str(backup), "--check")
    assert "Sound" in capsys.readouterr().out
    call_command("restore", str(backup), "--compare")
    assert "have the same checksums" in capsys.readouterr().out


def test_a_program_of_another_version_is_not_taken(settings, tmp_path):
    settings.PG_BIN_DIR = str(tmp_path)
    other = tmp_path / "pg_dump"
    other.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6'\n")
    other.chmod(0o755)
    assert tools.find("pg_dump", tools.major_of(connection)) != other
    with pytest.raises(Refused, match="postgresql-client-7"):
        tools.find("pg_dump", 7)
