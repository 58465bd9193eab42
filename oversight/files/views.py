"""A stored file as an answer: the copy for looking, the original only ever to be saved."""

from collections.abc import Iterator
from io import BufferedReader

from django.http import HttpResponseBase, StreamingHttpResponse

from oversight.files.actions import open_original, open_preview
from oversight.files.models import StoredFile
from oversight.files.rules import CHUNK, Kind, kind_called

# Whatever it holds, a browser that opens it all the same runs none of it.
SANDBOX = "sandbox; default-src 'none'"


def _chunks(stream: BufferedReader) -> Iterator[bytes]:
    with stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def original(file: StoredFile, *, name: str, kind: Kind | None = None) -> HttpResponseBase:
    """The file as it came. The caller has checked who may have it and recorded the event."""
    kind = kind or kind_called(file.content_type)
    response = StreamingHttpResponse(_chunks(open_original(file)), content_type=kind.content_type)
    response["Content-Length"] = str(file.size)
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind.extension}"'
    return _guarded(response)


def preview(file: StoredFile) -> HttpResponseBase:
    """The copy that pages show."""
    return _guarded(StreamingHttpResponse(_chunks(open_preview(file)), content_type="image/jpeg"))


def _guarded(response: StreamingHttpResponse) -> StreamingHttpResponse:
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store, private"
    return response
