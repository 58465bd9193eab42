"""One decision for many records: a page that says how many, then a row of result for each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    QueryDict,
)
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.triage.actions.jobs import fingerprint_of
from cases.triage.admin.lists import Listing
from cases.triage.rules import BULK_CAP, JOB_CAP
from oversight.authority.forms import ActionForm
from oversight.authority.rules import RuleBroken
from oversight.templatetags.pages import number

Text = str | Promise
# How many of a job's records the page of confirmation names.
SHOWN = 50


@dataclass(frozen=True)
class Bulk:
    """One action on many. `run(subject, by, data)` handles one record.

    `together(subjects, by, data)` handles them at once where the rows make one thing of it.
    """

    name: str
    label: Text
    explanation: Text
    form: type[ActionForm]
    run: Callable[[Any, Any, dict[str, Any]], Any] | None = None
    together: Callable[[list[Any], Any, dict[str, Any]], Any] | None = None
    tone: str = "secondary"
    # A word on what `run` gave back, where "done" does not say it all.
    said: Callable[[Any], Text] | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of one record."""

    subject: Any
    done: bool
    sentence: str = ""


def outcome_of(subject: Any, call: Callable[[], Any], said: Any = None) -> Outcome:
    """Run one action in its own transaction; a refusal is a sentence, not the end of the rest."""
    try:
        with transaction.atomic():
            result = call()
    except RuleBroken as broken:
        return Outcome(subject, False, str(broken.message))
    except ValidationError as wrong:
        return Outcome(subject, False, " ".join(wrong.messages))
    return Outcome(subject, True, str(said(result)) if said else "")


def run_each(bulk: Bulk, subjects: Iterable[Any], by: Any, data: dict[str, Any]) -> list[Outcome]:
    """The single action, record by record."""
    return [
        outcome_of(row, lambda row=row: bulk.run(row, by, dict(data)), bulk.said)
        for row in subjects
    ]


def ids_of(posted: list[str]) -> list[UUID]:
    """The posted ids; what is not one is left out."""
    found = []
    for text in posted:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return list(dict.fromkeys(found))


class BulkPages:
    """Mix-in of a screen: confirmation and result of its bulk actions."""

    bulk: tuple[Bulk, ...] = ()

    def bulk_offered(self, request: HttpRequest) -> list[dict[str, Any]]:
        return [
            {"label": bulk.label, "tone": bulk.tone, "url": self.address("bulk", bulk.name)}  # type: ignore[attr-defined]
            for bulk in self.bulk
        ]

    def bulk_view(self, request: HttpRequest, name: str) -> HttpResponse:
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        bulk = next((entry for entry in self.bulk if entry.name == name), None)
        if bulk is None:
            raise Http404
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        ids = self._chosen(request)
        cap = JOB_CAP if bulk.run and request.POST.get("everything") else BULK_CAP
        # Confirmed as a job stays a job, though the list may be shorter by now.
        many = len(ids) > BULK_CAP or (ids and request.POST.get("fingerprint"))
        if many and bulk.run and len(ids) <= cap:
            return self._job_step(request, bulk, ids)
        subjects, problem = self._subjects(request, ids, cap)
        if problem:
            return self._bulk_page(request, bulk, subjects, None, problem, 400)
        return self._bulk_step(request, bulk, subjects)

    def _chosen(self, request: HttpRequest) -> list[UUID]:
        """The ids meant; no more than one past what a job takes."""
        if not request.POST.get("everything"):
            return ids_of(request.POST.getlist("selected"))
        request.GET = QueryDict(request.POST.get("query", "").lstrip("?"))
        listing = Listing(self, request)
        if not listing.holds:
            # A filter that is not understood would let everything through: nothing is chosen.
            return []
        return list(listing.rows.values_list("pk", flat=True)[: JOB_CAP + 1])

    def _subjects(self, request: HttpRequest, ids: list[UUID], cap: int) -> tuple[list[Any], str]:
        """The rows meant, among those the person may see now, or the sentence why not."""
        if len(ids) > cap:
            text = _("No more than %(cap)s at once. Narrow the list, or do it in parts.")
            return [], text % {"cap": number(cap)}
        rows = self.with_list_data(self.visible(request)).filter(pk__in=ids)  # type: ignore[attr-defined]
        subjects = list(rows.order_by("reference"))
        return subjects, "" if subjects else _("Choose at least one line of the list first.")

    def _job_step(self, request: HttpRequest, bulk: Bulk, ids: list[UUID]) -> HttpResponse:
        """The same for more than a page can wait for; confirmed for exactly these records."""
        first = self.with_list_data(self.visible(request)).filter(pk__in=ids[:SHOWN])  # type: ignore[attr-defined]
        subjects = list(first.order_by("reference"))
        given = {"by": request.user, "subjects": subjects}
        # The ids come from the list itself, so they are what the person may see.
        job = {"total": len(ids), "fingerprint": fingerprint_of(ids)}
        if not request.POST.get("confirmed"):
            return self._bulk_page(request, bulk, subjects, bulk.form(**given), job=job)
        form = bulk.form(request.POST, **given)
        if not form.is_valid():
            return self._bulk_page(request, bulk, subjects, form, status=400, job=job)
        if request.POST.get("fingerprint") != job["fingerprint"]:
            form.add_error(None, _("The list has changed meanwhile. Look at the number again."))
            return self._bulk_page(request, bulk, subjects, form, status=409, job=job)
        try:
            return self.begin_job(request, bulk, form, ids)  # type: ignore[attr-defined]
        except RuleBroken as broken:
            form.refuse(broken)
            return self._bulk_page(request, bulk, subjects, form, status=broken.status, job=job)

    def _bulk_step(self, request: HttpRequest, bulk: Bulk, subjects: list[Any]) -> HttpResponse:
        given = {"by": request.user, "subjects": subjects}
        if not request.POST.get("confirmed"):
            return self._bulk_page(request, bulk, subjects, bulk.form(**given))
        form = bulk.form(request.POST, **given)
        if not form.is_valid():
            return self._bulk_page(request, bulk, subjects, form, "", 400)
        if bulk.together:
            return self._run_together(request, bulk, subjects, form)
        outcomes = run_each(bulk, subjects, request.user, form.cleaned_data)
        return self._result(request, bulk, outcomes)

    def _run_together(
        self, request: HttpRequest, bulk: Bulk, subjects: list[Any], form: ActionForm
    ) -> HttpResponse:
        try:
            with transaction.atomic():
                made = bulk.together(subjects, request.user, form.cleaned_data)  # type: ignore[misc]
        except RuleBroken as broken:
            form.refuse(broken)
            return self._bulk_page(request, bulk, subjects, form, "", broken.status)
        except ValidationError as wrong:
            form.show(wrong)
            return self._bulk_page(request, bulk, subjects, form, "", 400)
        return self._result(request, bulk, [Outcome(row, True) for row in subjects], made)

    def _bulk_page(
        self,
        request: HttpRequest,
        bulk: Bulk,
        subjects: list[Any],
        form: ActionForm | None,
        problem: str = "",
        status: int = 200,
        job: dict[str, Any] | None = None,
    ) -> HttpResponse:
        back = f"{self.address('changelist')}{request.POST.get('query', '')}"  # type: ignore[attr-defined]
        context = self.page_context(  # type: ignore[attr-defined]
            request,
            title=bulk.label,
            bulk=bulk,
            subjects=subjects,
            rows=self.rows(subjects),  # type: ignore[attr-defined]
            form=form,
            problem=problem,
            job=job,
            total=job["total"] if job else len(subjects),
            back=back,
            query=request.POST.get("query", ""),
        )
        return TemplateResponse(request, "cases/triage/bulk.html", context, status=status)

    def _result(
        self, request: HttpRequest, bulk: Bulk, outcomes: list[Outcome], made: Any = None
    ) -> HttpResponse:
        done = sum(outcome.done for outcome in outcomes)
        text = ngettext("Done for %(done)s of %(all)s.", "Done for %(done)s of %(all)s.", done)
        context = self.page_context(  # type: ignore[attr-defined]
            request,
            title=bulk.label,
            summary=text % {"done": number(done), "all": number(len(outcomes))},
            outcomes=[
                {"outcome": outcome, "url": self.page_url(outcome.subject)}  # type: ignore[attr-defined]
                for outcome in outcomes
            ],
            made_url=self.url_after(made),  # type: ignore[attr-defined]
            made=made,
            back=f"{self.address('changelist')}{request.POST.get('query', '')}",  # type: ignore[attr-defined]
        )
        return TemplateResponse(request, "cases/triage/bulk_result.html", context)
