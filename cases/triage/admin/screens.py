"""The screen of one kind of record: list, preview, page, dialogs, bulk."""

from copy import copy
from typing import Any, ClassVar
from urllib.parse import quote, urlencode, urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cases.triage.actions import note_read
from cases.triage.admin.bulk import BulkPages
from cases.triage.admin.lists import Column, Listing, Tab
from oversight.authority.admin import DialogPages, GuardedAdmin, safe_next

# How far "next in the list" goes.
WALK = 500


class Screen(DialogPages, BulkPages, GuardedAdmin):
    """Everything is read-only but for dialogs, and each of those calls one action."""

    tabs: ClassVar[tuple[Tab, ...]] = ()
    columns: ClassVar[tuple[Column, ...]] = ()
    # Key in the address -> expression to order by.
    orders: ClassVar[dict[str, Any]] = {}
    filterset_class: ClassVar[Any]
    list_title: ClassVar["str | Promise"]
    list_template: ClassVar[str]
    page_template: ClassVar[str]
    preview_template: ClassVar[str]

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        views = (
            ("", self.changelist_view, "changelist"),
            ("bulk/<slug:name>/", self.bulk_view, "bulk"),
            ("<uuid:pk>/change/", self.page_view, "change"),
            ("<uuid:pk>/preview/", self.preview_view, "preview"),
            ("<uuid:pk>/do/<slug:name>/", self.dialog_view, "do"),
            ("<uuid:pk>/do/<slug:name>/<slug:part>/", self.dialog_view, "do_part"),
            *self.more_views(),
        )
        return [
            path(route, self.admin_site.admin_view(view), name=f"{name}_{suffix}")
            for route, view, suffix in views
        ]

    def more_views(self) -> tuple[tuple[str, Any, str], ...]:
        return ()

    def with_list_data(self, rows: Any) -> Any:
        return rows

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        listing = Listing(self, request)
        context = self.page_context(
            request,
            title=self.list_title,
            listing=listing,
            rows=self.rows(list(listing.page.object_list)),
            bulk_actions=self.bulk_offered(request),
            next_query=quote(request.get_full_path(), safe=""),
        )
        return TemplateResponse(request, self.list_template, context)

    def rows(self, found: list[Any]) -> list[dict[str, Any]]:
        raise NotImplementedError

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        """What the page of a record shows beside the record itself."""
        return {}

    def preview_sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        return {}

    def page_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        subject = self.find(request, pk)
        note_read(target=subject, by=request.user)
        context = self.page_context(
            request,
            title=subject.reference,
            subject=subject,
            back=safe_next(request, self.address("changelist")),
            walk=self.walk(subject, request),
            **self.sections(subject, request),
        )
        return TemplateResponse(request, self.page_template, context)

    def walk(self, subject: Any, request: HttpRequest) -> list[dict[str, Any]]:
        """Previous and next in the list one came from; its first row once this one has left it."""
        came_from = safe_next(request, "")
        parts = urlsplit(came_from)
        if parts.path != self.address("changelist"):
            return []
        asked = copy(request)
        asked.GET = QueryDict(parts.query)
        ids = Listing(self, asked).ids(WALK)
        if subject.pk not in ids:
            steps = [(_("Next in the list"), ids[0])] if ids else []
        else:
            at = ids.index(subject.pk)
            steps = [(_("Previous in the list"), ids[at - 1])] if at else []
            steps += [(_("Next in the list"), ids[at + 1])] if at + 1 < len(ids) else []
        query = urlencode({"next": came_from})
        return [
            {"label": said, "url": f"{self.address('change', pk)}?{query}"} for said, pk in steps
        ]

    def preview_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """A few lines of a record for the list: a fragment, fetched when a row is opened."""
        subject = self.find(request, pk)
        note_read(target=subject, by=request.user)
        context = {"subject": subject, "url": self.page_url(subject, request)}
        context |= self.preview_sections(subject, request)
        return TemplateResponse(request, self.preview_template, context)
