"""Every address of the site. Slices declare theirs in `urls.py` (pages) and `api.py` (API)."""

from django.contrib import admin
from django.urls import include, path

from config import health
from config.slices import mounted

urlpatterns = [
    path("healthz/", health.healthz, name="healthz"),
    path("readyz/", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include("config.api")),
    *mounted("urls"),
]
