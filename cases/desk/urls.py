"""Addresses of "your work" and of the page of leads."""

from django.urls import path

from cases.desk import views

app_name = "desk"

urlpatterns = [
    path("desk/", views.work, name="work"),
    path("desk/office/", views.office, name="office"),
]
