"""Reports changing their case, and cases changing hands, over the API."""

from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from cases.casework import actions
from cases.casework.api.base import ASSIGN, WORK, CaseView
from cases.casework.api.moves import colleague
from cases.casework.models import Case
from cases.casework.serializers.requests import (
    HandOverRequest,
    MoveReportRequest,
    SplitReportRequest,
    TakeBackRequest,
)
from cases.casework.serializers.shapes import CasePageShape
from cases.reports.models import Report
from oversight.authority.choices import Permission
from oversight.authority.rules import RuleBroken
from oversight.rest.api.tags import tag_of
from oversight.rest.serializers import read


class OfReport(CaseView):
    """A view of one report in one case; changes name the version of the case in If-Match."""

    needs: ClassVar[dict[str, tuple[Permission, ...]]] = {"POST": WORK}

    def report(self, case: Case, pk: UUID) -> Report:
        """The report, if it is in the case and the person may read it."""
        inside = case.standing_links().values("report")
        rows = Report.objects.triable_by(self.request.user).filter(pk__in=inside)
        return get_object_or_404(rows, pk=pk)

    def shown(self, case: Case, code: int = status.HTTP_200_OK) -> Response:
        self.tag = tag_of(case)
        return Response(CasePageShape(case).data, code)


class ReportMove(OfReport):
    """Moving a report to another case."""

    @extend_schema(request=MoveReportRequest, responses=CasePageShape)
    @transaction.atomic
    def post(self, request: Request, pk: UUID, report: UUID) -> Response:
        """Move the report; answers with the case it is in now. Needs If-Match."""
        case = self.matched(pk)
        sent = read(request, MoveReportRequest)
        to = Case.objects.visible_to(request.user).filter(pk=sent.pop("to")).first()
        if to is None:
            raise RuleBroken("unknown_case", _("There is no such case."), "/to")
        moved = actions.move_report(
            case=case, report=self.report(case, report), to=to, by=request.user, **sent
        )
        return self.shown(moved)


class ReportSplit(OfReport):
    """Giving a report a case of its own."""

    @extend_schema(request=SplitReportRequest, responses={201: CasePageShape})
    @transaction.atomic
    def post(self, request: Request, pk: UUID, report: UUID) -> Response:
        """Open a new case for the report; answers with the new case. Needs If-Match."""
        case = self.matched(pk)
        sent = read(request, SplitReportRequest)
        made = actions.split_report(
            case=case, report=self.report(case, report), by=request.user, **sent
        )
        return self.shown(made, status.HTTP_201_CREATED)


class ReportWithdrawal(OfReport):
    """Taking back the acceptance of a report that is in a case."""

    @extend_schema(request=TakeBackRequest, responses=CasePageShape)
    @transaction.atomic
    def post(self, request: Request, pk: UUID, report: UUID) -> Response:
        """The report leaves the case and waits for a decision again. Needs If-Match."""
        case = self.matched(pk)
        sent = read(request, TakeBackRequest)
        actions.take_acceptance_back(report=self.report(case, report), by=request.user, **sent)
        case.refresh_from_db()
        return self.shown(case)


class HandOver(CaseView):
    """Handing a case over."""

    needs: ClassVar[dict[str, tuple[Permission, ...]]] = {"POST": ASSIGN}

    @extend_schema(request=HandOverRequest, responses=CasePageShape)
    @transaction.atomic
    def post(self, request: Request, pk: UUID) -> Response:
        """Another person takes the place of one who works on the case. Needs If-Match."""
        case = self.matched(pk)
        sent: dict[str, Any] = read(request, HandOverRequest)
        sent["to"] = colleague(sent["to"], "/to")
        sent["of"] = colleague(sent["of"], "/of") if sent["of"] else None
        case = actions.hand_over(case=case, by=request.user, **sent)
        self.tag = tag_of(case)
        return Response(CasePageShape(case).data)
