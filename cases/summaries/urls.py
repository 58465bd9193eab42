"""Addresses of the public figures."""

from django.urls import path

from cases.summaries import views

app_name = "summaries"

urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/<slug:table>.csv", views.table_csv, name="csv"),
]
