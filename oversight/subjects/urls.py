"""Address of the page that hands work over."""

from django.urls import path

from oversight.subjects import views

app_name = "subjects"

urlpatterns = [path("work/hand-over/<uuid:pk>/", views.hand_over, name="hand_over")]
