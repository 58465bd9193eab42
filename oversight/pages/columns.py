"""How notices and lists speak of the office's own records."""

from typing import Any

from django.urls import reverse

from oversight.accounts.models import RoleGrant
from oversight.subjects.rules import Subject


def _page(grant: RoleGrant) -> str:
    return reverse("admin:oversight_user_change", args=[grant.user_id])


def _title(grant: RoleGrant) -> str:
    return str(grant.get_role_display())


def _nothing(record: Any) -> str:
    """An e-mail names no role and no person."""
    return ""


def role_grants() -> Subject:
    """A role that somebody was given; its page is the person's."""
    return Subject(label="oversight.rolegrant", title=_title, url=_page, reference=_nothing)
