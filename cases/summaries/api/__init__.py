"""Releases for leads, and released figures for who pulls them."""

from django.urls import path

from cases.summaries.api.figures import Published, Summary, SummaryTable, Withdrawn
from cases.summaries.api.leads import ReleaseApproval, ReleaseDetail, ReleaseRejection, Releases
from cases.summaries.api.ledger import DeploymentLedger

urlpatterns = [
    path("releases/", Releases.as_view(), name="api-releases"),
    path("releases/<str:key>/", ReleaseDetail.as_view(), name="api-release"),
    path("releases/<str:key>/approve/", ReleaseApproval.as_view(), name="api-release-approve"),
    path("releases/<str:key>/reject/", ReleaseRejection.as_view(), name="api-release-reject"),
    path("ledger/deployments/", DeploymentLedger.as_view(), name="api-ledger-deployments"),
    path("summaries/withdrawn/", Withdrawn.as_view(), name="api-summaries-withdrawn"),
    path("summaries/", Published.as_view(), name="api-summaries"),
    path("summaries/<str:release>/", Summary.as_view(), name="api-summary"),
    path("summaries/<str:release>/<str:table>/", SummaryTable.as_view(), name="api-summary-table"),
]
