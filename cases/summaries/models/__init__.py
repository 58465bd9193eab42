"""Models of released figures."""

from cases.summaries.models.release import Release
from cases.summaries.models.table import ReleaseTable
from cases.summaries.models.withdrawal import Withdrawal

__all__ = ["Release", "ReleaseTable", "Withdrawal"]
