"""Addresses of the notices."""

from django.urls import path

from oversight.deadlines import views

app_name = "deadlines"

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_all, name="read_all"),
    path("notices/habit/", views.habit, name="habit"),
    path("notices/<uuid:pk>/read/", views.read_one, name="read_one"),
]
