"""Files of the tests, made here: nothing anybody ever sent."""

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

GPS_IFD = 0x8825
COMMENT = b"<html><script>alert(1)</script></html>"
HARMFUL = b"HARMFUL-ON-PURPOSE-FOR-TESTS-0123456789\n"


@pytest.fixture
def files_dir(settings: Any, tmp_path: Path) -> Path:
    """Each test keeps its files in a folder of its own."""
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """What arrives is written to a device that the system says is full."""

    def opened(path: Any, flags: int, mode: int) -> int:
        Path(path).touch()
        return os.open("/dev/full", os.O_WRONLY)

    proxy = SimpleNamespace(**{**vars(os), "open": opened})
    monkeypatch.setattr("oversight.files.actions.incoming.os", proxy)


def jpeg(size: tuple[int, int] = (2400, 1200), **options: Any) -> bytes:
    """A photo as a phone makes it: lying on its side, with the place where it was taken."""
    picture = Image.new("RGB", size, "#88aa66")
    exif = picture.getexif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "A telephone"
    exif.get_ifd(GPS_IFD).update({1: "N", 2: (18.0, 32.0, 21.0), 3: "W", 4: (72.0, 20.0, 6.0)})
    written = io.BytesIO()
    picture.save(written, "JPEG", exif=exif, comment=COMMENT, **options)
    return written.getvalue()


def picture_of(format: str) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(written, format)
    return written.getvalue()


def bomb() -> bytes:
    """A PNG of a few bytes that claims more points than memory holds."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    whole = bytearray(picture_of("PNG"))
    whole[16:29] = head
    whole[29:33] = struct.pack(">I", zlib.crc32(b"IHDR" + head))
    return bytes(whole)


def zipped(**parts: str | bytes) -> bytes:
    """A zip of `name=content`; `__` in a name stands for a slash, `_dot_` for a point."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as held:
        for name, content in parts.items():
            held.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return written.getvalue()


def office(kind: str, main: str, *more: str, declared: str = "") -> bytes:
    """An Office Open XML document with its table of parts."""
    written = io.BytesIO()
    text = declared or f"application/vnd.openxmlformats-officedocument.{kind}.main+xml"
    with zipfile.ZipFile(written, "w") as held:
        held.writestr("[Content_Types].xml", f'<Types><Override ContentType="{text}"/></Types>')
        for name in (main, *more):
            held.writestr(name, "<x/>")
    return written.getvalue()


def docx(*more: str, declared: str = "") -> bytes:
    return office("wordprocessingml.document", "word/document.xml", *more, declared=declared)


def ftyp(brand: bytes) -> bytes:
    return b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x02\x00isomiso2" + b"\0" * 64


def opened(data: bytes) -> Any:
    return Image.open(io.BytesIO(data))


Sample = Callable[[], bytes]
TAKEN: dict[str, Sample] = {
    "image/jpeg": lambda: jpeg((60, 40)),
    "image/png": lambda: picture_of("PNG"),
    "image/webp": lambda: picture_of("WEBP"),
    "image/heic": lambda: ftyp(b"heic"),
    "application/pdf": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "text/plain": lambda: "Yo te wè de machin. Bò legliz la, maten.\n".encode(),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": docx,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": lambda: office(
        "spreadsheetml.sheet", "xl/workbook.xml"
    ),
    "application/vnd.oasis.opendocument.text": lambda: zipped(
        mimetype="application/vnd.oasis.opendocument.text"
    ),
    "application/vnd.oasis.opendocument.spreadsheet": lambda: zipped(
        mimetype="application/vnd.oasis.opendocument.spreadsheet"
    ),
    "audio/mpeg": lambda: b"\xff\xfb\x90\x64" + b"\0" * 400,
    "audio/mp4": lambda: ftyp(b"M4A "),
    "audio/ogg": lambda: b"OggS\x00\x02" + b"\0" * 22 + b"OpusHead",
    "audio/wav": lambda: b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0",
    "audio/amr": lambda: b"#!AMR\n<<<<",
    "video/3gpp": lambda: ftyp(b"3gp4"),
    "video/mp4": lambda: ftyp(b"isom"),
}
REFUSED: dict[str, tuple[Sample, str]] = {
    "nothing": (lambda: b"", "empty"),
    "page": (lambda: b"<!doctype html><p>hello", "kind_refused"),
    "page after words": (lambda: b"Dear office,\n<script>alert(1)</script>", "kind_refused"),
    "page that is a picture further on": (
        lambda: b"<html>" + jpeg((20, 20)),
        "kind_refused",
    ),
    "drawing": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', "kind_refused"),
    "windows program": (lambda: b"MZ\x90\0" + b"\0" * 200, "kind_refused"),
    "linux program": (lambda: b"\x7fELF\x02\x01\x01" + b"\0" * 60, "kind_refused"),
    "script": (lambda: b"#!/bin/sh\nrm -rf .\n", "kind_refused"),
    "archive": (lambda: zipped(a_dot_txt="x"), "kind_refused"),
    "old document": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "kind_refused"),
    "moving picture": (lambda: picture_of("GIF"), "kind_refused"),
    "bytes": (lambda: bytes(range(256)) * 4, "kind_refused"),
    "document with macros": (lambda: docx("word/vbaProject.bin"), "macros"),
    "document that says it has macros": (
        lambda: docx(declared="application/vnd.ms-word.document.macroEnabled.main+xml"),
        "macros",
    ),
    "text document with macros": (
        lambda: zipped(
            mimetype="application/vnd.oasis.opendocument.text", Basic__Standard_dot_xml="x"
        ),
        "macros",
    ),
    "broken archive": (lambda: docx()[:-10], "kind_refused"),
    "broken picture": (lambda: b"\xff\xd8\xff\xe0 not a picture", "damaged"),
    "picture that fills the memory": (bomb, "picture_too_large"),
}
