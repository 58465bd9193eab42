"""Cases, allegations, findings and transitions over the API."""

from django.urls import path

from cases.casework.api.allegations import (
    AdoptFinding,
    AllAllegations,
    Allegations,
    Findings,
    OneFinding,
    ReturnFinding,
)
from cases.casework.api.cases import CaseReports, Cases, OneCase
from cases.casework.api.links import HandOver, ReportMove, ReportSplit, ReportWithdrawal
from cases.casework.api.moves import Assignments, Notes, OneAssignment, Recusals, Transitions

urlpatterns = [
    path("cases/", Cases.as_view(), name="api-cases"),
    path("cases/<uuid:pk>/", OneCase.as_view(), name="api-case"),
    path("cases/<uuid:pk>/reports/", CaseReports.as_view(), name="api-case-reports"),
    path(
        "cases/<uuid:pk>/reports/<uuid:report>/move/",
        ReportMove.as_view(),
        name="api-case-report-move",
    ),
    path(
        "cases/<uuid:pk>/reports/<uuid:report>/split/",
        ReportSplit.as_view(),
        name="api-case-report-split",
    ),
    path(
        "cases/<uuid:pk>/reports/<uuid:report>/withdrawal/",
        ReportWithdrawal.as_view(),
        name="api-case-report-withdrawal",
    ),
    path("cases/<uuid:pk>/hand-over/", HandOver.as_view(), name="api-case-hand-over"),
    path("cases/<uuid:pk>/allegations/", Allegations.as_view(), name="api-case-allegations"),
    path("cases/<uuid:pk>/transitions/", Transitions.as_view(), name="api-case-transitions"),
    path("cases/<uuid:pk>/notes/", Notes.as_view(), name="api-case-notes"),
    path("cases/<uuid:pk>/assignments/", Assignments.as_view(), name="api-case-assignments"),
    path(
        "cases/<uuid:pk>/assignments/<uuid:user>/",
        OneAssignment.as_view(),
        name="api-case-assignment",
    ),
    path("cases/<uuid:pk>/recusals/", Recusals.as_view(), name="api-case-recusals"),
    path("allegations/", AllAllegations.as_view(), name="api-allegations"),
    path("allegations/<uuid:pk>/findings/", Findings.as_view(), name="api-findings"),
    path("findings/<uuid:pk>/", OneFinding.as_view(), name="api-finding"),
    path("findings/<uuid:pk>/adopt/", AdoptFinding.as_view(), name="api-finding-adopt"),
    path("findings/<uuid:pk>/return/", ReturnFinding.as_view(), name="api-finding-return"),
]
