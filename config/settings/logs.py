"""Logs say what happened to which kind of thing; never values, names or addresses."""

from django.core.exceptions import ImproperlyConfigured

from config.settings.environment import TRYING, env

DEFAULT_EXCEPTION_REPORTER_FILTER = "config.logs.HideEverything"
# `json` for programs that collect logs, `plain` for people who watch them.
LOG_FORMAT = env.str("LOG_FORMAT", default="plain" if TRYING else "json")
# A line for each request: which page, how it ended, how long it took.
LOG_REQUESTS = env.bool("LOG_REQUESTS", default=not TRYING)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "config.logs.ScrubbedFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
        "json": {"()": "config.logs.JsonFormatter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if LOG_FORMAT == "json" else "plain",
        }
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"level": "INFO", "propagate": True, "handlers": []},
        # 4xx lines would repeat addresses that may hold a search text.
        "django.request": {"level": "ERROR", "propagate": True},
        "django.security": {"level": "ERROR", "propagate": True},
        "django.db.backends": {"level": "WARNING", "propagate": True},
        # How each task ended is worth a line in production; that it was received is not.
        "celery": {"level": "WARNING" if TRYING else "INFO", "propagate": True},
        "celery.beat": {"level": "WARNING", "propagate": True},
        "celery.worker.strategy": {"level": "WARNING", "propagate": True},
    },
}

# Figures for Prometheus at /metrics/, for whoever has this token; without it there is no such page.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
if METRICS_TOKEN and len(METRICS_TOKEN) < 24:
    raise ImproperlyConfigured("METRICS_TOKEN is shorter than 24 signs: it could be guessed.")
# Where web processes and workers of this machine leave what they counted.
METRICS_FOLDERS = env.list(
    "METRICS_FOLDERS", default=env.list("PROMETHEUS_MULTIPROC_DIR", default=[])
)
