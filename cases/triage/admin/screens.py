"""The screen of one kind of record: list, preview, page, dialogs, bulk."""

from typing import Any, ClassVar
from urllib.parse import quote, urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import Promise

from cases.triage.actions import note_read
from cases.triage.admin.bulk import BulkPages
from cases.triage.admin.dialogs import Dialog, DialogPages, safe_next
from cases.triage.admin.lists import Column, Listing, Tab
from oversight.authority.admin import GuardedAdmin


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

    def address(self, suffix: str, *args: Any) -> str:
        return reverse(f"admin:cases_{self.opts.model_name}_{suffix}", args=args)

    def page_url(self, subject: Any, request: HttpRequest | None = None) -> str:
        """The page of a record; it remembers the list one came from."""
        came_from = safe_next(request, "") if request else ""
        query = f"?{urlencode({'next': came_from})}" if came_from else ""
        return self.address("change", subject.pk) + query

    def url_after(self, result: Any) -> str:
        """Where a dialog leads when not back: a screen says."""
        return ""

    def find(self, request: HttpRequest, pk: Any) -> Any:
        """The record, or 404: what one may not see is not there."""
        found = self.with_page_data(self.visible(request)).filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def with_list_data(self, rows: Any) -> Any:
        return rows

    def with_page_data(self, rows: Any) -> Any:
        return rows

    def page_context(self, request: HttpRequest, **more: Any) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "screen": self, **more}

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
            **self.sections(subject, request),
        )
        return TemplateResponse(request, self.page_template, context)

    def preview_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """A few lines of a record for the list: a fragment, fetched when a row is opened."""
        subject = self.find(request, pk)
        note_read(target=subject, by=request.user)
        context = {"subject": subject, "url": self.page_url(subject, request)}
        context |= self.preview_sections(subject, request)
        return TemplateResponse(request, self.preview_template, context)

    def _button(self, subject: Any, dialog: Dialog, request: HttpRequest) -> dict[str, Any]:
        """A link to the dialog, or the reason why it is closed now."""
        came_from = safe_next(request, "")
        query = f"?{urlencode({'next': came_from})}" if came_from else ""
        return {
            "name": dialog.name,
            "label": dialog.label,
            "explanation": dialog.explanation,
            "tone": dialog.tone,
            "blocked": dialog.why_not(subject, request.user),
            "url": self.address("do", subject.pk, dialog.name) + query,
        }
