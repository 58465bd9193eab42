"""Background tasks of the mission app, imported so that Celery finds them."""

from mission.deployment.tasks import review_expiring
from mission.vetting.tasks import expire_due

__all__ = ["expire_due", "review_expiring"]
