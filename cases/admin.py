"""Admin classes of the cases app, imported so that Django registers them."""

from cases.triage import admin as triage

__all__ = ["triage"]
