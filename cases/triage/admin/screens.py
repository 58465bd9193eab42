"""The screen of one kind of record: list, preview, page, dialogs, bulk."""

from typing import Any, ClassVar
from urllib.parse import quote, urlencode, urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cases.triage.admin.bulk import BulkPages
from cases.triage.admin.files import FilePages
from cases.triage.admin.jobs import JobPages
from cases.triage.admin.lists import Column, Listing, Tab, listing_of
from cases.triage.admin.saved import SavedPages
from cases.triage.admin.who import who_sees
from oversight.audit.actions import note_read
from oversight.authority.admin import DialogPages, GuardedAdmin, safe_next
from oversight.events.columns import who_saw


class Screen(DialogPages, BulkPages, JobPages, FilePages, SavedPages, GuardedAdmin):
    """Everything is read-only but for dialogs, and each of those calls one action."""

    tabs: ClassVar[tuple[Tab, ...]] = ()
    columns: ClassVar[tuple[Column, ...]] = ()
    # Key in the address -> expression to order by.
    orders: ClassVar[dict[str, Any]] = {}
    filterset_class: ClassVar[Any]
    # The rule that decides who sees such a record: `rule(user)` as a condition.
    rule: ClassVar[Any]
    list_title: ClassVar["str | Promise"]
    list_template: ClassVar[str]
    page_template: ClassVar[str]
    preview_template: ClassVar[str]

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        views = (
            ("", self.changelist_view, "changelist"),
            ("bulk/<slug:name>/", self.bulk_view, "bulk"),
            ("take-out/", self.take_out_view, "take_out"),
            ("filters/", self.saved_view, "saved"),
            ("filters/<uuid:pk>/", self.saved_one_view, "saved_one"),
            ("<uuid:pk>/change/", self.page_view, "change"),
            ("<uuid:pk>/preview/", self.preview_view, "preview"),
            ("<uuid:pk>/who/", self.who_view, "who"),
            ("<uuid:pk>/do/<slug:name>/", self.dialog_view, "do"),
            ("<uuid:pk>/do/<slug:name>/<slug:part>/", self.dialog_view, "do_part"),
            *self.job_views(),
            *self.more_views(),
        )
        return [
            path(route, self.admin_site.admin_view(view), name=f"{name}_{suffix}")
            for route, view, suffix in views
        ]

    def more_views(self) -> tuple[tuple[str, Any, str], ...]:
        return ()

    def seen_by(self, user: Any) -> Any:
        """The rows the person may see, for pages and for the worker alike."""
        return self.model._default_manager.visible_to(user)

    def visible(self, request: HttpRequest) -> Any:
        return self.seen_by(request.user)

    def with_list_data(self, rows: Any) -> Any:
        return rows

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if first := self.first_view(request):
            return HttpResponseRedirect(first)
        listing = Listing(self, request)
        context = self.page_context(
            request,
            title=self.list_title,
            listing=listing,
            rows=self.rows(list(listing.page.object_list)),
            bulk_actions=self.bulk_offered(request),
            saved=self.saved_links(request, listing),
            out_url=self.take_out_url(listing),
            jobs=self.jobs_of(request),
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
            who_url=self.address("who", subject.pk),
            **self.sections(subject, request),
        )
        return TemplateResponse(request, self.page_template, context)

    def walk(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        """Where one is in the list one came from, and the records beside this one."""
        came_from = safe_next(request, "")
        parts = urlsplit(came_from)
        if parts.path != self.address("changelist"):
            return {}
        around = listing_of(self, request, parts.query).around(subject)
        query = urlencode({"next": came_from})

        def page_of(pk: Any) -> str:
            return f"{self.address('change', pk)}?{query}" if pk else ""

        return {
            "position": around.position,
            "previous": page_of(around.previous),
            "following": page_of(around.following),
        }

    def standings_of(self, subject: Any) -> list[Any]:
        """Rows that say how people stand to the case of the record, now."""
        return []

    def who_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Who can see this record, and why; who takes no part; who has read it."""
        subject = self.find(request, pk)
        standings = self.standings_of(subject)
        seeing = who_sees(subject, rule=self.rule, permission=self.sees[0], standings=standings)
        context = self.page_context(
            request,
            title=_("Who can see %(case)s, and why") % {"case": subject.reference},
            people=seeing,
            barred=[row.user for row in standings if row.kind == "recused"],
            saw=[
                {**entry, "url": ""}
                for entry in who_saw(subject._meta.label_lower, str(subject.pk))
            ],
            back=self.page_url(subject),
            subject=subject,
        )
        return TemplateResponse(request, "cases/triage/who.html", context)

    def preview_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """A few lines of a record for the list: a fragment, fetched when a row is opened."""
        subject = self.find(request, pk)
        note_read(target=subject, by=request.user)
        context = {"subject": subject, "url": self.page_url(subject, request)}
        context |= self.preview_sections(subject, request)
        return TemplateResponse(request, self.preview_template, context)
