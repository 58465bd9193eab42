"""The models of the office, re-exported from their slices."""

from oversight.accounts.models import ApiToken, Organisation, RoleGrant, User
from oversight.audit.models import Event
from oversight.vocabularies.models import Term, Vocabulary

__all__ = ["ApiToken", "Event", "Organisation", "RoleGrant", "Term", "User", "Vocabulary"]
