"""Every write to clocks, notices and the outbox."""

from oversight.deadlines.actions.by_hand import (
    hears_escalation,
    pause_clock,
    record_of,
    require_reason,
    resume_clock,
    take_up,
)
from oversight.deadlines.actions.clocks import cancel, meet, pause, resume, start
from oversight.deadlines.actions.days import (
    add_day,
    edit_day,
    preview_day,
    preview_removal,
    remove_day,
)
from oversight.deadlines.actions.extensions import (
    approve_extension,
    ask_extension,
    latest_for,
    refuse_extension,
    take_back_extension,
    times_left,
)
from oversight.deadlines.actions.many import start_many
from oversight.deadlines.actions.notices import (
    mark_read,
    notify,
    set_habit,
    tell_of_factor_reset,
    tell_of_waiting_role,
)
from oversight.deadlines.actions.outbox import make_digests, send_pending
from oversight.deadlines.actions.policy import (
    Preview,
    add_rule,
    edit_rule,
    load_shipped,
    preview_rule,
)
from oversight.deadlines.actions.sweep import sweep
from oversight.deadlines.actions.tokens import tell_of_ending_tokens
from oversight.deadlines.actions.tracks import hasten

__all__ = [
    "Preview",
    "add_day",
    "add_rule",
    "approve_extension",
    "ask_extension",
    "cancel",
    "edit_day",
    "edit_rule",
    "hasten",
    "hears_escalation",
    "latest_for",
    "load_shipped",
    "make_digests",
    "mark_read",
    "meet",
    "notify",
    "pause",
    "pause_clock",
    "preview_day",
    "preview_removal",
    "preview_rule",
    "record_of",
    "refuse_extension",
    "remove_day",
    "require_reason",
    "resume",
    "resume_clock",
    "send_pending",
    "set_habit",
    "start",
    "start_many",
    "sweep",
    "take_back_extension",
    "take_up",
    "tell_of_ending_tokens",
    "tell_of_factor_reset",
    "tell_of_waiting_role",
    "times_left",
]
