"""Background work. Every task is short and can run twice: the truth is in the database."""

from config.settings.environment import EMBEDDED_BROKER, VAR_DIR, env
from config.settings.i18n import TIME_ZONE

if EMBEDDED_BROKER:
    from config.embedded.places import socket_dir

    CELERY_BROKER_URL = f"redis+socket://{socket_dir(VAR_DIR)}/valkey.sock?virtual_host=1"
else:
    CELERY_BROKER_URL = env.str("CELERY_BROKER_URL")

CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "oversight"
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A lost worker's task comes back after the visibility timeout, so no task may outlive it.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 75
CELERY_TASK_TIME_LIMIT = 90
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"visibility_timeout": 120, "unacked_restore_interval": 5, "unacked_restore_throttle": 1}
    if CELERY_BROKER_URL.startswith(("redis", "rediss", "valkey"))
    else {}
)
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
