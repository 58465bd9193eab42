"""Every write to accounts."""

from oversight.accounts.actions.grants import (
    approve_grant,
    grant_role,
    refuse_grant,
    revoke_grant,
    somebody_approves,
)
from oversight.accounts.actions.invitations import invite, link_for, withdraw_invitation
from oversight.accounts.actions.organisations import add_organisation, edit_organisation
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
    "choose_language",
    "create_user",
    "edit_organisation",
    "edit_user",
    "find_token",
    "grant_role",
    "invite",
    "is_set_up",
    "issue_token",
    "link_for",
    "may_set_up",
    "reactivate_user",
    "refuse_grant",
    "rename_token",
    "revoke_grant",
    "revoke_token",
    "rotate_token",
    "set_up",
    "set_up_key",
    "somebody_approves",
    "suspend_user",
    "withdraw_invitation",
]
