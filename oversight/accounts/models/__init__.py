"""Models of accounts."""

from oversight.accounts.models.grant import RoleGrant
from oversight.accounts.models.reset import FactorReset
from oversight.accounts.models.session import SessionRecord
from oversight.accounts.models.token import ApiToken
from oversight.accounts.models.user import Organisation, User

__all__ = ["ApiToken", "FactorReset", "Organisation", "RoleGrant", "SessionRecord", "User"]
