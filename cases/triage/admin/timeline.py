"""What happened to a record, from its events."""

from oversight.audit.columns import timeline

__all__ = ["timeline"]
