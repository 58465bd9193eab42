"""Many at once: a page beside a list, where numbers are pasted, looked at and confirmed."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path

from oversight.authority.admin import Dialog
from oversight.authority.admin.dialogs import Text
from oversight.authority.forms import ActionForm

Data = dict[str, Any]


def dialog_of_many(
    label: Text,
    explanation: Text,
    form: type[ActionForm],
    run: Callable[[Any, Any, Data], Data],
    preview: Callable[[Data], Data],
) -> Dialog:
    """A line for each before and after; what was pasted and left out is said both times."""

    def also(data: Data) -> Data:
        return {name: data[name] for name in ("left_out", "twice")}

    return Dialog(
        "many",
        label,
        explanation,
        form,
        lambda nothing, by, data: {**run(nothing, by, data), **also(data)},
        tone="primary",
        template="mission/deployment/many.html",
        preview=lambda nothing, by, data: {**preview(data), **also(data)},
        preview_template="mission/deployment/many_preview.html",
    )


class ManyAtOnce:
    """Mix-in of a list: `many_dialog` has a page, and a button above the list."""

    many_dialog: ClassVar[Dialog]

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.many_view)  # type: ignore[attr-defined]
        name = f"mission_{self.opts.model_name}_many"  # type: ignore[attr-defined]
        return [path("many/", view, name=name), *super().get_urls()]  # type: ignore[misc]

    def list_tools(self, request: HttpRequest) -> list[Data]:
        tools: list[Data] = super().list_tools(request)  # type: ignore[misc]
        if self.has_add_permission(request):  # type: ignore[attr-defined]
            url = self.address("many")  # type: ignore[attr-defined]
            tools.insert(0, {"label": self.many_dialog.label, "url": url})
        return tools

    def many_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        return self.serve(request, self.many_dialog, None)  # type: ignore[attr-defined,no-any-return]
