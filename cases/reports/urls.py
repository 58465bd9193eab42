"""Addresses of the report form and of one's own reports."""

from django.urls import path

from cases.reports import views

app_name = "reports"

urlpatterns = [
    path("reports/", views.own_list, name="list"),
    path("reports/new/", views.new, name="new"),
    path("reports/draft/<uuid:id>/review/", views.review, name="review"),
    path("reports/draft/<uuid:id>/discard/", views.discard, name="discard"),
    path("reports/draft/<uuid:id>/<slug:name>/", views.step, name="step"),
    path("reports/sent/<uuid:id>/", views.sent, name="sent"),
    path("reports/<str:reference>/", views.one, name="one"),
]
