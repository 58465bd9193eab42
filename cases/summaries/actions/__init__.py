"""Preparing and approving releases."""

from cases.summaries.actions.release import approve, prepare, require_cutoff

__all__ = ["approve", "prepare", "require_cutoff"]
