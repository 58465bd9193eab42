"""Reports over the API: filing, one's own list, and deciding."""

from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from cases.reports.actions import (
    amend,
    answer,
    attach_to_report,
    decide,
    file_report,
    hand_over_report,
)
from cases.reports.choices import Channel
from cases.reports.filters import ReportFilter
from cases.reports.models import Report
from cases.reports.rules.reading import Reading
from cases.reports.serializers import (
    AttachmentShape,
    DecisionBody,
    FileBody,
    FiledShape,
    HandOverBody,
    ReportBody,
    ReportShape,
    WholeShape,
    WordsBody,
)
from oversight.accounts.models import User
from oversight.audit.actions import note_read
from oversight.authority.choices import Permission
from oversight.authority.rules import RuleBroken
from oversight.feeds.api import Feed, FollowedView
from oversight.feeds.models import digest_of
from oversight.files.adapters import sealed_uploads
from oversight.rest.api.tags import require_match, tag_of
from oversight.rest.api.views import ListView, View
from oversight.rest.serializers import reader

READERS = (Permission.REPORT_FILE, Permission.REPORT_TRIAGE)


def uuid_of(value: Any, pointer: str) -> UUID | None:
    """A UUID as it is sent, or nothing."""
    if value is None:
        return None
    try:
        return UUID(value)
    except (AttributeError, TypeError, ValueError):
        message = _("Send a UUID, for example one your program makes for each report.")
        raise RuleBroken("not_a_uuid", message, pointer) from None


class Reports(FollowedView, ListView):
    """Who filed sees references and status; who decides sees what they may decide on."""

    needs: ClassVar = {"GET": READERS, "POST": (Permission.REPORT_FILE,)}
    filterset_class = ReportFilter
    ordering = ("-filed_at", "-id")
    # Whoever may decide on a report is shown more of it than who filed it.
    feed = Feed("reports", digest_of("version", "triable"), at="updated_at")
    serializer_class = ReportShape
    queryset = Report.objects.none()

    def get_queryset(self) -> Any:
        user = self.request.user
        rows = Report.objects.visible_to(user).marking_triable(user)
        return rows.with_last_message().with_parts()

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        if "updated_since" in request.query_params:
            return self.changes(request)
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.feed_lines(page or ()))

    def feed_lines(self, rows: Any) -> Any:
        whole, filed = reader(ReportShape), reader(FiledShape)
        return [(whole if row.triable else filed)(row) for row in rows]

    @extend_schema(request=ReportBody, responses={200: FiledShape, 201: FiledShape})
    def post(self, request: Request) -> Response:
        """File a report. The same body under the same id again answers 200 and adds nothing."""
        data = request.data
        sent = data.get("id") if isinstance(data, dict) else None
        report, created = file_report(
            by=request.user, data=data, channel=Channel.API, id=uuid_of(sent, "/id")
        )
        if created:
            # Nobody can have answered yet, so nobody is asked.
            report.last_message = ""  # type: ignore[attr-defined]
        code = status.HTTP_201_CREATED if created else status.HTTP_200_OK
        return Response(reader(FiledShape)(report), code)


class OneReport(View):
    """One report: its status for who filed it, all of it for who decides."""

    needs: ClassVar = {"GET": READERS}

    @extend_schema(responses=WholeShape)
    def get(self, request: Request, id: UUID) -> Response:
        rows = Report.objects.visible_to(request.user).marking_triable(request.user)
        report = get_object_or_404(rows.with_last_message().with_parts(), pk=id)
        self.tag = tag_of(report)
        if not report.triable:
            return Response(FiledShape(report).data)
        note_read(target=report, by=request.user)
        return Response(WholeShape(report).data)


def _words(request: Request) -> str:
    reading = Reading(request.data)
    text = reading.get("text")
    if not isinstance(text, str):
        reading.refuse("not_text", _("Write this as text."), "text")
    reading.nothing_else()
    reading.finish()
    return str(text)


def _visible(request: Request, id: UUID) -> Report:
    return get_object_or_404(Report.objects.visible_to(request.user), pk=id)


class Amendments(View):
    """Words added to a report by who filed it."""

    needs: ClassVar = {"POST": (Permission.REPORT_FILE,)}

    @extend_schema(request=WordsBody, responses={201: FiledShape})
    def post(self, request: Request, id: UUID) -> Response:
        report = _visible(request, id)
        amend(report=report, by=request.user, text=_words(request))
        report.refresh_from_db()
        return Response(FiledShape(report).data, status.HTTP_201_CREATED)


class Answers(View):
    """The answer to the open question."""

    needs: ClassVar = {"POST": READERS}

    @extend_schema(request=WordsBody, responses={201: FiledShape})
    def post(self, request: Request, id: UUID) -> Response:
        report = answer(report=_visible(request, id), by=request.user, text=_words(request))
        return Response(FiledShape(report).data, status.HTTP_201_CREATED)


class Attachments(View):
    """Files of one report: added by who filed it, listed for who decides."""

    needs: ClassVar = {"GET": (Permission.REPORT_TRIAGE,), "POST": (Permission.REPORT_FILE,)}
    parser_classes = (MultiPartParser,)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        # Before anything reads the body: what arrives goes straight into the seal.
        with sealed_uploads(request) as self.handler:
            return super().dispatch(request, *args, **kwargs)

    @extend_schema(responses=AttachmentShape(many=True))
    def get(self, request: Request, id: UUID) -> Response:
        report = get_object_or_404(Report.objects.triable_by(request.user), pk=id)
        note_read(target=report, by=request.user)
        rows = report.attachments.select_related("file")
        return Response(AttachmentShape(rows, many=True).data)

    @extend_schema(request=FileBody, responses={200: AttachmentShape, 201: AttachmentShape})
    def post(self, request: Request, id: UUID) -> Response:
        """Add one file, `file`. The same file again answers 200 and adds nothing."""
        report = get_object_or_404(Report.objects.filed_by_person(request.user), pk=id)
        upload = request.FILES.get("file")
        for _name, refusal in self.handler.refused:
            raise refusal
        if upload is None:
            raise RuleBroken("file_missing", _("Send one file, in the field “file”."), "/file")
        row, created = attach_to_report(
            report=report,
            by=request.user,
            incoming=upload.incoming,
            kind=upload.kind,
            name=upload.original_name,
        )
        code = status.HTTP_201_CREATED if created else status.HTTP_200_OK
        return Response(AttachmentShape(row).data, code)


class Decisions(View):
    """Decisions of the office on one report; `If-Match` names the version that was read."""

    needs: ClassVar = {"POST": (Permission.REPORT_TRIAGE,)}

    @extend_schema(request=DecisionBody, responses={200: WholeShape})
    def post(self, request: Request, id: UUID) -> Response:
        body = _decision(request)
        with transaction.atomic():
            _visible(request, id)
            report = Report.objects.select_for_update(of=("self",)).get(pk=id)
            require_match(request, report)
            report = decide(report=report, by=request.user, **body)
        self.tag = tag_of(report)
        return Response(WholeShape(report).data)


class HandOver(View):
    """Handing a report over to another person; `If-Match` names the version that was read."""

    needs: ClassVar = {"POST": (Permission.REPORT_TRIAGE,)}

    @extend_schema(request=HandOverBody, responses={200: WholeShape})
    def post(self, request: Request, id: UUID) -> Response:
        _visible(request, id)
        reading = Reading(request.data)
        key = uuid_of(reading.get("to"), "/to")
        reason = reading.text("reason", limit=100_000)
        reading.nothing_else()
        reading.finish()
        to = User.objects.with_grants().filter(pk=key).first()
        if to is None:
            raise RuleBroken("unknown_person", _("There is no such person."), "/to")
        with transaction.atomic():
            report = Report.objects.select_for_update(of=("self",)).get(pk=id)
            require_match(request, report)
            report = hand_over_report(report=report, to=to, by=request.user, reason=reason)
        self.tag = tag_of(report)
        return Response(WholeShape(report).data)


def _decision(request: Request) -> dict[str, Any]:
    reading = Reading(request.data)
    body: dict[str, Any] = {
        "name": reading.line("name"),
        "reason": reading.text("reason", limit=100_000),
        "message": reading.text("message", limit=100_000),
        "code": reading.line("code"),
    }
    original = reading.get("duplicate_of")
    reading.nothing_else()
    reading.finish()
    if original is not None:
        key = uuid_of(original, "/duplicate_of")
        body["duplicate_of"] = Report.objects.triable_by(request.user).filter(pk=key).first()
    return body


urlpatterns = [
    path("reports/", Reports.as_view(), name="api-reports"),
    path("reports/<uuid:id>/", OneReport.as_view(), name="api-report"),
    path("reports/<uuid:id>/amendments/", Amendments.as_view(), name="api-report-amendments"),
    path("reports/<uuid:id>/answers/", Answers.as_view(), name="api-report-answers"),
    path("reports/<uuid:id>/attachments/", Attachments.as_view(), name="api-report-attachments"),
    path("reports/<uuid:id>/decisions/", Decisions.as_view(), name="api-report-decisions"),
    path("reports/<uuid:id>/hand-over/", HandOver.as_view(), name="api-report-hand-over"),
]
