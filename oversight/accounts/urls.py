"""Addresses of a person's own tokens, sessions and second step."""

from django.urls import path

from oversight.accounts import views

app_name = "accounts"

urlpatterns = [
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/<uuid:pk>/rename/", views.rename, name="rename_token"),
    path("account/tokens/<uuid:pk>/rotate/", views.rotate, name="rotate_token"),
    path("account/tokens/<uuid:pk>/revoke/", views.revoke, name="revoke_token"),
    path("account/sessions/", views.sessions, name="sessions"),
    path("account/sessions/others/end/", views.end_others, name="end_others"),
    path("account/sessions/<uuid:pk>/end/", views.end_one, name="end_session"),
    path("account/session/left/", views.left, name="session_left"),
    path("account/session/stay/", views.stay, name="session_stay"),
    path("account/kept/", views.kept, name="kept"),
    path("account/second-step/", views.second_step, name="second_step"),
    # In the place of allauth's own: codes are shown once, until the person says that they have them.
    path("accounts/2fa/recovery-codes/", views.recovery_codes, name="recovery_codes"),
    path("accounts/2fa/recovery-codes/download/", views.save_codes, name="save_codes"),
    # The e-mail is the account: nobody adds another by themselves.
    path("accounts/email/", views.not_here),
]
