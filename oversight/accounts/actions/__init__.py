"""Every write to accounts."""

from oversight.accounts.actions import guessing
from oversight.accounts.actions.factors import (
    approve_reset,
    ask_reset,
    has_second_step,
    note_factor,
    refuse_reset,
    reseal_factors,
)
from oversight.accounts.actions.grants import (
    approve_grant,
    grant_role,
    refuse_grant,
    revoke_grant,
    somebody_approves,
)
from oversight.accounts.actions.invitations import invite, link_for, withdraw_invitation
from oversight.accounts.actions.kept import drop_form, keep_form, kept_form
from oversight.accounts.actions.organisations import add_organisation, edit_organisation
from oversight.accounts.actions.seeing import people_who_see
from oversight.accounts.actions.sessions import (
    end_other_sessions,
    end_session,
    forget_sessions,
    note_activity,
    note_sign_in,
    own_sessions,
)
from oversight.accounts.actions.starting import (
    Newcomer,
    is_set_up,
    may_set_up,
    set_up,
    set_up_key,
)
from oversight.accounts.actions.tokens import (
    find_token,
    issue_token,
    rename_token,
    revoke_token,
    rotate_token,
)
from oversight.accounts.actions.users import (
    choose_language,
    create_user,
    edit_user,
    reactivate_user,
    suspend_user,
)

__all__ = [
    "Newcomer",
    "add_organisation",
    "approve_grant",
    "approve_reset",
    "ask_reset",
    "choose_language",
    "create_user",
    "drop_form",
    "edit_organisation",
    "edit_user",
    "end_other_sessions",
    "end_session",
    "find_token",
    "forget_sessions",
    "grant_role",
    "guessing",
    "has_second_step",
    "invite",
    "is_set_up",
    "issue_token",
    "keep_form",
    "kept_form",
    "link_for",
    "may_set_up",
    "note_activity",
    "note_factor",
    "note_sign_in",
    "own_sessions",
    "people_who_see",
    "reactivate_user",
    "refuse_grant",
    "refuse_reset",
    "rename_token",
    "reseal_factors",
    "revoke_grant",
    "revoke_token",
    "rotate_token",
    "set_up",
    "set_up_key",
    "somebody_approves",
    "suspend_user",
    "withdraw_invitation",
]
