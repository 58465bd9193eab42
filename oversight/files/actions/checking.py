"""Looking into a file that has arrived: pictures that would exhaust memory, documents that would run."""

import io
import zipfile
from typing import NoReturn

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from PIL import Image

from oversight.authority.rules import RuleBroken
from oversight.files.actions.incoming import Incoming
from oversight.files.rules import Kind, office_kind, recognise
from oversight.files.rules.kinds import has_macros

MILLION = 1_000_000
# A picture that is not read in reduced size costs four bytes a point.
MOST_POINTS_WHOLE = 30 * MILLION
# A table of contents beyond this is no office document.
MOST_CONTENTS = 512 * 1024
MOST_DECLARED = 256 * 1024
TAIL = 65_557
END, ZIP64 = b"PK\x05\x06", b"PK\x06\x07"


def _refuse(code: str, message: object) -> NoReturn:
    raise RuleBroken(code, message, "/file")  # type: ignore[arg-type]


def refuse_kind() -> NoReturn:
    _refuse(
        "kind_refused",
        _(
            "This kind of file is not taken. Send a picture (JPEG, PNG, WebP, HEIC), a PDF, a plain"
            " text, a document or spreadsheet without macros (DOCX, ODT, XLSX, ODS), a sound or a film."
        ),
    )


def kind_of(incoming: Incoming) -> Kind:
    """The kind of a file that has arrived, or a refusal in plain words."""
    if not incoming.size:
        _refuse("empty", _("This file is empty. Choose it again."))
    kind = recognise(incoming.head)
    if kind is None:
        refuse_kind()
    with incoming.reader() as reader:
        if kind.is_zip:
            return _document(io.BufferedReader(reader))
        if kind.picture:
            _check_picture(io.BufferedReader(reader), kind)
    return kind


def _check_picture(file: io.BufferedReader, kind: Kind) -> None:
    try:
        with Image.open(file, formats=[kind.picture]) as picture:
            points = picture.width * picture.height
    except Image.DecompressionBombError:
        points = settings.FILE_MAX_MEGAPIXELS * MILLION + 1
    except Exception:  # a broken picture fails in as many ways as there are decoders
        _refuse("damaged", _("This picture cannot be read. It may be damaged: choose it again."))
    most = settings.FILE_MAX_MEGAPIXELS * MILLION
    if points > (most if kind.picture == "JPEG" else min(most, MOST_POINTS_WHOLE)):
        _refuse("picture_too_large", _("This picture has too many points to be opened safely."))


def _document(file: io.BufferedReader) -> Kind:
    _check_contents(file)
    try:
        with zipfile.ZipFile(file) as held:
            names = held.namelist()
            declared = _declared(held)
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError, ValueError):
        refuse_kind()
    if has_macros(names, declared):
        _refuse("macros", _("This document holds macros. Save it without them and send it again."))
    kind = office_kind(names, declared)
    if kind is None:
        refuse_kind()
    return kind


def _check_contents(file: io.BufferedReader) -> None:
    """The table of contents of a zip, before anything reads it into memory."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - TAIL))
    tail = file.read(TAIL)
    at = tail.rfind(END)
    if at < 0 or ZIP64 in tail or int.from_bytes(tail[at + 12 : at + 16], "little") > MOST_CONTENTS:
        refuse_kind()
    file.seek(0)


def _declared(held: zipfile.ZipFile) -> str:
    """What the document says it is: an OpenDocument in one line, Office Open XML in a list of parts."""
    name = "mimetype" if "mimetype" in held.namelist() else "[Content_Types].xml"
    if held.getinfo(name).file_size > MOST_DECLARED:
        refuse_kind()
    with held.open(name) as part:
        return part.read(MOST_DECLARED).decode("utf-8", errors="replace").strip()
