"""Addresses of a person's own tokens."""

from django.urls import path

from oversight.accounts import views

app_name = "accounts"

urlpatterns = [
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/<uuid:pk>/rename/", views.rename, name="rename_token"),
    path("account/tokens/<uuid:pk>/rotate/", views.rotate, name="rotate_token"),
    path("account/tokens/<uuid:pk>/revoke/", views.revoke, name="revoke_token"),
]
