"""Background tasks of the mission app, imported so that Celery finds them."""

from mission.deployment.tasks import (
    review_expiring,
    tend_rosters,
    tidy_rosters,
    work_on_roster,
)
from mission.vetting.tasks import expire_due

__all__ = ["expire_due", "review_expiring", "tend_rosters", "tidy_rosters", "work_on_roster"]
