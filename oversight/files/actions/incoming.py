"""A file while it arrives: hashed, measured and sealed on the fly; nothing plain touches the disk."""

import errno
import hashlib
import os
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from oversight.authority.rules import RuleBroken
from oversight.files.actions.sealed import SealedReader, SealedWriter
from oversight.files.rules import HEAD

MB = 1024 * 1024
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class TooLarge(RuleBroken):
    """More than one file may hold."""

    status = 413


class NoRoom(RuleBroken):
    """The disk for files is full; nothing of this one was kept."""

    status = 507


@contextmanager
def room_for_files() -> Iterator[None]:
    """Raises NoRoom where the disk has none left."""
    try:
        yield
    except OSError as failed:
        if failed.errno not in FULL:
            raise
        message = _("There is no room for files at the moment. Nothing of it was kept; try later.")
        raise NoRoom("no_room", message, "/file") from failed


def arriving_dir() -> Path:
    return Path(settings.FILES_DIR) / "arriving"


def most_bytes() -> int:
    return settings.FILE_MAX_MB * MB


def too_large() -> TooLarge:
    message = _("This file is larger than %(limit)d MB. Send a smaller one, or a part of it.")
    return TooLarge("too_large", message % {"limit": settings.FILE_MAX_MB}, "/file")


class Incoming:
    """One file that is arriving. Its key is only here: if nothing keeps it, nobody opens it again."""

    def __init__(self) -> None:
        self.id, self.data_key = uuid.uuid4(), secrets.token_bytes(32)
        self.size, self.head = 0, b""
        self._hash = hashlib.sha256()
        folder = arriving_dir()
        self.path = folder / self.id.hex
        with room_for_files():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            opened = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(opened, "wb")
        self._writer = SealedWriter(self._file, self.data_key)

    def write(self, data: bytes) -> None:
        """Take the next bytes; TooLarge as soon as the limit is passed, NoRoom on a full disk."""
        self.size += len(data)
        if self.size > most_bytes():
            self.discard()
            raise too_large()
        if len(self.head) < HEAD:
            self.head += data[: HEAD - len(self.head)]
        self._hash.update(data)
        with self._discarded_when_full():
            self._writer.write(data)

    def finish(self) -> None:
        """Everything has come, and is on the disk; NoRoom when it is not."""
        with self._discarded_when_full():
            self._writer.close()
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()

    @contextmanager
    def _discarded_when_full(self) -> Iterator[None]:
        try:
            with room_for_files():
                yield
        except NoRoom:
            self.discard()
            raise

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def reader(self) -> SealedReader:
        return SealedReader(self.path, self.data_key)

    def discard(self) -> None:
        """Forget it, unless it was kept meanwhile (it lies elsewhere then)."""
        # What a full disk did not take yet would be written now: it is not wanted any more.
        with suppress(OSError):
            self._file.close()
        self.path.unlink(missing_ok=True)
