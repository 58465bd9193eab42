"""Background tasks of the cases app, imported so that Celery finds them."""

from cases.reports.tasks import purge

__all__ = ["purge"]
