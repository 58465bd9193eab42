"""Addresses of training on the site."""

from django.urls import path

from mission.training import views

app_name = "training"

urlpatterns = [path("force/training/", views.matrix, name="matrix")]
