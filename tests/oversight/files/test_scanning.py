"""A real clamd with one signature of our own. Without it these tests are skipped, loudly."""

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from django.http import Http404

from oversight.audit.models import Event
from oversight.files.actions import (
    examine,
    examine_waiting,
    open_preview,
    scanner_answers,
)
from oversight.files.models import StoredFile
from tests.files import HARMFUL, jpeg

pytestmark = pytest.mark.django_db
CLAMD = shutil.which("clamd")
CONF = """Foreground yes
LocalSocket {folder}/clamd.sock
DatabaseDirectory {folder}/signatures
TemporaryDirectory {folder}
MaxThreads 2
StreamMaxLength 30M
"""


@pytest.fixture(scope="module")
def clamd():
    """The socket of a scanner that knows one harmful file."""
    if CLAMD is None:
        pytest.skip("NO SCANNER: install Debian's clamav-daemon to run the tests of scanning")
    # The path of a socket must be short.
    with tempfile.TemporaryDirectory(prefix="scan") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "signatures").mkdir()
        signature = f"Test.Harmful:0:0:{HARMFUL.strip().hex()}\n"
        (folder / "signatures" / "own.ndb").write_text(signature)
        (folder / "clamd.conf").write_text(CONF.format(folder=folder))
        running = subprocess.Popen(
            [CLAMD, "--config-file", folder / "clamd.conf"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        socket, end = folder / "clamd.sock", time.monotonic() + 20
        while not socket.exists() and running.poll() is None and time.monotonic() < end:
            time.sleep(0.1)
        assert socket.exists(), "the scanner did not start"
        yield str(socket)
        running.kill()
        running.wait()


@pytest.fixture
def scanned(settings, clamd):
    settings.CLAMD_ADDRESS = clamd


def test_clean_file_opens_after_the_scan_and_not_before(scanned, kept):
    file = kept(jpeg())
    assert file.state == "waiting_scan" and not file.is_open
    file = examine(file=file)
    assert (file.state, file.preview) == ("clean", "ready")


def test_harmful_file_is_set_aside_and_never_opens(scanned, kept):
    assert scanner_answers()
    file = examine(file=kept(HARMFUL, "note.txt"))
    assert (file.state, file.is_open) == ("quarantined", False)
    assert file.threat.startswith("Test.Harmful")
    event = Event.objects.get(type="file.quarantined")
    assert event.changes["state"] == ["waiting_scan", "quarantined"]


def test_file_waits_as_long_as_the_scanner_is_away(settings, kept, tmp_path):
    settings.CLAMD_ADDRESS = str(tmp_path / "nobody")
    assert not scanner_answers()
    file = kept(jpeg())
    assert examine_waiting() == 1
    file.refresh_from_db()
    assert file.state == "waiting_scan" and file.examined_at and file.preview == "waiting"
    with pytest.raises(Http404):
        open_preview(file)


def test_what_waited_is_scanned_when_the_scanner_is_back(settings, kept, clamd, tmp_path):
    settings.CLAMD_ADDRESS = str(tmp_path / "nobody")
    first, second = kept(jpeg()), kept(HARMFUL, "note.txt")
    examine_waiting()
    settings.CLAMD_ADDRESS = clamd
    assert examine_waiting() == 2
    states = dict(StoredFile.objects.values_list("pk", "state"))
    assert states == {first.pk: "clean", second.pk: "quarantined"}
    assert examine_waiting() == 0


def test_without_a_scanner_files_say_that_nobody_scanned_them(kept):
    file = examine(file=kept(jpeg()))
    assert (file.state, file.has_preview) == ("unscanned", True)
    assert "not scanned" in str(file.get_state_display())
