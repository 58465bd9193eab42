"""Running imports."""

from oversight.imports.actions.runs import Outcome, run

__all__ = ["Outcome", "run"]
