"""Accounts in the admin."""

from oversight.accounts.admin.grants import RoleGrantAdmin
from oversight.accounts.admin.organisations import OrganisationAdmin
from oversight.accounts.admin.users import UserAdmin

__all__ = ["OrganisationAdmin", "RoleGrantAdmin", "UserAdmin"]
