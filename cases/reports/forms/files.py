"""Photos and documents: one input for several files, with a report or with an answer."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cases.reports.forms.base import Lines, StepForm
from oversight.files.rules import KINDS

MB = 1024 * 1024
# Endings as well: some phones offer nothing for a content type they do not know.
ACCEPT = ",".join([k.content_type for k in KINDS] + [f".{k.extension}" for k in KINDS])


class ManyFiles(forms.FileInput):
    """A file input that takes several at once."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(
            {"multiple": True, "accept": ACCEPT, "data-most": settings.FILE_MAX_MB * MB}
        )


def files_field() -> forms.FileField:
    """The input alone. What arrives goes straight into the seal; refusals are added to the field."""
    return forms.FileField(
        label=_("Photos and documents"),
        help_text=_(
            "Pictures, PDF, text, documents, sound or film: at most %(number)d files of up to"
            " %(size)d MB each."
        )
        % {"number": settings.FILES_PER_REPORT, "size": settings.FILE_MAX_MB},
        widget=ManyFiles,
        required=False,
    )


class FilesForm(StepForm):
    """Optional. The files themselves are with the draft already when this is checked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upload"] = files_field()

    def body(self) -> dict[str, Any]:
        return {}

    def lines(self) -> Lines:
        return []
