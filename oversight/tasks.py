"""Background tasks of the oversight app, imported so that Celery finds them."""

from oversight.accounts.tasks import forget_sessions
from oversight.deadlines.tasks import digest, send, sweep, tokens

__all__ = ["digest", "forget_sessions", "send", "sweep", "tokens"]
