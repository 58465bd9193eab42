"""Addresses of the report form and of one's own reports."""

from django.urls import path

from cases.reports import views

app_name = "reports"

urlpatterns = [
    path("reports/", views.own_list, name="list"),
    path("reports/new/", views.new, name="new"),
    path("reports/draft/<uuid:id>/review/", views.review, name="review"),
    path("reports/draft/<uuid:id>/discard/", views.discard, name="discard"),
    path("reports/draft/<uuid:id>/files/", views.files, name="files"),
    path("reports/draft/<uuid:id>/<slug:name>/", views.step, name="step"),
    path("reports/sent/<uuid:id>/", views.sent, name="sent"),
    path("reports/sent/<uuid:id>/text/", views.receipt_text, name="receipt_text"),
    path("reports/sent/<uuid:id>/again/", views.again, name="again"),
    path("reports/files/<uuid:id>/picture/", views.picture, name="picture"),
    path("reports/files/<uuid:id>/original/", views.original_file, name="original"),
    path("reports/<str:reference>/", views.one, name="one"),
]
