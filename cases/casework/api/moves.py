"""Transitions, notes and the team of a case over the API."""

from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from cases.casework import actions
from cases.casework.api.base import ASSIGN, SEE, CaseView
from cases.casework.serializers.requests import (
    AssignRequest,
    MoveRequest,
    NoteRequest,
    RecuseRequest,
)
from cases.casework.serializers.shapes import (
    CasePageShape,
    MovesShape,
    NoteShape,
    StandingShape,
    TeamShape,
)
from oversight.accounts.models import User
from oversight.authority.choices import Permission
from oversight.authority.rules import RuleBroken
from oversight.rest.api.tags import tag_of
from oversight.rest.serializers import read


def colleague(pk: UUID, pointer: str = "/user") -> User:
    """The account with this id."""
    user = User.objects.with_grants().filter(pk=pk).first()
    if user is None:
        raise RuleBroken("unknown_person", _("There is no such person."), pointer)
    return user


class Transitions(CaseView):
    """What the case may do next, and what it did."""

    varies = True

    @extend_schema(responses=MovesShape)
    def get(self, request: Request, pk: UUID) -> Response:
        """Possible moves, blocked ones with the reason, and the history."""
        case = self.case(pk)
        self.tag = tag_of(case)
        shown = {
            "status": case.status,
            "available": actions.moves_for(case=case, by=request.user),
            "history": case.transitions.select_related("by"),
        }
        return Response(MovesShape(shown).data)

    @extend_schema(request=MoveRequest, responses=CasePageShape)
    @transaction.atomic
    def post(self, request: Request, pk: UUID) -> Response:
        """Move the case; needs If-Match with the ETag of the case."""
        case = self.matched(pk)
        case = actions.apply(case=case, by=request.user, **read(request, MoveRequest))
        self.tag = tag_of(case)
        return Response(CasePageShape(case).data)


class Notes(CaseView):
    """Internal notes, newest first."""

    @extend_schema(responses=NoteShape(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(
            NoteShape(
                self.case(pk).notes.select_related("by").prefetch_related("told"), many=True
            ).data
        )

    @extend_schema(request=NoteRequest, responses={201: NoteShape})
    def post(self, request: Request, pk: UUID) -> Response:
        case = self.case(pk)
        sent = read(request, NoteRequest)
        told = [colleague(number, f"/told/{at}") for at, number in enumerate(sent["told"])]
        note = actions.add_note(case=case, by=request.user, text=sent["text"], told=told)
        return Response(NoteShape(note).data, status.HTTP_201_CREATED)


class Assignments(CaseView):
    """Who works on the case."""

    needs: ClassVar[dict[str, tuple[Permission, ...]]] = {"GET": SEE, "POST": ASSIGN}

    @extend_schema(responses=TeamShape)
    def get(self, request: Request, pk: UUID) -> Response:
        case = self.case(pk)
        rows = case.access.filter(ended_at__isnull=True).select_related("user")
        shown: dict[str, Any] = {"results": rows, "candidates": actions.candidates(case=case)}
        return Response(TeamShape(shown).data)

    @extend_schema(request=AssignRequest, responses={201: StandingShape})
    def post(self, request: Request, pk: UUID) -> Response:
        """Put a colleague on the case, or name them its focal point."""
        case = self.case(pk)
        sent = read(request, AssignRequest)
        put = actions.name_focal_point if sent.pop("focal_point") else actions.assign
        row = put(case=case, by=request.user, **sent | {"user": colleague(sent["user"])})
        return Response(StandingShape(row).data, status.HTTP_201_CREATED)


class OneAssignment(CaseView):
    """One colleague's place on the case."""

    needs: ClassVar[dict[str, tuple[Permission, ...]]] = {"DELETE": ASSIGN}

    @extend_schema(responses={204: None})
    @transaction.atomic
    def delete(self, request: Request, pk: UUID, user: UUID) -> Response:
        """Take the colleague off the case; needs If-Match with the ETag of the case."""
        case = self.matched(pk)
        actions.unassign(case=case, user=colleague(user), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Recusals(CaseView):
    """Colleagues who take no part."""

    needs: ClassVar[dict[str, tuple[Permission, ...]]] = {"POST": SEE}

    @extend_schema(request=RecuseRequest, responses={201: StandingShape})
    def post(self, request: Request, pk: UUID) -> Response:
        """Step back from the case, or have somebody step back."""
        case = self.case(pk)
        sent = read(request, RecuseRequest)
        user = colleague(sent["user"])
        row = actions.recuse(case=case, user=user, by=request.user, reason=sent["reason"])
        return Response(StandingShape(row).data, status.HTTP_201_CREATED)
