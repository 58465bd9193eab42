"""Addresses of a person's own tokens."""

from django.urls import path

from oversight.accounts import views

app_name = "accounts"

urlpatterns = [
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/<uuid:pk>/revoke/", views.revoke, name="revoke_token"),
]
