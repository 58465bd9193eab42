"""A list of the admin as a file: what will be in it, then the file."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from mission.force.actions import note_export
from mission.force.choices import FileFormat
from mission.force.forms import TakeOutForm
from oversight.authority.rules import RuleBroken
from oversight.exports.columns import MOST_ROWS
from oversight.exports.views import download
from oversight.templatetags.pages import number

# What the address of a list says besides its filters.
NOT_FILTERS = ("o", "p", "all", "next")
BATCH = 500


class ListFiles:
    """Mix-in of a list: a link above it, and the page that asks why before the file leaves.

    `file_columns` are the headings with codes for programs below them; `file_cells(rows, user)`
    gives one list of cells for each row. No name of a person is among them.
    """

    list_before_template = "mission/force/list_tools.html"
    file_columns: ClassVar[tuple[Any, ...]] = ()

    def file_cells(self, rows: list[Any], user: Any) -> Iterable[list[Any]]:
        raise NotImplementedError

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_take_out"  # type: ignore[attr-defined]
        view = self.admin_site.admin_view(self.take_out_view)  # type: ignore[attr-defined]
        return [path("take-out/", view, name=name), *super().get_urls()]  # type: ignore[misc]

    def list_tools(self, request: HttpRequest) -> list[dict[str, Any]]:
        """Links above the list."""
        url = f"{self.address('take_out')}?{request.GET.urlencode()}"  # type: ignore[attr-defined]
        return [{"label": _("Export this list"), "url": url}]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        more = {**(extra_context or {}), "list_tools": self.list_tools(request)}
        return super().changelist_view(request, more)  # type: ignore[misc]

    def take_out_view(self, request: HttpRequest) -> HttpResponseBase:
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        rows = self.get_changelist_instance(request).get_queryset(request)  # type: ignore[attr-defined]
        count = rows.order_by().count()
        form = TakeOutForm(request.POST or None, by=request.user)
        if request.method == "POST" and form.is_valid():
            try:
                return self._leave(rows, count, form.cleaned_data, request)
            except RuleBroken as broken:
                form.refuse(broken)
        return self._take_out_page(request, count, form)

    def _leave(
        self, rows: Any, count: int, asked: dict[str, Any], request: HttpRequest
    ) -> HttpResponseBase:
        if asked["format"] == FileFormat.XLSX and count >= MOST_ROWS:
            text = _("A spreadsheet holds no more than %(most)s lines. Take the CSV.")
            raise RuleBroken("too_many_rows", text % {"most": number(MOST_ROWS - 1)}, "/format")
        name = self.opts.model_name  # type: ignore[attr-defined]
        note_export(
            list=name,
            needs=self.sees,  # type: ignore[attr-defined]
            rows=count,
            filters=[key for key in request.GET if key not in NOT_FILTERS],
            by=request.user,
            **asked,
        )
        day = timezone.localdate().isoformat()
        return download(
            self._lines(rows, request.user), name=f"{name}-{day}", format=asked["format"]
        )

    def _lines(self, rows: Any, user: Any) -> Iterator[list[Any]]:
        yield [str(heading) for heading in self.file_columns]
        batch: list[Any] = []
        for row in rows.iterator(chunk_size=BATCH):
            batch.append(row)
            if len(batch) == BATCH:
                yield from self.file_cells(batch, user)
                batch = []
        if batch:
            yield from self.file_cells(batch, user)

    def _take_out_page(self, request: HttpRequest, count: int, form: TakeOutForm) -> HttpResponse:
        context = self.page_context(  # type: ignore[attr-defined]
            request,
            title=_("Export this list"),
            form=form,
            count=count,
            narrowed=any(key not in NOT_FILTERS for key in request.GET),
            columns=self.file_columns,
            back=f"{self.address('changelist')}?{request.GET.urlencode()}",  # type: ignore[attr-defined]
        )
        status = 400 if form.errors else 200
        return TemplateResponse(request, "mission/force/take_out.html", context, status=status)
