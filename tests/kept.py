"""Files as the office keeps them."""

from typing import Any

from oversight.files.actions import Incoming, check, examine, keep
from oversight.files.models import StoredFile


def stored(data: bytes, *, name: str, by: Any, subject: Any) -> StoredFile:
    """A file as it stands after somebody sent it and a worker examined it."""
    incoming = Incoming()
    incoming.write(data)
    incoming.finish()
    kind = check(incoming)
    return examine(file=keep(incoming=incoming, kind=kind, name=name, by=by, subject=subject))
