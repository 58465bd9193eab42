"""Which files are taken, told by their content and never by their name."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePath

import puremagic
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# As much of the beginning as is looked at.
HEAD = 64 * 1024
NAME_LENGTH = 120
# What a browser may take for a page or a drawing that runs scripts, wherever it stands in a text.
MARKUP = re.compile(
    rb"<\s*(!doctype|html|head|body|script|svg|iframe|object|embed|\?xml|\?php|x?:?xml)",
    re.IGNORECASE,
)
# Signatures this short or shorter stand at the beginning of ordinary words.
CERTAIN = 0.4


@dataclass(frozen=True)
class Kind:
    """One kind of file that is taken. `picture` is what Pillow calls it, "" when it is none."""

    content_type: str
    extension: str
    label: "str | Promise"
    starts: Callable[[bytes], bool]
    picture: str = ""
    is_zip: bool = False


def _begins(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(signatures)


def _riff(form: bytes) -> Callable[[bytes], bool]:
    return lambda head: head[:4] == b"RIFF" and head[8:12] == form


def _brand(*brands: bytes) -> Callable[[bytes], bool]:
    return lambda head: head[4:8] == b"ftyp" and head[8:12].startswith(brands)


def _mp3(head: bytes) -> bool:
    # A frame of layer III: eleven bits of ones, then a version and a layer that exist.
    frame = len(head) > 2 and head[0] == 0xFF and head[1] in (0xFB, 0xFA, 0xF3, 0xF2, 0xE3, 0xE2)
    return head.startswith(b"ID3") or (frame and head[2] >> 4 not in (0, 15))


def _text(head: bytes) -> bool:
    """Readable throughout, no markup, no script, and nothing that has a signature of its own."""
    if head.startswith(b"#!") or MARKUP.search(head) or not _readable(head):
        return False
    try:
        return all(found.confidence < CERTAIN for found in puremagic.magic_string(head))
    except puremagic.PureError:
        return True


def _readable(head: bytes) -> bool:
    text = head.decode("utf-8", errors="ignore").removeprefix("\ufeff")
    lost = len(head) - len(text.encode())
    return lost <= 6 and not any(
        unicodedata.category(sign) == "Cc" and sign not in "\n\r\t\f" for sign in text
    )


OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
OPEN_XML = "application/vnd.openxmlformats-officedocument."
_zip = _begins(b"PK\x03\x04")
_never = _begins(b"\0not the beginning of anything\0")

PICTURE, DOCUMENT = _("picture"), _("document")
SHEET, SOUND, FILM = _("spreadsheet"), _("sound"), _("film")

KINDS: tuple[Kind, ...] = (
    Kind("image/jpeg", "jpg", PICTURE, _begins(b"\xff\xd8\xff"), "JPEG"),
    Kind("image/png", "png", PICTURE, _begins(b"\x89PNG\r\n\x1a\n"), "PNG"),
    Kind("image/webp", "webp", PICTURE, _riff(b"WEBP"), "WEBP"),
    # Kept and handed out; there is no preview, because nothing here reads it.
    Kind("image/heic", "heic", PICTURE, _brand(b"heic", b"heix", b"mif1", b"msf1", b"heif")),
    Kind("application/pdf", "pdf", DOCUMENT, _begins(b"%PDF-")),
    Kind(f"{OPEN_XML}wordprocessingml.document", "docx", DOCUMENT, _zip, is_zip=True),
    Kind(f"{OPEN_XML}spreadsheetml.sheet", "xlsx", SHEET, _never, is_zip=True),
    Kind(f"{OPEN_DOCUMENT}text", "odt", DOCUMENT, _never, is_zip=True),
    Kind(f"{OPEN_DOCUMENT}spreadsheet", "ods", SHEET, _never, is_zip=True),
    Kind("audio/mpeg", "mp3", SOUND, _mp3),
    Kind("audio/mp4", "m4a", SOUND, _brand(b"M4A ", b"M4B ")),
    Kind("audio/ogg", "ogg", SOUND, _begins(b"OggS")),
    Kind("audio/wav", "wav", SOUND, _riff(b"WAVE")),
    Kind("audio/amr", "amr", SOUND, _begins(b"#!AMR")),
    Kind("video/3gpp", "3gp", FILM, _brand(b"3gp", b"3g2")),
    Kind("video/mp4", "mp4", FILM, _brand(b"isom", b"iso", b"mp4", b"avc1", b"M4V ", b"MSNV")),
    Kind("text/plain", "txt", DOCUMENT, _text),
)
_BY_TYPE = {kind.content_type: kind for kind in KINDS}
UNKNOWN = Kind("application/octet-stream", "bin", _("file"), _never)

# What in an office document can run by itself.
MACROS = re.compile(
    r"(^|/)(vbaProject\.bin|vbaData\.xml|macrosheets/|activeX/)|^(Basic|Scripts)/", re.IGNORECASE
)


def recognise(head: bytes) -> Kind | None:
    """The kind a file begins like; None for what is not taken. A zip is looked into afterwards."""
    return next((kind for kind in KINDS if kind.starts(head)), None)


def kind_called(content_type: str) -> Kind:
    """The kind of a stored file; a plain file when the kind is no longer taken."""
    return _BY_TYPE.get(content_type, UNKNOWN)


def has_macros(names: Iterable[str], declared: str) -> bool:
    """Whether a document holds anything that can run."""
    return "macroenabled" in declared.casefold() or any(MACROS.search(name) for name in names)


def office_kind(names: Iterable[str], declared: str) -> Kind | None:
    """The kind of document a zip is, by its table of contents and what it declares to be."""
    if declared in _BY_TYPE and declared.startswith(OPEN_DOCUMENT):
        return _BY_TYPE[declared]
    held = set(names)
    if "[Content_Types].xml" not in held:
        return None
    for part, kind in (("word/document.xml", "word"), ("xl/workbook.xml", "spread")):
        if part in held and f"{OPEN_XML}{kind}" in declared:
            return next(k for k in KINDS if k.content_type.startswith(f"{OPEN_XML}{kind}"))
    return None


def clean_name(name: str) -> str:
    """The last part of a name without signs nobody can see, short enough to be shown."""
    plain = PurePath(name.replace("\\", "/")).name
    seen = "".join(s for s in plain if unicodedata.category(s)[0] != "C")
    seen = unicodedata.normalize("NFC", " ".join(seen.split()))
    if len(seen) > NAME_LENGTH:
        ending = PurePath(seen).suffix[:10]
        seen = f"{seen[: NAME_LENGTH - len(ending) - 1]}…{ending}"
    return seen.strip(". ") or "-"
