"""Released figures for who pulls them."""

import hashlib
from typing import Any, ClassVar

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from cases.summaries.columns import (
    as_file,
    as_xlsx,
    envelope,
    file_name,
    outline,
    release_sheets,
    standing,
)
from cases.summaries.models import Release, ReleaseTable, Withdrawal
from cases.summaries.serializers import (
    PublishedSerializer,
    WithdrawnSerializer,
)
from oversight.authority.choices import Permission as P
from oversight.authority.rules import RuleBroken
from oversight.exports.rules import CSV, HXL, XLSX
from oversight.exports.views import XLSX_TYPE
from oversight.feeds.api import Feed, FollowedView
from oversight.feeds.models import digest_of
from oversight.rest.api.views import ListView, View
from oversight.vocabularies.rules import current_language

LANG = OpenApiParameter("lang", OpenApiTypes.STR, enum=["en", "fr", "ht"])
FORMAT = OpenApiParameter("format", OpenApiTypes.STR, enum=["json", CSV, HXL, XLSX])


def language_of(request: Request) -> str:
    """`lang`, else what Accept-Language gives."""
    asked = request.query_params.get("lang")
    if asked is None:
        return current_language()
    if asked not in dict(settings.LANGUAGES):
        raise RuleBroken("unknown_language", _("Choose en, fr or ht."), "/lang")
    return asked


class Gone(RuleBroken):
    """It was here, and was taken back for a reason that anybody may read."""

    status = 410


class Published(FollowedView, ListView):
    """The published releases, the last approved first; withdrawn ones are not among them."""

    needs: ClassVar = {"GET": (P.FIGURES_PULL,)}
    serializer_class = PublishedSerializer
    filter_backends = ()
    ordering = ("-approved_at", "-id")
    feed = Feed(
        "summaries",
        digest_of("checksum", "state", "corrected_by_slug"),
        "slug",
        "approved_at",
        shared=True,
    )

    def get_queryset(self) -> Any:
        return Release.objects.public().with_standing().prefetch_related("tables")


class Withdrawn(ListView):
    """The releases that were taken back, and why; the last one first."""

    needs: ClassVar = {"GET": (P.FIGURES_PULL,)}
    serializer_class = WithdrawnSerializer
    filter_backends = ()
    ordering = ("-decided_at", "-id")

    def get_queryset(self) -> Any:
        return Withdrawal.objects.confirmed()


def published_tables(release: str) -> Any:
    """The tables of one published release; `latest` is the one that stands now.

    Raises Gone for one that was withdrawn.
    """
    rows = ReleaseTable.objects.public().select_related("release__corrects")
    if release == "latest":
        return rows.filter(release__in=Release.objects.current().values("pk")[:1])
    withdrawal = Withdrawal.objects.confirmed().filter(release__slug=release).first()
    if withdrawal:
        message = _("This release was withdrawn on %(day)s. %(reason)s")
        day = date_format(timezone.localtime(withdrawal.decided_at), "j F Y")
        told = message % {"day": day, "reason": withdrawal.public_reason}
        raise Gone("release_withdrawn", told)
    return rows.filter(release__slug=release)


def successor(request: Request, corrected_by: str | None, table: str = "") -> dict[str, str]:
    """The header that leads from a corrected release to its correction (RFC 5829)."""
    if corrected_by is None:
        return {}
    name, more = ("api-summary-table", [table]) if table else ("api-summary", [])
    url = request.build_absolute_uri(reverse(name, args=[corrected_by, *more]))
    return {"Link": f'<{url}>; rel="successor-version"'}


class FileRenderer(BaseRenderer):
    """A file; the view hands over its bytes."""

    charset: str | None = None
    render_style = "binary"

    def render(self, data: Any, media_type: Any = None, context: Any = None) -> bytes:
        return bytes(data)


class CsvTable(FileRenderer):
    """A table as comma-separated values."""

    media_type = "text/csv"
    format = CSV
    charset = "utf-8"


class HxlTable(CsvTable):
    """The same with a row of HXL tags under the heading."""

    format = HXL


class XlsxTable(FileRenderer):
    """A spreadsheet: the figures, and what they are."""

    media_type = XLSX_TYPE
    format = XLSX


def named(name: str, language: str) -> dict[str, str]:
    return {
        "Content-Language": language,
        "Content-Disposition": f'attachment; filename="{name}"',
    }


class Summary(View):
    """What one release holds; as a spreadsheet all of its tables."""

    needs: ClassVar = {"GET": (P.FIGURES_PULL,)}
    renderer_classes = (JSONRenderer, XlsxTable)

    @extend_schema(
        parameters=[LANG, OpenApiParameter("format", OpenApiTypes.STR, enum=["json", "xlsx"])],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request, release: str) -> Response:
        language = language_of(request)
        tables = list(published_tables(release))
        if not tables:
            raise Http404
        found, format = tables[0].release, request.accepted_renderer.format
        stands = standing(found)
        links = successor(request, stands["corrected_by"])
        if format == XLSX:
            self.tag = tag_for(tables[0], language, "all.xlsx", stands["corrected_by"])
            book = as_xlsx(release_sheets(tables, language), found)
            return Response(book, headers=links | named(f"{found.slug}_{language}.xlsx", language))
        body = {
            "release": found.slug,
            "cutoff": found.cutoff.isoformat(),
            "method": found.method,
            "thresholds": found.thresholds,
            "checksum": found.checksum,
            **stands,
            "tables": [outline(table, language) for table in tables],
        }
        return Response(body, headers=links)


def tag_for(table: ReleaseTable, language: str, format: str, corrected_by: str | None) -> str:
    """A release never changes but for what corrects it; these and the shape name the answer."""
    release = table.release
    parts = (str(table.pk), release.slug, release.checksum, language, format, str(corrected_by))
    return f'"{hashlib.sha256("|".join(parts).encode()).hexdigest()[:40]}"'


class SummaryTable(View):
    """One table of one release, as JSON, CSV, HXL or a spreadsheet."""

    needs: ClassVar = {"GET": (P.FIGURES_PULL,)}
    renderer_classes = (JSONRenderer, CsvTable, HxlTable, XlsxTable)

    @extend_schema(
        operation_id="summaries_table_retrieve",
        parameters=[LANG, FORMAT],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request, release: str, table: str) -> Response:
        language = language_of(request)
        found = get_object_or_404(published_tables(release), slug=table)
        format = request.accepted_renderer.format
        stands = standing(found.release)
        corrected_by = stands["corrected_by"]
        self.tag = tag_for(found, language, format, corrected_by)
        links = successor(request, corrected_by, found.slug)
        if format == "json":
            headers = {"Content-Language": language} | links
            if self.is_known(request):
                return Response(headers=headers)
            return Response(envelope(found, language, stands), headers=headers)
        headers = named(file_name(found, language, format), language) | links
        return Response(as_file(found, language, format), headers=headers)
