"""Address of "your work"."""

from django.urls import path

from cases.desk import views

app_name = "desk"

urlpatterns = [path("desk/", views.work, name="work")]
