"""Logs say what happened to which kind of thing; never values, names or addresses."""

from config.settings.environment import env

DEFAULT_EXCEPTION_REPORTER_FILTER = "config.logs.HideEverything"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "config.logs.ScrubbedFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"level": "INFO", "propagate": True, "handlers": []},
        # 4xx lines would repeat addresses that may hold a search text.
        "django.request": {"level": "ERROR", "propagate": True},
        "django.security": {"level": "ERROR", "propagate": True},
        "django.db.backends": {"level": "WARNING", "propagate": True},
    },
}
