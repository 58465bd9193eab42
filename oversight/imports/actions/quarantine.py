"""The file that takes the rows which were not imported, each with its reasons."""

import csv
import os
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from oversight.authority.rules import RuleBroken
from oversight.imports.rules import Reason

FORMULA = ("=", "+", "-", "@", "\t", "\r")
KEPT_OUT = "(…)"
OWN = 0o600
OWN_FOLDER = 0o700


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula and every encoding can write."""
    text = cell.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")
    return f"'{text}" if text.startswith(FORMULA) else text


class Quarantine:
    """Opened with the first bad row; readable by nobody but who runs the import."""

    def __init__(self, path: Path, *, input_path: Path) -> None:
        if path.exists() and path.samefile(input_path):
            raise RuleBroken(
                "same_file",
                _("The quarantine file cannot be the file that is read."),
                "/quarantine",
            )
        self.path = path
        self.header: list[str] = []
        # Columns whose cells stay out of the file, by position.
        self.private: frozenset[int] = frozenset()
        self.count = 0
        self._file: IO[str] | None = None
        self._writer: Any = None

    def add(self, *, row: int, line: int, reasons: Sequence[Reason], cells: Sequence[str]) -> None:
        if self._file is None:
            self._open()
        why = "; ".join(str(reason) for reason in reasons)
        shown = [KEPT_OUT if n in self.private and c else c for n, c in enumerate(cells)]
        self._writer.writerow([row, line, why, *map(harmless, shown)])
        self.count += 1

    def _open(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=OWN_FOLDER)
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
        descriptor = os.open(self.path, flags, OWN)
        os.fchmod(descriptor, OWN)
        self._file = os.fdopen(descriptor, "w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(["row", "line", "reasons", *map(harmless, self.header)])

    def flush(self) -> None:
        """With each batch, so that a crash leaves what was found so far."""
        if self._file:
            self._file.flush()

    def close(self) -> None:
        if self._file:
            self._file.close()
