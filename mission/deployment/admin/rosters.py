"""Rosters as files: uploaded, previewed, committed; what did not fit is taken out to be mended."""

import logging
from functools import partial
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.urls import path
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError
from unfold.decorators import display

from mission.deployment import actions, forms
from mission.deployment.admin.base import offered
from mission.deployment.choices import RosterState
from mission.deployment.columns.rosters import roster_badge, roster_figures, roster_page
from mission.deployment.models import RosterUpload
from mission.vetting.admin.dialogs import kept
from oversight.audit.columns import timeline
from oversight.authority.admin import Dialog, RecordAdmin
from oversight.authority.choices import Permission
from oversight.authority.forms import DialogForm, ReasonForm
from oversight.files.actions import Incoming
from oversight.files.admin import BeginsWithFile
from oversight.files.rules import Kind
from oversight.files.views import original
from oversight.pages.admin import status_badge

PER_PAGE = 50
MANAGE = (Permission.PERSONNEL_MANAGE,)
logger = logging.getLogger(__name__)


def hand_over(upload: RosterUpload) -> RosterUpload:
    """Tell a worker once this is kept. When the broker is away, the timetable finds the upload."""
    transaction.on_commit(partial(_queue, str(upload.pk)))
    return upload


def _queue(pk: str) -> None:
    from mission.deployment.tasks import work_on_roster  # tasks and screens are one floor

    try:
        work_on_roster.delay(pk)
    except OperationalError:
        logger.warning("the broker is away: a roster waits for the timetable")


UPLOAD = Dialog(
    "add",
    _("Upload a roster"),
    _(
        "First you see what it would do: nothing is written before you commit. The file is kept"
        " encrypted, and removed when it is committed or withdrawn, at the latest after 7 days."
    ),
    forms.RosterForm,
    lambda nothing, by, data: hand_over(
        actions.upload_roster(by=by, **kept(data, by=by, subject=None))
    ),
    tone="primary",
)
COMMIT = Dialog(
    "commit",
    _("Commit"),
    _(
        "People, units and arrivals are written. The file is read again meanwhile: if the register"
        " has changed, the final figures differ from the preview."
    ),
    ReasonForm,
    lambda row, by, data: hand_over(actions.commit_roster(upload=row, by=by, **data)),
    done=_("The roster is being written."),
    tone="primary",
)
AGAIN = Dialog(
    "again",
    _("Preview again"),
    _("The same file is read again. Nothing is written."),
    DialogForm,
    lambda row, by, data: hand_over(actions.preview_again(upload=row, by=by, **data)),
    done=_("The roster is being read."),
)
WITHDRAW = Dialog(
    "withdraw",
    _("Withdraw"),
    _("Nothing more is written, and the file is removed at once."),
    ReasonForm,
    lambda row, by, data: actions.withdraw_roster(upload=row, by=by, **data),
    done=_("The roster is withdrawn; its file is removed."),
    tone="danger",
)


@admin.register(RosterUpload)
class RosterAdmin(BeginsWithFile, RecordAdmin):
    """Rosters that were uploaded, and how far each has come."""

    sees = MANAGE
    adds = MANAGE
    add_dialog = UPLOAD
    list_display = ("uploaded", "standing", "figures", "uploaded_by")
    list_select_related = ("uploaded_by",)
    list_filter = ("state", "uploaded_at")
    list_per_page = 50
    ordering = ("-uploaded_at", "pk")
    page_template = "mission/deployment/roster.html"

    def judge(self, incoming: Incoming) -> Kind:
        return actions.judge_roster(incoming)

    def with_page_data(self, rows: Any) -> Any:
        return rows.select_related("file", "aside", "uploaded_by", "committed_by")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("notes", "mapping", "reason")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.aside_view)
        own = path("<uuid:pk>/set-aside/", view, name="mission_rosterupload_aside")
        return [own, *super().get_urls()]

    @display(description=_("uploaded"), ordering="uploaded_at")
    def uploaded(self, row: RosterUpload) -> str:
        return str(row)

    @display(description=_("state"))
    def standing(self, row: RosterUpload) -> str:
        return status_badge(*roster_badge(row))

    @display(description=_("rows"))
    def figures(self, row: RosterUpload) -> str:
        return roster_figures(row)

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Dialog]:
        ready = subject.state == RosterState.PREVIEWED
        kept_file = subject.file_id is not None
        return offered(
            (COMMIT, ready),
            (AGAIN, kept_file and (ready or subject.state == RosterState.FAILED)),
            (WITHDRAW, kept_file and subject.state != RosterState.COMMITTING),
        )

    def url_after(self, result: Any) -> str:
        is_new = isinstance(result, RosterUpload) and result.version == 1
        return self.address("change", result.pk) if is_new else ""

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        problems = subject.problems.all()
        return {
            **roster_page(subject),
            "page": Paginator(problems, PER_PAGE).get_page(request.GET.get("page")),
            "aside_url": self.address("aside", subject.pk) if subject.aside else "",
            "stale": subject.state == RosterState.PREVIEWED and subject.register_changed,
            "moves": self.buttons(subject, request, "commit", "again", "withdraw"),
            "timeline": timeline(subject),
        }

    def aside_view(self, request: HttpRequest, pk: Any) -> HttpResponseBase:
        """The rows set aside, to be mended; an event before the first byte."""
        row = self.find(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if row.aside is None:
            raise Http404
        file = actions.take_aside(upload=row, by=request.user)
        return original(file, name="rows-set-aside", kind=actions.CSV)
