"""Files in a form: taken into the seal while they arrive, attached one by one, refusals told by name."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from cases.reports.actions.attaching import takes_files
from cases.reports.models import ReportAttachment, ReportDraft
from oversight.authority.rules import RuleBroken
from oversight.files.actions import name_of
from oversight.files.adapters import SealingHandler
from oversight.files.rules import kind_called

Attach = Callable[..., Any]
__all__ = ["Taken", "answer_script", "attach_all", "by_script", "draft_files", "takes_files"]


@dataclass
class Taken:
    """How the files of one request fared."""

    added: int = 0
    refused: list[tuple[str, RuleBroken]] = field(default_factory=list)

    @property
    def status(self) -> int:
        return max((refusal.status for _name, refusal in self.refused), default=200)

    def tell(self, form: forms.Form) -> None:
        """Each refusal beside the input, with the name of its file."""
        for name, refusal in self.refused:
            form.add_error("upload", f"{name}: {refusal}")


def attach_all(request: HttpRequest, handler: SealingHandler, attach: Attach) -> Taken:
    """Attach what has arrived; what did not fit was forgotten already."""
    taken = Taken()
    for upload in request.FILES.getlist("upload"):
        try:
            _row, new = attach(
                by=request.user,
                incoming=upload.incoming,
                kind=upload.kind,
                name=upload.original_name,
            )
            taken.added += new
        except RuleBroken as refusal:
            taken.refused.append((upload.original_name, refusal))
    taken.refused += handler.refused
    return taken


def by_script(request: HttpRequest) -> bool:
    """Whether upload.js sent this: it wants the list alone."""
    return request.headers.get("X-Requested-With") == "upload"


def answer_script(request: HttpRequest, taken: Taken, context: dict[str, Any]) -> HttpResponse:
    """The list as it is now, and what was refused, for upload.js: an answer, whatever it says."""
    shown = render_to_string("cases/reports/files_list.html", context, request)
    problems = [f"{name}: {refusal}" for name, refusal in taken.refused]
    return JsonResponse({"list": shown, "problems": problems})


def draft_files(draft: ReportDraft | None) -> list[dict[str, Any]]:
    """The files of one's own draft with the names they had: only here, only before filing."""
    if draft is None:
        return []
    rows = ReportAttachment.objects.filter(draft=draft).select_related("file")
    return [
        {
            "id": row.pk,
            "name": name_of(row.file),
            "size": row.file.size,
            "kind": kind_called(row.file.content_type).label,
            "set_aside": row.file.state == "quarantined",
        }
        for row in rows
    ]


def summary(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """The line of the page that shows everything before sending."""
    return [(_("Files"), "; ".join(row["name"] for row in found))]
