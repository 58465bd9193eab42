"""Allegations and findings over the API."""

from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from cases.casework import actions
from cases.casework.api.base import SEE, CaseView, noted
from cases.casework.models import Allegation, Finding
from cases.casework.serializers.requests import AllegationRequest, FindingRequest, Said
from cases.casework.serializers.shapes import AllegationShape, FindingShape
from oversight.authority.choices import Permission
from oversight.feeds.api import Feed, FollowedView
from oversight.rest.api.views import ListView, View
from oversight.rest.serializers import read


class Allegations(CaseView):
    """The allegations of one case."""

    @extend_schema(responses=AllegationShape(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        rows = self.case(pk).allegations.select_related("contingent").prefetch_related("findings")
        return Response(AllegationShape(rows, many=True).data)

    @extend_schema(request=AllegationRequest, responses={201: AllegationShape})
    def post(self, request: Request, pk: UUID) -> Response:
        """Add one person x one type; a child or a sexual act raises the track of the case."""
        case = self.case(pk)
        sent = read(request, AllegationRequest)
        accused = sent.pop("perpetrator", {})
        if accused:
            sent |= {
                "affiliation": accused["affiliation"],
                "contingent": accused["contingent"],
                "person_number": accused["person"],
            }
        allegation = actions.add_allegation(case=case, by=request.user, **sent)
        return Response(AllegationShape(allegation).data, status.HTTP_201_CREATED)


class AllAllegations(FollowedView, ListView):
    """The allegations of every case the person may see, newest first."""

    needs: ClassVar[dict[str, tuple[Permission, ...]]] = {"GET": SEE}
    serializer_class = AllegationShape
    filter_backends = ()
    ordering = ("-added_at", "-id")
    # Findings change the version of their case, and with it the line of the allegation.
    feed = Feed("allegations", "case__version", at="case__updated_at")

    def get_queryset(self) -> Any:
        rows = Allegation.objects.visible_to(self.request.user)
        return rows.select_related("contingent").prefetch_related("findings")


class Findings(View):
    """The findings on one allegation, returned ones too."""

    needs: ClassVar[dict[str, tuple[Permission, ...]]] = {
        "GET": SEE,
        "POST": (Permission.FINDING_PROPOSE,),
    }

    def allegation(self, pk: UUID) -> Allegation:
        rows = Allegation.objects.visible_to(self.request.user).select_related("case")
        allegation = get_object_or_404(rows, pk=pk)
        noted(self.request, allegation.case)
        return allegation

    @extend_schema(responses=FindingShape(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        rows = self.allegation(pk).findings.prefetch_related("sources")
        return Response(FindingShape(rows, many=True).data)

    @extend_schema(request=FindingRequest, responses={201: FindingShape})
    def post(self, request: Request, pk: UUID) -> Response:
        """Propose a finding that rests on reports of the case."""
        allegation = self.allegation(pk)
        sent = read(request, FindingRequest)
        finding = actions.propose_finding(allegation=allegation, by=request.user, **sent)
        return Response(FindingShape(finding).data, status.HTTP_201_CREATED)


class FindingView(View):
    """A view of one finding."""

    needs: ClassVar[dict[str, tuple[Permission, ...]]] = {
        "GET": SEE,
        "POST": (Permission.FINDING_ADOPT,),
    }

    def finding(self, pk: UUID) -> Any:
        rows = Finding.objects.visible_to(self.request.user).select_related("allegation__case")
        finding = get_object_or_404(rows.prefetch_related("sources"), pk=pk)
        noted(self.request, finding.allegation.case)
        return finding


class OneFinding(FindingView):
    """One finding."""

    needs: ClassVar[dict[str, tuple[Permission, ...]]] = {"GET": SEE}

    @extend_schema(responses=FindingShape)
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(FindingShape(self.finding(pk)).data)


class AdoptFinding(FindingView):
    """Adopting a colleague's finding."""

    needs: ClassVar[dict[str, tuple[Permission, ...]]] = {"POST": (Permission.FINDING_ADOPT,)}

    @extend_schema(request=Said, responses=FindingShape)
    def post(self, request: Request, pk: UUID) -> Response:
        finding = self.finding(pk)
        finding = actions.adopt(finding=finding, by=request.user, **read(request, Said))
        return Response(FindingShape(finding).data)


class ReturnFinding(FindingView):
    """Sending a colleague's finding back."""

    needs: ClassVar[dict[str, tuple[Permission, ...]]] = {"POST": (Permission.FINDING_ADOPT,)}

    @extend_schema(request=Said, responses=FindingShape)
    def post(self, request: Request, pk: UUID) -> Response:
        finding = self.finding(pk)
        finding = actions.return_finding(finding=finding, by=request.user, **read(request, Said))
        return Response(FindingShape(finding).data)
