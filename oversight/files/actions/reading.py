"""Opening stored files."""

import io
from datetime import datetime
from typing import Any

from django.db import models
from django.http import Http404

from oversight.audit import actions as audit
from oversight.files.actions.keeping import PREVIEW, key_of, path_of
from oversight.files.actions.sealed import SealedReader
from oversight.files.models import StoredFile


def open_original(file: StoredFile) -> io.BufferedReader:
    """The bytes as they came, with all the camera wrote into them."""
    return io.BufferedReader(SealedReader(path_of(file), key_of(file)))


def open_preview(file: StoredFile) -> io.BufferedReader:
    """The copy that pages show; 404 as long as there is none, or the file is not open."""
    if not file.has_preview:
        raise Http404
    return io.BufferedReader(SealedReader(path_of(file, PREVIEW), key_of(file)))


def note_download(
    *, file: StoredFile, by: Any, subject: models.Model, now: datetime | None = None
) -> None:
    """An original leaves: an event, before its first byte. 404 when the file is not open."""
    if not file.is_open:
        raise Http404
    audit.record(type="file.downloaded", by=by, target=file, subject=subject, now=now)
