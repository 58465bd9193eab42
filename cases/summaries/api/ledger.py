"""What anybody may know of vetting and deployment: part of the release that stands."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cases.summaries.api.figures import LANG, language_of, published_tables
from cases.summaries.columns import cells, outline, reasons
from cases.summaries.models import ReleaseTable
from cases.summaries.rules.deployments import BREACHES, EXCEPTIONS
from cases.summaries.rules.tables import LICENCE, in_one
from cases.summaries.serializers import DeploymentLedgerSerializer
from oversight.rest.api.views import PublicView


class DeploymentLedger(PublicView):
    """Exceptions to vetting and training with their published reasons, and arrivals without clearance.

    Of the last approved release; without one that holds these tables, `release` is null. Never a
    person, a unit or a State; small counts are hidden.
    """

    @extend_schema(parameters=[LANG], responses=DeploymentLedgerSerializer)
    def get(self, request: Request) -> Response:
        language = language_of(request)
        tables = list(published_tables("latest").filter(slug__in=(EXCEPTIONS, BREACHES)))
        release = tables[0].release if tables else None
        body = {
            "release": release and release.slug,
            "cutoff": release and release.cutoff,
            "checksum": release and release.checksum,
            "licence": LICENCE,
            "tables": [_table(table, language) for table in tables],
            "reasons": [p for table in tables for p in reasons(table, language).get("reasons", ())],
        }
        headers = {"Content-Language": language}
        return Response(DeploymentLedgerSerializer(body).data, headers=headers)


def _table(table: ReleaseTable, language: str) -> dict[str, Any]:
    return {
        **outline(table, language),
        "description": in_one(table.texts["description"], language),
        "notes": [in_one(note, language) for note in table.texts["notes"]],
        "cells": cells(table),
    }
