"""The admin edge: screens that show only what the rule gives, dialogs that call one action."""

from oversight.authority.admin.dialogs import Dialog, DialogPages, safe_next
from oversight.authority.admin.guarded import Guarded, GuardedAdmin, GuardedInline
from oversight.authority.admin.records import RecordAdmin

__all__ = [
    "Dialog",
    "DialogPages",
    "Guarded",
    "GuardedAdmin",
    "GuardedInline",
    "RecordAdmin",
    "safe_next",
]
