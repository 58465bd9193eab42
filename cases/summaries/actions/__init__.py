"""Preparing and approving releases."""

from cases.summaries.actions.release import approve, prepare

__all__ = ["approve", "prepare"]
