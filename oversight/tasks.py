"""Background tasks of the oversight app, imported so that Celery finds them."""

from oversight.deadlines.tasks import digest, send, sweep, tokens

__all__ = ["digest", "send", "sweep", "tokens"]
