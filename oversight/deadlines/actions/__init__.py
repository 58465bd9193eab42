"""Every write to clocks, notices and the outbox."""

from oversight.deadlines.actions.clocks import (
    cancel,
    extend,
    meet,
    pause,
    pause_clock,
    resume,
    resume_clock,
    start,
)
from oversight.deadlines.actions.notices import (
    mark_read,
    notify,
    set_habit,
    tell_of_factor_reset,
    tell_of_waiting_role,
)
from oversight.deadlines.actions.outbox import make_digests, send_pending
from oversight.deadlines.actions.policy import (
    add_holiday,
    add_rule,
    edit_holiday,
    edit_rule,
    load_shipped,
)
from oversight.deadlines.actions.sweep import sweep
from oversight.deadlines.actions.tokens import tell_of_ending_tokens
from oversight.deadlines.actions.tracks import hasten

__all__ = [
    "add_holiday",
    "add_rule",
    "cancel",
    "edit_holiday",
    "edit_rule",
    "extend",
    "hasten",
    "load_shipped",
    "make_digests",
    "mark_read",
    "meet",
    "notify",
    "pause",
    "pause_clock",
    "resume",
    "resume_clock",
    "send_pending",
    "set_habit",
    "start",
    "sweep",
    "tell_of_ending_tokens",
    "tell_of_factor_reset",
    "tell_of_waiting_role",
]
