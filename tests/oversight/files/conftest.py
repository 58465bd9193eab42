"""Files kept without a report."""

from collections.abc import Callable

import pytest

from oversight.files.actions import Incoming, check, keep
from oversight.files.models import StoredFile


@pytest.fixture(autouse=True)
def _own_folder(files_dir):
    """Every test of files keeps them apart."""


@pytest.fixture
def arrive() -> Callable[[bytes], Incoming]:
    """A file that has arrived, in the pieces a browser sends."""

    def arrived(data: bytes) -> Incoming:
        incoming = Incoming()
        for start in range(0, len(data), 50_000):
            incoming.write(data[start : start + 50_000])
        incoming.finish()
        return incoming

    return arrived


@pytest.fixture
def kept(monitor, arrive) -> Callable[..., StoredFile]:
    """A file that is kept."""

    def keeping(data: bytes, name: str = "photo.jpg") -> StoredFile:
        incoming = arrive(data)
        return keep(incoming=incoming, kind=check(incoming), name=name, by=monitor)

    return keeping
