"""Cases over the API."""

from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from cases.casework import actions
from cases.casework.api.base import SEE, WORK, CaseView
from cases.casework.filters import CaseFilter
from cases.casework.models import Case
from cases.casework.serializers.requests import EditRequest, OpenRequest, ReportsRequest
from cases.casework.serializers.shapes import CasePageShape, CaseShape
from cases.reports.models import Report
from oversight.authority.choices import Permission
from oversight.feeds.api import Feed, FollowedView
from oversight.rest.api.tags import tag_of
from oversight.rest.api.views import ListView
from oversight.rest.serializers import read


class Cases(FollowedView, ListView):
    """The cases a person may see, and opening a new one."""

    needs: ClassVar[dict[str, tuple[Permission, ...]]] = {
        "GET": SEE,
        "POST": (Permission.CASE_OPEN,),
    }
    serializer_class = CaseShape
    filterset_class = CaseFilter
    ordering = ("-opened_at", "-id")
    feed = Feed("cases", "version", at="updated_at")

    def get_queryset(self) -> Any:
        return Case.objects.visible_to(self.request.user).with_list_data()

    @extend_schema(request=OpenRequest, responses={201: CasePageShape})
    def post(self, request: Request) -> Response:
        """Open a case from reports; `track` rises by what they tell, whatever is sent."""
        sent = read(request, OpenRequest)
        reports = [Report(pk=pk) for pk in sent.pop("reports")]
        case = actions.open_case(reports=reports, by=request.user, **sent)
        self.tag = tag_of(case)
        return Response(CasePageShape(case).data, status.HTTP_201_CREATED)


class OneCase(CaseView):
    """One case with its reports, allegations and team."""

    needs: ClassVar[dict[str, tuple[Permission, ...]]] = {"GET": SEE, "PATCH": WORK}

    @extend_schema(responses=CasePageShape)
    def get(self, request: Request, pk: UUID) -> Response:
        """Read the case; its ETag is what changes must name in If-Match."""
        case = self.page(pk)
        self.tag = tag_of(case)
        return Response(CasePageShape(case).data)

    @extend_schema(request=EditRequest, responses=CasePageShape)
    @transaction.atomic
    def patch(self, request: Request, pk: UUID) -> Response:
        """Change title or severity; needs If-Match."""
        case = self.matched(pk)
        case = actions.edit_case(case=case, by=request.user, **read(request, EditRequest))
        self.tag = tag_of(case)
        return Response(CasePageShape(case).data)


class CaseReports(CaseView):
    """The reports in a case."""

    needs: ClassVar[dict[str, tuple[Permission, ...]]] = {"POST": WORK}

    @extend_schema(request=ReportsRequest, responses={201: CasePageShape})
    def post(self, request: Request, pk: UUID) -> Response:
        """Put further reports into the case."""
        case = self.case(pk)
        sent = read(request, ReportsRequest)
        reports = [Report(pk=number) for number in sent["reports"]]
        case = actions.add_reports(
            case=case, reports=reports, by=request.user, reason=sent["reason"]
        )
        self.tag = tag_of(case)
        return Response(CasePageShape(case).data, status.HTTP_201_CREATED)
