"""A list of the admin whose records have a page of their own, changed through dialogs alone."""

from typing import Any, ClassVar

from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import path

from oversight.authority.admin.dialogs import DialogPages, safe_next
from oversight.authority.admin.guarded import GuardedAdmin


class RecordAdmin(DialogPages, GuardedAdmin):
    """The framework's list; the page is `page_template` with what `sections` gives."""

    page_template: ClassVar[str]

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        dialogs = (
            ("<str:pk>/do/<slug:name>/", "do"),
            ("<str:pk>/do/<slug:name>/<slug:part>/", "do_part"),
        )
        view = self.admin_site.admin_view(self.dialog_view)
        own = [path(route, view, name=f"{name}_{suffix}") for route, suffix in dialogs]
        return own + super().get_urls()

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **more: Any) -> Any:
        # The list writes keys that are words as `age_5Fbands`.
        return self.page_view(request, unquote(object_id))

    def page_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        subject = self.find(request, pk)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        context = self.page_context(
            request,
            title=str(subject),
            subject=subject,
            back=safe_next(request, self.address("changelist")),
            **self.sections(subject, request),
        )
        return TemplateResponse(request, self.page_template, context)

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        """What the page shows beside the record itself."""
        return {}

    def buttons(self, subject: Any, request: HttpRequest, *names: str) -> list[dict[str, Any]]:
        """Buttons of the dialogs with these names, of those that the reader has."""
        dialogs = self.dialogs_of(subject, request.user)
        return [self.button(subject, dialogs[name], request) for name in names if name in dialogs]

    def part_buttons(
        self, subject: Any, request: HttpRequest, part: Any, *names: str
    ) -> list[dict[str, Any]]:
        """The same about one row inside the record."""
        dialogs = self.dialogs_of(subject, request.user)
        return [
            self.button(subject, dialogs[name], request, part) for name in names if name in dialogs
        ]
