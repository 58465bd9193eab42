"""Addresses of the base pages."""

from django.urls import path

from oversight.pages import views

app_name = "pages"

urlpatterns = [
    path("", views.home, name="home"),
    path("account/", views.account, name="account"),
    path("language/<str:code>/", views.language, name="language"),
    path("set-up/<str:key>/", views.first_run, name="set_up"),
    path("mail/", views.mail, name="mail"),
    path("leave/", views.leave, name="leave"),
    path("help/", views.help_page, name="help"),
    path("help/api/", views.api_page, name="api"),
    path("help/privacy/", views.privacy, name="privacy"),
    path("help/accessibility/", views.accessibility, name="accessibility"),
]
