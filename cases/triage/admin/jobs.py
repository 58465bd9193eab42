"""One decision for more records than a page can wait for: asked for here, done by a worker."""

import logging
from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    QueryDict,
)
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from cases.triage import actions
from cases.triage.choices import JobState, RowState
from cases.triage.models import BulkJob, BulkJobRow
from cases.triage.rules import PER_PAGE
from oversight.authority.rules import RuleBroken
from oversight.exports.rules import FORMATS
from oversight.exports.views import download

JOB_TONES = {
    JobState.WAITING: "waiting",
    JobState.RUNNING: "info",
    JobState.DONE: "done",
    JobState.CANCELLED: "neutral",
    JobState.STOPPED: "overdue",
}
CHUNK = 500
logger = logging.getLogger(__name__)


def screen_of(label: str) -> Any:
    """The screen that lists this kind of record."""
    return admin.site.get_model_admin(apps.get_model(label))


def typed(data: dict[str, list[str]]) -> QueryDict:
    """What was typed, as a form reads it."""
    given = QueryDict(mutable=True)
    for name, values in data.items():
        given.setlist(name, values)
    return given


def plan(screen: str, action: str, data: dict[str, list[str]], by: Any) -> actions.Work:
    """How a worker does the rows of a job; the form judges again what was typed."""
    page = screen_of(screen)
    bulk = next((entry for entry in page.bulk if entry.name == action and entry.run), None)
    form = bulk.form(typed(data), by=by, subjects=[]) if bulk else None
    if bulk is None or form is None or not form.is_valid():
        raise RuleBroken("form", _("What you asked for is no longer possible as you wrote it."))

    def do(subject: Any, by: Any) -> str:
        result = bulk.run(subject, by, dict(form.cleaned_data))
        return str(bulk.said(result)) if bulk.said else ""

    return actions.Work(rows=page.seen_by, do=do)


def hand_over(job: str) -> None:
    """Tell a worker. When the broker is away, the timetable finds the job within half a minute."""
    from cases.triage.tasks import run_job  # it plans with this module

    try:
        run_job.delay(job)
    except OperationalError:
        logger.warning("the broker is away: a job waits for the timetable")


class JobPages:
    """Mix-in of a screen: the jobs a person has asked for, how far they are, what came of them."""

    def job_views(self) -> tuple[tuple[str, Any, str], ...]:
        return (
            ("bulk/job/<uuid:pk>/", self.job_view, "job"),
            ("bulk/job/<uuid:pk>/state/", self.job_state_view, "job_state"),
            ("bulk/job/<uuid:pk>/cancel/", self.job_cancel_view, "job_cancel"),
            ("bulk/job/<uuid:pk>/file/", self.job_file_view, "job_file"),
        )

    def label(self) -> str:
        return self.opts.label_lower  # type: ignore[attr-defined]

    def jobs_of(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The person's jobs on this list that are kept, newest first."""
        rows = BulkJob.objects.visible_to(request.user).filter(screen=self.label())
        return [self._job_line(job) for job in rows[:5]]

    def _job_line(self, job: BulkJob) -> dict[str, Any]:
        return {
            "job": job,
            "action": next((b.label for b in self.bulk if b.name == job.action), job.action),  # type: ignore[attr-defined]
            "tone": JOB_TONES[JobState(job.state)],
            "url": self.address("job", job.pk),  # type: ignore[attr-defined]
        }

    def begin_job(self, request: HttpRequest, bulk: Any, form: Any, ids: list[UUID]) -> Any:
        """Keep what was asked and hand it to a worker. Raises RuleBroken."""
        job = actions.start_job(
            screen=self.label(),
            action=bulk.name,
            ids=ids,
            data={name: request.POST.getlist(name) for name in form.fields},
            by=request.user,
            language=get_language() or "fr",
        )
        transaction.on_commit(partial(hand_over, str(job.pk)))
        return HttpResponseRedirect(self.address("job", job.pk))  # type: ignore[attr-defined]

    def _find_job(self, request: HttpRequest, pk: UUID) -> BulkJob:
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        mine = BulkJob.objects.visible_to(request.user)
        job = mine.filter(pk=pk, screen=self.label()).first()
        if job is None:
            raise Http404
        return job

    def job_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        job = self._find_job(request, pk)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        refused = job.rows.filter(state=RowState.REFUSED).order_by("position")
        page = Paginator(refused, PER_PAGE).get_page(request.GET.get("page"))
        context = self.page_context(  # type: ignore[attr-defined]
            request,
            title=self._job_line(job)["action"],
            **self._progress(job),
            page=page,
            outcomes=self._outcomes(list(page.object_list), request.user),
            cancel_url=self.address("job_cancel", job.pk),  # type: ignore[attr-defined]
            state_url=self.address("job_state", job.pk),  # type: ignore[attr-defined]
            file_url=self.address("job_file", job.pk),  # type: ignore[attr-defined]
            back=self.address("changelist"),  # type: ignore[attr-defined]
        )
        return TemplateResponse(request, "cases/triage/job.html", context)

    def _progress(self, job: BulkJob) -> dict[str, Any]:
        counts = job.counts()
        settled = counts[RowState.DONE] + counts[RowState.REFUSED]
        return {
            "job": job,
            "tone": JOB_TONES[JobState(job.state)],
            "done": counts[RowState.DONE],
            "refused": counts[RowState.REFUSED],
            "left": counts[RowState.WAITING],
            "settled": settled,
            # What a screen reader is told changes with each tenth, not with each row.
            "tenth": settled * 10 // job.total,
        }

    def _outcomes(self, rows: list[BulkJobRow], user: Any) -> list[dict[str, Any]]:
        """What became of some rows; a record the person may no longer see has no name here."""
        keys = [row.subject_id for row in rows]
        seen = self.seen_by(user).filter(pk__in=keys).only("pk", "reference")  # type: ignore[attr-defined]
        references = {subject.pk: subject.reference for subject in seen}
        return [
            {
                "reference": references.get(row.subject_id, ""),
                "url": self.address("change", row.subject_id),  # type: ignore[attr-defined]
                "state": row.get_state_display(),
                "sentence": actions.said_of(row),
            }
            for row in rows
        ]

    def job_state_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """How far it is: a fragment that the page fetches."""
        job = self._find_job(request, pk)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return TemplateResponse(request, "cases/triage/job_state.html", self._progress(job))

    def job_cancel_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        job = self._find_job(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            actions.cancel_job(job=job, by=request.user)
        except RuleBroken as broken:
            messages.error(request, str(broken.message))
        else:
            messages.success(request, _("The job is cancelled. What was done stays done."))
        return HttpResponseRedirect(self.address("job", job.pk))  # type: ignore[attr-defined]

    def job_file_view(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        """What became of each record, as a file."""
        job = self._find_job(request, pk)
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        format = request.GET.get("format", "csv")
        if format not in FORMATS or not job.is_over:
            raise Http404
        actions.note_download(job=job, format=format, by=request.user)
        return download(self._file_rows(job, request.user), name="job", format=format)

    def _file_rows(self, job: BulkJob, user: Any) -> Iterator[list[Any]]:
        yield [_("Reference"), _("What became of it"), _("In words")]
        hidden = _("A record you may no longer see")
        last = -1
        while True:
            rows = list(job.rows.filter(position__gt=last).order_by("position")[:CHUNK])
            if not rows:
                return
            for entry in self._outcomes(rows, user):
                yield [entry["reference"] or hidden, entry["state"], entry["sentence"]]
            last = rows[-1].position
