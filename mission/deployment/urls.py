"""Addresses of readiness."""

from django.urls import path

from mission.deployment import views

app_name = "deployment"

urlpatterns = [
    path("force/readiness/", views.readiness, name="readiness"),
    path("force/readiness/file/", views.readiness_file, name="file"),
    path("force/readiness/<int:pk>/", views.unit, name="unit"),
]
