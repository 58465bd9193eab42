"""Addresses of the public figures."""

from django.urls import path

from cases.summaries import views
from oversight.exports.rules import CSV, HXL, XLSX

app_name = "summaries"

urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures.xlsx", views.release_xlsx, name="xlsx-all"),
    path("figures/<slug:table>.csv", views.table_file, {"format": CSV}, name="csv"),
    path("figures/<slug:table>.hxl.csv", views.table_file, {"format": HXL}, name="hxl"),
    path("figures/<slug:table>.xlsx", views.table_file, {"format": XLSX}, name="xlsx"),
]
