"""The admin edge: screens that show only what the rule gives, dialogs that call one action."""

from oversight.authority.admin.dialogs import Dialog, DialogPages, safe_next
from oversight.authority.admin.guarded import Guarded, GuardedAdmin, GuardedInline

__all__ = ["Dialog", "DialogPages", "Guarded", "GuardedAdmin", "GuardedInline", "safe_next"]
