"""Apps, middleware, templates and static files."""

from pathlib import Path

from config.settings.environment import BASE_DIR, VAR_DIR, env

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "config.static.UsedStaticFiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "pgtrigger",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "oversight",
    "mission",
    "cases",
]

MIDDLEWARE = [
    "config.requests.RequestMiddleware",
    "oversight.rest.middleware.HearOutMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.AdminPolicyMiddleware",
    "config.middleware.NoStoreMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "oversight.accounts.middleware.SessionLimitMiddleware",
    "config.middleware.PersonLanguageMiddleware",
    "oversight.rest.middleware.ProblemMiddleware",
    "oversight.rest.middleware.NoNulMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "oversight.accounts.middleware.SecondStepMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "oversight.pages.context.site",
            ],
        },
    }
]
FORM_RENDERER = "oversight.pages.forms.OfficeRenderer"
# It finds the project's own form templates; Django's must then be an app.
INSTALLED_APPS += ["django.forms"]

STATIC_URL = "/static/"
# Where a web server in front takes them from; it needs to read nothing else.
STATIC_ROOT = Path(env.str("STATIC_DIR", default=str(VAR_DIR / "static")))
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "files"},
    },
    "staticfiles": {"BACKEND": "config.static.HashedFiles"},
}
# A page with a missing picture is better than no page.
WHITENOISE_MANIFEST_STRICT = False
# Half the files to compress; every page names the hashed ones.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
