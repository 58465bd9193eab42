"""Background tasks of the oversight app, imported so that Celery finds them."""

from oversight.accounts.tasks import forget_sessions
from oversight.deadlines.tasks import digest, send, sweep, tokens
from oversight.files.tasks import examine, sweep_files

__all__ = [
    "digest",
    "examine",
    "forget_sessions",
    "send",
    "sweep",
    "sweep_files",
    "tokens",
]
