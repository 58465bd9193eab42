"""Sealed streams as files: written once from front to back, read from anywhere, a chunk at a time."""

import io
import secrets
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag

from oversight.files.rules import CHUNK, HEADER, TAG, open_chunk, seal_chunk, stream_key
from oversight.files.rules.codec import MAGIC, SALT


class SealedWriter:
    """Seals what is written into a file. `close()` writes the last chunk: without it nothing opens."""

    def __init__(self, file: IO[bytes], data_key: bytes) -> None:
        header = MAGIC + secrets.token_bytes(SALT)
        self._file, self._key = file, stream_key(data_key, header)
        self._waiting, self._number = bytearray(), 0
        file.write(header)

    def write(self, data: bytes) -> int:
        self._waiting += data
        # The last chunk is sealed differently, so one is always held back.
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def _seal(self, plain: bytes, *, last: bool) -> None:
        self._file.write(seal_chunk(self._key, self._number, last, plain))
        self._number += 1

    def close(self) -> None:
        self._seal(bytes(self._waiting), last=True)
        self._waiting.clear()


class SealedReader(io.RawIOBase):
    """Reads a sealed file from anywhere; never holds more than one chunk of it."""

    def __init__(self, path: Path, data_key: bytes) -> None:
        super().__init__()
        self._file = path.open("rb")
        try:
            self._key = stream_key(data_key, self._file.read(HEADER))
        except ValueError as error:
            self._file.close()
            raise OSError("not a sealed file") from error
        body = path.stat().st_size - HEADER
        self._chunks = max(1, -(-body // (CHUNK + TAG)))
        self.size = max(0, body - self._chunks * TAG)
        self._at, self._held, self._plain = 0, -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise ValueError("before the beginning")
        self._at = start + offset
        return self._at

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        if self._at >= self.size:
            return 0
        number, within = divmod(self._at, CHUNK)
        part = self._chunk(number)[within : within + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _chunk(self, number: int) -> bytes:
        if number != self._held:
            self._file.seek(HEADER + number * (CHUNK + TAG))
            sealed = self._file.read(CHUNK + TAG)
            try:
                self._plain = open_chunk(self._key, number, number == self._chunks - 1, sealed)
            except InvalidTag as error:
                raise OSError("a stored file was changed or cut short") from error
            self._held = number
        return self._plain

    def close(self) -> None:
        self._file.close()
        super().close()
