"""Scanning files and making the pictures that pages show."""

import io
import logging
import os
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from clamav_client.clamd import ClamdError
from clamav_client.scanner import ClamdScanner
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from PIL import Image, ImageOps

from oversight.audit import actions as audit
from oversight.files.actions.keeping import PREVIEW, key_of, path_of
from oversight.files.actions.reading import open_original
from oversight.files.actions.sealed import SealedWriter
from oversight.files.choices import FileState, Preview
from oversight.files.models import StoredFile
from oversight.files.rules import kind_called

logger = logging.getLogger(__name__)
LONGEST_SIDE = 1600
QUALITY = 80
# One run of the task ends well before the worker would end it.
RUN = timedelta(seconds=40)
SCAN_SECONDS, PROBE_SECONDS = 30, 3
FOUND, OK = "FOUND", "OK"
_tellers: set[Callable[..., Any]] = set()


def register_quarantine_teller(tell: Callable[..., Any]) -> None:
    """`tell(file=, now=)` tells whoever sent a file that it was set aside."""
    _tellers.add(tell)


def _clamd(seconds: int) -> Any:
    config = {"address": settings.CLAMD_ADDRESS, "timeout": seconds}
    return ClamdScanner(config).client  # type: ignore[arg-type]


def scanner_answers() -> bool:
    """Whether the scanner is there."""
    try:
        return _clamd(PROBE_SECONDS).ping() == "PONG"
    except (ClamdError, OSError):
        return False


def examine_waiting(*, now: datetime | None = None) -> int:
    """Scan what waits, and make the previews; a scanner that is away is asked again next time."""
    begun = timezone.now()
    tried: set[uuid.UUID] = set()
    while timezone.now() - begun < RUN:
        next_one = StoredFile.objects.to_examine().exclude(pk__in=tried).first()
        if next_one is None:
            break
        tried.add(next_one.pk)
        examine(file=next_one, now=now)
    return len(tried)


@transaction.atomic
def examine(*, file: StoredFile, now: datetime | None = None) -> StoredFile | None:
    """One file: scanned first, looked at only when it is clean. None when somebody has it in hand."""
    rows = StoredFile.objects.select_for_update(skip_locked=True, of=("self",))
    held = rows.filter(pk=file.pk).first()
    if held is None:
        return None
    held.examined_at = now or timezone.now()
    if held.state == FileState.WAITING_SCAN:
        _scan(held)
    if held.is_open and held.preview == Preview.WAITING:
        held.preview = Preview.READY if _make_preview(held) else Preview.FAILED
    held.save(update_fields=("state", "threat", "preview", "examined_at"))
    return held


def _scan(file: StoredFile) -> None:
    if not settings.CLAMD_ADDRESS:
        # The scanner was taken away meanwhile; better said than waited for.
        file.state = FileState.UNSCANNED
        return
    try:
        with open_original(file) as stream:
            status, found = _clamd(SCAN_SECONDS).instream(stream)["stream"]
    except (ClamdError, OSError, KeyError) as error:
        logger.warning("The scanner did not answer: %s", type(error).__name__)
        return
    if status == FOUND:
        _set_aside(file, str(found or ""))
    elif status == OK:
        file.state = FileState.CLEAN


def _set_aside(file: StoredFile, found: str) -> None:
    old, file.state = file.state, FileState.QUARANTINED
    file.threat = found[:120]
    file.preview = Preview.NONE
    changes = {"state": (old, file.state)}
    audit.record(
        type="file.quarantined", by=None, target=file, changes=changes, now=file.examined_at
    )
    for tell in _tellers:
        tell(file=file, now=file.examined_at)


def _make_preview(file: StoredFile) -> bool:
    """A copy of the picture without anything the camera wrote into it, turned upright, sealed."""
    try:
        with open_original(file) as stream:
            copy = _copy_of(stream, kind_called(file.content_type).picture)
    except Exception as error:  # a broken picture fails in as many ways as there are decoders
        logger.warning("No preview could be made: %s", type(error).__name__)
        return False
    path = path_of(file, PREVIEW)
    draft = path.with_name(f"{path.name}.new")
    opened = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(opened, "wb") as target:
        writer = SealedWriter(target, key_of(file))
        writer.write(copy)
        writer.close()
    draft.rename(path)
    return True


def _copy_of(stream: io.BufferedReader, format: str) -> bytes:
    with Image.open(stream, formats=[format]) as picture:
        # Read a large photo in reduced size at once: a fraction of the memory.
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        flat = upright.convert("RGBA") if upright.mode != "RGB" else upright
        # A new picture: comments, position, profile and the small copy inside stay behind.
        clean = Image.new("RGB", flat.size, "white")
        clean.paste(flat, mask=flat.getchannel("A") if flat.mode == "RGBA" else None)
    written = io.BytesIO()
    clean.save(written, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return written.getvalue()
