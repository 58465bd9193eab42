"""The REST API and its description."""

from config.settings.limits import API_PROXIES

REST_FRAMEWORK = {
    "DEFAULT_VERSIONING_CLASS": None,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["oversight.rest.api.parsers.BoundedJSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "oversight.rest.api.negotiation.Formats",
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "oversight.accounts.api.TokenSignIn",
        "oversight.accounts.api.SessionSignIn",
    ],
    "DEFAULT_PAGINATION_CLASS": "oversight.rest.api.paging.Pages",
    "EXCEPTION_HANDLER": "oversight.rest.api.errors.handle",
    "DEFAULT_THROTTLE_CLASSES": ["oversight.rest.api.throttles.Quota"],
    "NUM_PROXIES": API_PROXIES,
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "oversight.rest.api.schema.Schema",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Oversight tracker API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "oversight.rest.api.schema.complete",
    ],
    "ENUM_NAME_OVERRIDES": {
        "CaseStatusEnum": "cases.casework.choices.CaseStatus",
        "FindingStatusEnum": "cases.casework.choices.FindingStatus",
        "ReportStatusEnum": "cases.reports.choices.ReportStatus",
        "PrecisionEnum": "mission.mandate.choices.Precision",
        "VerificationEnum": "mission.mandate.choices.Verification",
    },
    "LICENSE": {"name": "AGPL-3.0-or-later"},
    # Scripts and styles of the pages come from this site, never from another host.
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}
