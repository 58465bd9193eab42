"""Addresses of the force on the site."""

from django.urls import path

from mission.force import views

app_name = "force"

urlpatterns = [path("force/strength/", views.strength, name="strength")]
