"""A person's own tokens, sessions and second step, and what they typed before a session ended."""

from oversight.accounts.views.kept import kept
from oversight.accounts.views.sessions import end_one, end_others, left, sessions, stay
from oversight.accounts.views.steps import not_here, recovery_codes, save_codes, second_step
from oversight.accounts.views.tokens import rename, revoke, rotate, tokens

__all__ = [
    "end_one",
    "end_others",
    "kept",
    "left",
    "not_here",
    "recovery_codes",
    "rename",
    "revoke",
    "rotate",
    "save_codes",
    "second_step",
    "sessions",
    "stay",
    "tokens",
]
