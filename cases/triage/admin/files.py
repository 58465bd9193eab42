"""A list leaves the office: what will be in it, then the file or the page to print."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.triage.actions import note_export
from cases.triage.admin.lists import Listing, count_in_words
from cases.triage.choices import ExportFormat
from cases.triage.columns.files import FileShape, file_rows
from cases.triage.forms.lists import TakeOutForm
from oversight.authority.rules import RuleBroken
from oversight.exports.columns import MOST_ROWS
from oversight.exports.views import download
from oversight.templatetags.pages import number

# More lines on paper help nobody.
MOST_PRINTED = 1_000


def words_of(shape: FileShape) -> list[str]:
    """The headings for people; the codes for programs stand beside them in the file."""
    return [heading for heading in shape.heading if heading != heading.lower()]


class FilePages:
    """Mix-in of a screen: its list as CSV, as a spreadsheet, or on paper."""

    def file_shape(self, *, with_titles: bool) -> FileShape:
        raise NotImplementedError

    def take_out_url(self, listing: Listing) -> str:
        return f"{self.address('take_out')}?{listing.narrowed}"  # type: ignore[attr-defined]

    def take_out_view(self, request: HttpRequest) -> HttpResponseBase:
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        listing = Listing(self, request)
        rows = listing.filters.qs.order_by().count()
        name = self.opts.model_name  # type: ignore[attr-defined]
        form = TakeOutForm(request.POST or None, by=request.user, subject=name)
        if request.method == "POST" and form.is_valid():
            try:
                return self._leave(listing, rows, form, request)
            except RuleBroken as broken:
                form.refuse(broken)
        return self._take_out_page(request, listing, rows, form)

    def _take_out_page(
        self, request: HttpRequest, listing: Listing, rows: int, form: TakeOutForm
    ) -> HttpResponse:
        context = self.page_context(  # type: ignore[attr-defined]
            request,
            title=_("Export this list"),
            listing=listing,
            form=form,
            count_text=count_in_words(rows),
            columns=words_of(self.file_shape(with_titles=False)),
            back=f"{self.address('changelist')}?{listing.narrowed}",  # type: ignore[attr-defined]
            most_printed=MOST_PRINTED,
        )
        status = 400 if form.errors else 200
        return TemplateResponse(request, "cases/triage/take_out.html", context, status=status)

    def _leave(
        self, listing: Listing, rows: int, form: TakeOutForm, request: HttpRequest
    ) -> HttpResponseBase:
        asked = dict(form.cleaned_data)
        if not listing.holds:
            # It would let everything through: then nothing leaves.
            text = _("A filter could not be understood. Nothing was sent.")
            raise RuleBroken("filter_unknown", text)
        if asked["format"] == ExportFormat.XLSX and rows >= MOST_ROWS:
            text = _("A spreadsheet holds no more than %(most)s lines. Take the CSV.")
            raise RuleBroken("too_many_rows", text % {"most": number(MOST_ROWS - 1)}, "/format")
        if asked["format"] == ExportFormat.PRINT:
            rows = min(rows, MOST_PRINTED)
        name = self.opts.model_name  # type: ignore[attr-defined]
        note_export(list=name, rows=rows, filters=listing.narrowing, by=request.user, **asked)
        if asked["format"] == ExportFormat.PRINT:
            return self._paper(request, listing)
        shape = self.file_shape(with_titles=asked.get("with_titles", False))
        day = timezone.localdate().isoformat()
        rows_out = file_rows(shape, listing.rows)
        return download(rows_out, name=f"{name}s-{day}", format=asked["format"])

    def _paper(self, request: HttpRequest, listing: Listing) -> HttpResponse:
        found = list(listing.rows[:MOST_PRINTED])
        context = self.page_context(  # type: ignore[attr-defined]
            request,
            title=self.list_title,  # type: ignore[attr-defined]
            listing=listing,
            rows=self.rows(found),  # type: ignore[attr-defined]
            name=self.opts.model_name,  # type: ignore[attr-defined]
            printed_at=timezone.now(),
            left_out=max(listing.count - len(found), 0),
            back=f"{self.address('changelist')}?{listing.narrowed}",  # type: ignore[attr-defined]
        )
        return TemplateResponse(request, "cases/triage/paper.html", context)
