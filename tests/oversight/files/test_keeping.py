"""Bytes under seal: what lies on the disk, what comes back, what is left after removal."""

import hashlib
import io
import os
import time
import tracemalloc

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.management import call_command
from django.db import connection

from oversight.audit.models import Event
from oversight.files.actions import (
    Incoming,
    check,
    examine,
    name_of,
    open_original,
    open_preview,
    remove,
    sweep,
)
from oversight.files.actions.incoming import TooLarge
from oversight.files.actions.keeping import path_of
from oversight.files.actions.sealed import SealedReader, SealedWriter
from oversight.files.models import StoredFile
from oversight.files.rules import CHUNK, HEADER, TAG
from tests.files import COMMENT, GPS_IFD, jpeg, opened

pytestmark = pytest.mark.django_db


def on_disk(files_dir):
    return [path for path in files_dir.rglob("*") if path.is_file()]


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7])
def test_comes_back_as_it_was_from_anywhere(tmp_path, size):
    plain, key = os.urandom(size), os.urandom(32)
    with (tmp_path / "x").open("wb") as file:
        writer = SealedWriter(file, key)
        for start in range(0, size, 10_007):
            writer.write(plain[start : start + 10_007])
        writer.close()
    with io.BufferedReader(SealedReader(tmp_path / "x", key)) as reader:
        assert reader.raw.size == size and reader.read() == plain
        for at in (0, size // 2, max(0, size - 3)):
            reader.seek(at)
            assert reader.read(5) == plain[at : at + 5]


@pytest.mark.parametrize(
    "harm", ["cut", "cut a chunk", "changed", "swapped", "header", "other key"]
)
def test_what_was_tampered_with_does_not_open(tmp_path, harm):
    key, path = os.urandom(32), tmp_path / "x"
    with path.open("wb") as file:
        writer = SealedWriter(file, key)
        writer.write(os.urandom(3 * CHUNK))
        writer.close()
    data, step = bytearray(path.read_bytes()), CHUNK + TAG
    if harm == "cut":
        del data[-5:]
    elif harm == "cut a chunk":
        del data[-step:]
    elif harm == "changed":
        data[HEADER + 10] ^= 1
    elif harm == "swapped":
        first, second = data[HEADER : HEADER + step], data[HEADER + step : HEADER + 2 * step]
        data[HEADER : HEADER + 2 * step] = second + first
    elif harm == "header":
        data[0] ^= 1
    path.write_bytes(data)
    with pytest.raises(OSError):
        SealedReader(path, os.urandom(32) if harm == "other key" else key).readall()


def test_neither_content_nor_name_lies_readable_anywhere(kept, files_dir):
    plain = jpeg()
    file = kept(plain, name="Marie Joseph, Delmas.jpg")
    examine(file=file)
    stored = b"".join(path.read_bytes() for path in on_disk(files_dir))
    for sign in (b"JFIF", b"Exif", COMMENT, plain[1000:1040]):
        assert sign not in stored
    assert all("Marie" not in str(path) for path in on_disk(files_dir))
    assert all(path.stat().st_mode & 0o077 == 0 for path in on_disk(files_dir))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f::text, (SELECT string_agg(e::text, ' ') FROM oversight_event e)"
            " FROM oversight_storedfile f"
        )
        assert "Marie" not in str(cursor.fetchone())
    assert name_of(StoredFile.objects.get()) == "Marie Joseph, Delmas.jpg"


def test_digest_and_size_are_those_of_what_came(kept):
    plain = jpeg()
    file = kept(plain)
    assert file.sha256 == hashlib.sha256(plain).hexdigest() and file.size == len(plain)
    with open_original(file) as stream:
        assert stream.read() == plain


def test_copy_has_nothing_of_what_the_camera_wrote_and_stands_upright(kept):
    file = examine(file=kept(jpeg()))
    with open_preview(file) as stream, open_original(file) as whole:
        copy, original = stream.read(), opened(whole.read())
    shown = opened(copy)
    assert original.getexif().get_ifd(GPS_IFD) and original.info["comment"] == COMMENT
    assert not shown.getexif() and "comment" not in shown.info and "icc_profile" not in shown.info
    assert b"Exif" not in copy and b"script" not in copy and b"telephone" not in copy
    assert shown.size == (800, 1600) and shown.format == "JPEG"


def test_picture_cut_short_is_kept_and_has_no_preview(kept):
    file = examine(file=kept(jpeg()[:-4000]))
    assert (file.preview, file.has_preview, file.is_open) == ("failed", False, True)


def test_arriving_stops_at_the_limit_and_leaves_nothing(arrive, files_dir, settings):
    settings.FILE_MAX_MB = 1
    assert arrive(b"x" * 1024 * 1024).size == 1024 * 1024
    with pytest.raises(TooLarge):
        arrive(b"x" * (1024 * 1024 + 1))
    assert len(on_disk(files_dir)) == 1


def test_new_key_of_the_office_leaves_the_bytes_and_reseals_their_key(kept, settings):
    file, plain = kept(jpeg()), jpeg()
    old, new = settings.SEALING_KEYS[0], Fernet.generate_key().decode()
    before = path_of(file).read_bytes()
    settings.SEALING_KEYS = [new, old]
    call_command("rotate_sealing_keys", verbosity=0)
    settings.SEALING_KEYS = [new]
    fresh = StoredFile.objects.get()
    with open_original(fresh) as stream:
        assert stream.read() == plain
    assert path_of(fresh).read_bytes() == before
    settings.SEALING_KEYS = [old]
    with pytest.raises(InvalidToken):
        open_original(fresh)


def test_removal_takes_bytes_and_copy_and_leaves_an_event(
    kept, files_dir, monitor, django_capture_on_commit_callbacks
):
    file = examine(file=kept(jpeg()))
    with django_capture_on_commit_callbacks(execute=True):
        remove(file=file, by=monitor)
    assert not on_disk(files_dir) and not StoredFile.objects.exists()
    assert Event.objects.filter(type="file.removed").count() == 1


def test_sweep_takes_what_belongs_to_nothing_once_it_is_old(kept, arrive, files_dir, monitor):
    file, lost = kept(jpeg()), arrive(b"never kept")
    stray = path_of(file).with_name("0" * 32)
    stray.write_bytes(b"x")
    assert sweep() == 0
    assert sweep(now=time.time() + 2 * 86_400) == 2
    assert path_of(file).exists() and not lost.path.exists() and not stray.exists()


def test_nobody_sees_a_file_that_nothing_holds(kept, everybody):
    kept(jpeg())
    for who in everybody.values():
        assert not StoredFile.objects.visible_to(who).exists()


def test_memory_does_not_grow_with_the_file():
    """20 MB come in, are kept, and leave again; never more than a few chunks are held."""
    piece = (b"Yo te di nou sa. " * 4_096)[:65_536]

    def whole():
        incoming = Incoming()
        for _time in range(320):
            incoming.write(piece)
        incoming.finish()
        return incoming

    tracemalloc.start()
    incoming = whole()
    check(incoming)
    with io.BufferedReader(incoming.reader()) as stream:
        while stream.read(65_536):
            pass
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert incoming.size == 320 * 65_536 and peak < 3_000_000
