"""Which static files are served: only those a page uses, hashed and compressed."""

from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage


class UsedStaticFiles(StaticFilesConfig):
    """Packages ship far more than is used; leaving it out takes a minute off the first start."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "*.map",
        "drf_spectacular_sidecar/redoc",
        "*swagger-ui-es-bundle*",
        "rest_framework",
        "admin/img/gis",
    ]


_shipped = CompressedManifestStaticFilesStorage
_imports = _shipped._js_module_import_aggregation_patterns[1]
_style_links = tuple(
    rule
    for extension, rules in _shipped.patterns
    for rule in rules
    if extension == "*.css" and "sourceMappingURL" not in str(rule)
)


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Follows links in style sheets and in our own modules.

    Packages' source maps are not shipped, and their bundles import nothing by file name.
    """

    patterns = (
        ("*.css", _style_links),
        ("oversight/*.js", _imports),
        ("mission/*.js", _imports),
        ("cases/*.js", _imports),
    )
