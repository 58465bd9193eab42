"""What a file may be and how its bytes are sealed, as pure functions."""

from oversight.files.rules.codec import CHUNK, HEADER, TAG, open_chunk, seal_chunk, stream_key
from oversight.files.rules.kinds import (
    HEAD,
    KINDS,
    Kind,
    clean_name,
    kind_called,
    office_kind,
    recognise,
)

__all__ = [
    "CHUNK",
    "HEAD",
    "HEADER",
    "KINDS",
    "TAG",
    "Kind",
    "clean_name",
    "kind_called",
    "office_kind",
    "open_chunk",
    "recognise",
    "seal_chunk",
    "stream_key",
]
