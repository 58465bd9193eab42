"""The pages of auditors: the log, one event, a person, a record; and the log as a file."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    QueryDict,
    StreamingHttpResponse,
)
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from rest_framework.request import Request

from oversight.audit.models import Event
from oversight.authority.admin import DialogPages, GuardedAdmin
from oversight.authority.choices import Permission
from oversight.authority.rules import RuleBroken
from oversight.events import columns
from oversight.events.actions import note_export
from oversight.events.filters import EventFilter
from oversight.events.rules import as_uuid
from oversight.exports.rules import CSV, XLSX
from oversight.exports.views import download
from oversight.rest.api.paging import Pages
from oversight.templatetags.pages import number

JSON = "jsonl"
USER = "oversight.user"
COUNT_CAP = 10_000
# A spreadsheet is made whole before it is sent.
MOST_IN_A_SHEET = 50_000


class LogPages(Pages):
    """Newest first, by when it happened: also what was imported with an older date."""

    page_size = 50
    ordering = ("-at", "-id")


def _local(link: str | None) -> str:
    """The query of a link that names this very page."""
    return f"?{urlsplit(link).query}" if link else ""


class Log:
    """One request for a list of events. Templates read its attributes."""

    def __init__(self, request: HttpRequest, events: Any) -> None:
        self.query = request.GET
        self.filters = EventFilter(request.GET, queryset=events, request=request)
        self.form = self.filters.form
        self.events = self.filters.qs if self.form.is_valid() else events.none()
        self.rows, self.pager = self._page(request)

    def _page(self, request: HttpRequest) -> tuple[list[dict[str, Any]], dict[str, str]]:
        pages = LogPages()
        try:
            found = pages.paginate_queryset(self.events, Request(request))
        except RuleBroken:  # a cursor cut short by a mail program: the start of the list
            request.GET = QueryDict()
            found = pages.paginate_queryset(self.events, Request(request))
        links = pages.get_paginated_response([]).data
        pager = {"previous_url": _local(links["previous"]), "next_url": _local(links["next"])}
        return columns.rows(found), pager

    def fields(self) -> list[Any]:
        return [self.form[name] for name in self.filters.shown]

    @property
    def narrowed(self) -> list[str]:
        """Names of the filters in use."""
        values = getattr(self.form, "cleaned_data", {})
        return [name for name, value in values.items() if value not in (None, "")]

    def chips(self) -> list[dict[str, str]]:
        return [self._chip(name) for name in self.narrowed]

    def _chip(self, name: str) -> dict[str, Any]:
        field, value = self.form.fields[name], self.form.cleaned_data[name]
        flat: dict[str, Any] = {}
        for code, label in getattr(field, "choices", ()):
            flat.update(label if isinstance(label, list | tuple) else {str(code): label})
        left = self.query.copy()
        for taken in (name, "cursor"):
            left.pop(taken, None)
        said = flat.get(str(value), value)
        return {"label": field.label, "value": said, "remove_url": f"?{left.urlencode()}"}

    @property
    def count_text(self) -> str:
        count = self.events.order_by().values("pk")[: COUNT_CAP + 1].count()
        if count > COUNT_CAP:
            return _("More than %(limit)s events") % {"limit": number(COUNT_CAP)}
        text = ngettext("%(count)s event", "%(count)s events", count)
        return text % {"count": number(count)}

    def export_query(self, pinned: dict[str, str]) -> str:
        """What narrows this list, as filters: those chosen, and what the page is about."""
        kept = self.query.copy()
        for name in ("cursor", "about"):
            kept.pop(name, None)
        kept.update(pinned)
        return kept.urlencode()


@admin.register(Event)
class EventAdmin(DialogPages, GuardedAdmin):
    """Read-only. Records are named by reference: who reads events does not see cases."""

    sees = (Permission.EVENT_SEE,)

    def get_urls(self) -> list[Any]:
        views = (
            ("", self.changelist_view, "changelist"),
            ("<int:pk>/change/", self.one_view, "change"),
            ("people/<uuid:pk>/", self.person_view, "person"),
            ("records/<str:label>/<str:pk>/", self.record_view, "record"),
            ("export/<slug:form>/", self.export_view, "export"),
        )
        return [
            path(route, self.admin_site.admin_view(view), name=f"oversight_event_{suffix}")
            for route, view, suffix in views
        ]

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Any]:
        return {}

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return self._list(request, Event.objects.all(), title=_("Events"))

    def _list(
        self, request: HttpRequest, events: Any, pinned: dict[str, str] | None = None, **more: Any
    ) -> HttpResponse:
        """A list of events; `pinned` are the filters that make the page what it is."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        log = Log(request, events.visible_to(request.user))
        query = log.export_query(pinned or {})
        context = self.page_context(
            request,
            log=log,
            rows=log.rows,
            pager=log.pager,
            list_url=self.address("changelist"),
            exports=[
                {"label": label, "url": f"{self.address('export', form)}?{query}"}
                for form, label in self._formats().items()
            ],
            **more,
        )
        status = 200 if log.form.is_valid() else 400
        return TemplateResponse(request, "oversight/events/list.html", context, status=status)

    def _formats(self) -> dict[str, str]:
        return {
            CSV: _("Download as CSV"),
            XLSX: _("Download as a spreadsheet"),
            JSON: _("Download as lines of JSON"),
        }

    def one_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = self.find(request, pk)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        (row,) = columns.rows([event])
        names = columns.names_of([(event.target_label, event.target_id)])
        context = self.page_context(
            request,
            title=row["sentence"],
            row=row,
            event=event,
            target=columns.record_words(event.target_label, event.target_id, names),
            list_url=self.address("changelist"),
        )
        return TemplateResponse(request, "oversight/events/one.html", context)

    def person_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """What a person did, and what was done about them."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        person = get_user_model()._default_manager.filter(pk=pk).first()
        if person is None:
            raise Http404
        passive = "about" in request.GET
        if passive:
            events = Event.objects.filter(subject_label=USER, subject_id=str(pk))
            pinned = {"kind": USER, "record": str(pk)}
        else:
            events = Event.objects.filter(actor_id=str(pk))
            pinned = {"actor": str(pk)}
        counts, more = columns.counts_of(events)
        return self._list(
            request,
            events,
            pinned,
            title=person.name,
            person=person,
            counts=counts,
            counts_more=more,
            tabs=[
                {"label": _("What they did"), "url": "?", "current": not passive},
                {"label": _("What was done about them"), "url": "?about", "current": passive},
            ],
        )

    def record_view(self, request: HttpRequest, label: str, pk: str) -> HttpResponse:
        """Everything about one record, and who saw what of it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        events = Event.objects.filter(subject_label=label, subject_id=pk)
        if not events.exists():
            raise Http404
        return self._list(
            request,
            events,
            {"kind": label, "record": pk},
            title=columns.record_words(label, pk, columns.names_of([(label, pk)])),
            record=True,
            saw=columns.who_saw(label, pk),
            as_person=columns.person_url(as_uuid(pk)) if label == USER else "",
        )

    def export_view(self, request: HttpRequest, form: str) -> HttpResponseBase:
        """The list as a file, through the same filters; written into the log before it leaves."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if form not in self._formats():
            raise Http404
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        log = Log(request, Event.objects.visible_to(request.user))
        if not log.form.is_valid():
            return self._back(request, _("A filter could not be understood. Nothing was sent."))
        if form == XLSX and log.events.order_by()[: MOST_IN_A_SHEET + 1].count() > MOST_IN_A_SHEET:
            text = _(
                "A spreadsheet holds %(limit)s events. Narrow the list, or download it as CSV."
            )
            return self._back(request, text % {"limit": number(MOST_IN_A_SHEET)})
        note_export(by=request.user, format=form, filters=log.narrowed)
        language = get_language() or "en"
        if form == JSON:
            lines = columns.json_lines(log.events, language)
            response = StreamingHttpResponse(lines, content_type="application/x-ndjson")
            response["Content-Disposition"] = 'attachment; filename="events.jsonl"'
            return response
        return download(columns.file_rows(log.events, language), name="events", format=form)

    def _back(self, request: HttpRequest, text: str) -> HttpResponse:
        messages.error(request, text)
        return HttpResponseRedirect(f"{self.address('changelist')}?{request.GET.urlencode()}")
