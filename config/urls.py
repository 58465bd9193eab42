"""Every address of the site. Slices declare theirs in `urls.py` (pages) and `api.py` (API)."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from config import health, metrics
from config.slices import APPS, mounted

# Screens of packages know nothing of who may see what here: our own are all there are.
for foreign in [m for m in admin.site._registry if m._meta.app_label not in APPS]:
    admin.site.unregister(foreign)

# One way in: the admin has no sign-in of its own.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler400 = "oversight.pages.views.bad_request"

urlpatterns = [
    path("healthz/", health.healthz, name="healthz"),
    path("readyz/", health.readyz, name="readyz"),
    path("metrics/", metrics.page, name="metrics"),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include("config.api")),
    # Ours first: some stand in the place of allauth's.
    *mounted("urls"),
    path("accounts/", include("allauth.urls")),
]
