"""The Celery application; the embedded broker starts with the first connection to it."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class LazyBrokerCelery(Celery):
    """Starts the embedded broker when somebody connects, so that importing starts nothing."""

    def _connection(self, *args: Any, **kwargs: Any) -> Any:
        if settings.EMBEDDED_BROKER:
            from config.embedded import valkey

            valkey.ensure(settings.VAR_DIR)
        return super()._connection(*args, **kwargs)


app = LazyBrokerCelery("oversight")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.imports = ("config.heartbeat", "config.metrics")


@setup_logging.connect
def keep_our_logs(**_: Any) -> None:
    """Django has set up logging without values; Celery would put forms of its own over it."""
