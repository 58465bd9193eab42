"""Every write to accounts."""

from oversight.accounts.actions.grants import approve_grant, grant_role, refuse_grant, revoke_grant
from oversight.accounts.actions.invitations import invite, link_for
from oversight.accounts.actions.organisations import add_organisation, edit_organisation
from oversight.accounts.actions.tokens import find_token, issue_token, revoke_token
from oversight.accounts.actions.users import (
    choose_language,
    create_user,
    edit_user,
    reactivate_user,
    suspend_user,
)

__all__ = [
    "add_organisation",
    "approve_grant",
    "choose_language",
    "create_user",
    "edit_organisation",
    "edit_user",
    "find_token",
    "grant_role",
    "invite",
    "issue_token",
    "link_for",
    "reactivate_user",
    "refuse_grant",
    "revoke_grant",
    "revoke_token",
    "suspend_user",
]
