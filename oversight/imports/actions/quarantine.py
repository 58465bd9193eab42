"""The file that takes the rows which were not imported, each with its reasons."""

import csv
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from oversight.authority.rules import RuleBroken
from oversight.files.actions import Incoming
from oversight.files.actions.incoming import NoRoom, TooLarge
from oversight.imports.rules import Reason

FORMULA = ("=", "+", "-", "@", "\t", "\r")
KEPT_OUT = "(…)"
# So many are shown one by one; the file has all.
MOST_PROBLEMS = 10_000
OWN = 0o600
OWN_FOLDER = 0o700


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula and every encoding can write."""
    text = cell.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")
    return f"'{text}" if text.startswith(FORMULA) else text


def check_place(path: Path, input_path: Path) -> None:
    """The rows set aside never overwrite the file they come from."""
    if path.exists() and path.samefile(input_path):
        raise RuleBroken(
            "same_file", _("The quarantine file cannot be the file that is read."), "/quarantine"
        )


class Quarantine:
    """Opened with the first bad row; readable by nobody but who runs the import."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.header: list[str] = []
        # Columns whose cells stay out of the file, by position.
        self.private: frozenset[int] = frozenset()
        self.count = 0
        self._file: Any = None
        self._writer: Any = None

    def add(self, *, row: int, line: int, reasons: Sequence[Reason], cells: Sequence[str]) -> None:
        if self._file is None:
            self._open()
        why = "; ".join(str(reason) for reason in reasons)
        shown = [KEPT_OUT if n in self.private and c else c for n, c in enumerate(cells)]
        self._writer.writerow([row, line, why, *map(harmless, shown)])
        self.count += 1

    def _open(self) -> None:
        self._file = self._opened()
        self._writer = csv.writer(self._file)
        self._writer.writerow(["row", "line", "reasons", *map(harmless, self.header)])

    def _opened(self) -> Any:
        path: Path = self.path  # type: ignore[assignment]
        path.parent.mkdir(parents=True, exist_ok=True, mode=OWN_FOLDER)
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
        descriptor = os.open(path, flags, OWN)
        os.fchmod(descriptor, OWN)
        return os.fdopen(descriptor, "w", encoding="utf-8", newline="")

    def flush(self) -> None:
        """With each batch, so that a crash leaves what was found so far."""
        if self._file:
            self._file.flush()

    def close(self) -> None:
        if self._file:
            self._file.close()


class SealedQuarantine(Quarantine):
    """The same on its way to a stored file: sealed as it is written. `problems` says what was wrong.

    `incoming` is None as long as every row fits. It becomes None again when the rows are more than
    a file or the disk can hold: what comes in is not stopped by what stays out.
    """

    def __init__(self) -> None:
        super().__init__()
        self.incoming: Incoming | None = None
        self.problems: list[tuple[int, int, str]] = []

    def add(self, *, row: int, line: int, reasons: Sequence[Reason], cells: Sequence[str]) -> None:
        super().add(row=row, line=line, reasons=reasons, cells=cells)
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append((row, line, "; ".join(str(reason) for reason in reasons)))

    def _opened(self) -> Any:
        with suppress(NoRoom):
            self.incoming = Incoming()
        # By this mark spreadsheets know how the text is written.
        self.write("\ufeff")
        return self

    def write(self, text: str) -> None:
        """What the writer of CSV hands on."""
        if self.incoming is None:
            return
        try:
            self.incoming.write(text.encode())
        except (TooLarge, NoRoom):
            self.incoming = None

    def flush(self) -> None:
        """Nothing waits: every row is sealed as it comes."""

    def close(self) -> None:
        try:
            if self.incoming is not None:
                self.incoming.finish()
        except NoRoom:
            self.incoming = None
