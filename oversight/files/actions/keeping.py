"""Keeping a file that has arrived, and removing it without a trace."""

import base64
import time
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from oversight.audit import actions as audit
from oversight.files.actions.checking import kind_of
from oversight.files.actions.incoming import Incoming, arriving_dir, room_for_files
from oversight.files.choices import FileState, Preview
from oversight.files.models import StoredFile
from oversight.files.rules import Kind, clean_name
from oversight.sealing.rules import Sealed, decrypt

PREVIEW = ".view"
DAY = 24 * 60 * 60


def path_of(file: StoredFile, suffix: str = "") -> Path:
    """Where the bytes lie: by id alone, never by a name somebody chose."""
    return Path(settings.FILES_DIR) / file.pk.hex[:2] / f"{file.pk.hex}{suffix}"


def key_of(file: StoredFile) -> bytes:
    return base64.b64decode(decrypt(file.data_key.token))  # type: ignore[attr-defined]


def name_of(file: StoredFile) -> str:
    """The name it came with: for who sent it and has not filed it yet, nobody else."""
    return decrypt(file.name.token)  # type: ignore[attr-defined]


def check(incoming: Incoming) -> Kind:
    """The kind of the file, or the reason why it is not taken."""
    return kind_of(incoming)


@transaction.atomic
def keep(
    *,
    incoming: Incoming,
    kind: Kind,
    name: str,
    by: Any,
    subject: models.Model | None = None,
    now: datetime | None = None,
) -> StoredFile:
    """Keep a file that was checked. The caller says to what it belongs, in the same transaction."""
    file = StoredFile(
        id=incoming.id,
        sha256=incoming.sha256,
        size=incoming.size,
        content_type=kind.content_type,
        name=Sealed.of(clean_name(name)),  # type: ignore[misc]
        data_key=Sealed.of(base64.b64encode(incoming.data_key).decode()),  # type: ignore[misc]
        state=FileState.WAITING_SCAN if settings.CLAMD_ADDRESS else FileState.UNSCANNED,
        preview=Preview.WAITING if kind.picture else Preview.NONE,
        kept_by=by,
        kept_at=now or timezone.now(),
    )
    file.full_clean(exclude=("kept_by",))
    file.save(force_insert=True)
    path = path_of(file)
    # Before the commit: bytes without a row are swept away, a row without bytes would be a lie.
    with room_for_files():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        incoming.path.rename(path)
    changes = {name: (None, getattr(file, name)) for name in ("content_type", "size", "sha256")}
    audit.record(
        type="file.kept", by=by, target=file, subject=subject, changes=changes, now=file.kept_at
    )
    return file


@transaction.atomic
def remove(
    *,
    file: StoredFile,
    by: Any,
    subject: models.Model | None = None,
    reason: str = "",
    now: datetime | None = None,
) -> None:
    """Remove row and bytes. The caller has let go of the file and checked who may do this."""
    audit.record(type="file.removed", by=by, target=file, subject=subject, reason=reason, now=now)
    paths = [path_of(file), path_of(file, PREVIEW)]
    file.delete()
    for path in paths:
        transaction.on_commit(partial(path.unlink, missing_ok=True))


def sweep(*, now: float | None = None) -> int:
    """Remove bytes that no row speaks of: uploads cut off, and removals that did not come to an end."""
    oldest = (now or time.time()) - DAY
    count = 0
    for path in _older_than(oldest):
        stem = path.name.removesuffix(PREVIEW)
        arriving = path.parent == arriving_dir()
        if arriving or not StoredFile.objects.filter(pk=stem).exists():
            path.unlink(missing_ok=True)
            count += 1
    return count


def _older_than(instant: float) -> list[Path]:
    root = Path(settings.FILES_DIR)
    names = [p for p in root.glob("*/*") if len(p.name.removesuffix(PREVIEW)) == 32]
    return [path for path in names if path.stat().st_mtime < instant]
