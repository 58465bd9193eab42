"""Releases for leads: prepared, looked through, decided on."""

import uuid
from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cases.summaries.actions import approve, prepare, reject
from cases.summaries.api.figures import language_of
from cases.summaries.models import Release
from cases.summaries.serializers import (
    ApprovalSerializer,
    CutoffSerializer,
    RejectionSerializer,
    ReleaseSerializer,
)
from oversight.authority.choices import Permission as P
from oversight.authority.rules import RuleBroken
from oversight.rest.api.views import ListView, View

LEADS = (P.RELEASE_PREPARE, P.RELEASE_APPROVE)


def shown(request: Request, release: Release, *, with_cells: bool = False) -> dict[str, Any]:
    context = {"language": language_of(request), "with_cells": with_cells}
    found = Release.objects.with_standing().get(pk=release.pk)
    return dict(ReleaseSerializer(found, context=context).data)


def _release_for(request: Request, key: str) -> Release:
    """By id or by name; what the person may not see is not there."""
    try:
        named: dict[str, Any] = {"pk": uuid.UUID(key)}
    except ValueError:
        named = {"slug": key}
    return get_object_or_404(Release.objects.visible_to(request.user), **named)


def _corrected(request: Request, slug: str) -> Release:
    found = Release.objects.visible_to(request.user).filter(slug=slug).first()
    if found is None:
        raise RuleBroken("unknown_release", _("There is no such release."), "/corrects")
    return found


class Releases(ListView):
    """`GET`: every release, drafts too. `POST {"cutoff"}`: compute a draft."""

    needs: ClassVar = {"GET": LEADS, "POST": (P.RELEASE_PREPARE,)}
    serializer_class = ReleaseSerializer
    filter_backends = ()
    ordering = ("-prepared_at", "-id")

    def get_queryset(self) -> Any:
        rows = Release.objects.visible_to(self.request.user).with_standing()
        return rows.prefetch_related("tables")

    @extend_schema(request=CutoffSerializer, responses={201: ReleaseSerializer})
    def post(self, request: Request) -> Response:
        sent = CutoffSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        named = sent.validated_data.get("corrects", "")
        release = prepare(
            cutoff=sent.validated_data["cutoff"],
            corrects=_corrected(request, named) if named else None,
            by=request.user,
        )
        place = request.build_absolute_uri(f"{release.pk}/")
        return Response(shown(request, release), 201, headers={"Location": place})


class ReleaseDetail(View):
    """One release with its figures, for leads to look through before approval."""

    needs: ClassVar = {"GET": LEADS}

    @extend_schema(responses=ReleaseSerializer)
    def get(self, request: Request, key: str) -> Response:
        release = _release_for(request, key)
        return Response(shown(request, release, with_cells=True))


class ReleaseApproval(View):
    """Makes a draft final and public; by another lead than the one who prepared it."""

    needs: ClassVar = {"POST": (P.RELEASE_APPROVE,)}

    @extend_schema(request=ApprovalSerializer, responses=ReleaseSerializer)
    def post(self, request: Request, key: str) -> Response:
        sent = ApprovalSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        reason = sent.validated_data.get("reason", "")
        release = approve(release=_release_for(request, key), by=request.user, reason=reason)
        return Response(shown(request, release))


class ReleaseRejection(View):
    """Says no to a draft, with a reason for the lead who prepared it."""

    needs: ClassVar = {"POST": (P.RELEASE_APPROVE,)}

    @extend_schema(request=RejectionSerializer, responses=ReleaseSerializer)
    def post(self, request: Request, key: str) -> Response:
        sent = RejectionSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        reason = sent.validated_data["reason"]
        release = reject(release=_release_for(request, key), by=request.user, reason=reason)
        return Response(shown(request, release))
