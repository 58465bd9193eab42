"""How bodies with files are read: nothing takes a file but what asks for it, and that straight into the seal."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from oversight.authority.rules import RuleBroken
from oversight.files.actions.incoming import MB, Incoming, NoRoom, TooLarge
from oversight.files.actions.keeping import check
from oversight.files.rules import Kind

SLACK = MB


class NoFiles(FileUploadHandler):
    """The handler of every address that asks for no files: they are read past and dropped."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        return None

    def file_complete(self, file_size: int) -> None:
        return None


class SealedUpload(UploadedFile):
    """A file that has arrived and was checked; forgotten with the request unless it is kept."""

    def __init__(self, incoming: Incoming, kind: Kind, name: str) -> None:
        super().__init__(name="file", content_type=kind.content_type, size=incoming.size)
        self.incoming, self.kind, self.original_name = incoming, kind, name

    def close(self) -> None:
        self.incoming.discard()


class SealingHandler(FileUploadHandler):
    """Takes files straight into the seal, none longer than allowed. `refused` says which not, and why."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.refused: list[tuple[str, RuleBroken]] = []
        self.taken = 0
        self.current: Incoming | None = None

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any
    ) -> None:
        if content_length > settings.FILES_PER_REPORT_MB * MB + SLACK:
            raise RequestDataTooBig("more than all files of a report may hold")

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, file_name, *args, **kwargs)
        self.current = None
        if self.taken >= settings.FILES_PER_REPORT:
            message = _("At most %(limit)d files fit.") % {"limit": settings.FILES_PER_REPORT}
            self.refused.append((file_name, RuleBroken("too_many", message, "/file")))
            raise SkipFile
        self.taken += 1
        try:
            self.current = Incoming()
        except NoRoom as refusal:
            self.refused.append((file_name, refusal))
            raise SkipFile from refusal

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.current is None:
            return
        try:
            self.current.write(raw_data)
        except (NoRoom, TooLarge) as refusal:
            self.refused.append((self.file_name, refusal))
            self.current = None
            raise SkipFile from refusal

    def file_complete(self, file_size: int) -> SealedUpload | None:
        incoming, self.current = self.current, None
        if incoming is None:
            return None
        try:
            incoming.finish()
            return SealedUpload(incoming, check(incoming), self.file_name)
        except RuleBroken as refusal:
            self.refused.append((self.file_name, refusal))
            incoming.discard()
            return None

    def upload_interrupted(self) -> None:
        """The line broke: what had come so far is forgotten."""
        if self.current is not None:
            self.current.discard()
            self.current = None


@contextmanager
def sealed_uploads(request: HttpRequest) -> Iterator[SealingHandler]:
    """Takes files of this request. Put in place before anything reads the body, the CSRF check too."""
    handler = SealingHandler(request)
    request.upload_handlers = [handler]
    try:
        yield handler
    finally:
        handler.upload_interrupted()
