"""Models of accounts."""

from oversight.accounts.models.grant import RoleGrant
from oversight.accounts.models.token import ApiToken
from oversight.accounts.models.user import Organisation, User

__all__ = ["ApiToken", "Organisation", "RoleGrant", "User"]
