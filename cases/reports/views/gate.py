"""Who comes in, and what every page shows."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from cases.reports.models import ReferralContact
from oversight.authority.choices import Permission
from oversight.authority.rules import holds

View = Callable[..., HttpResponse]


def for_filers(view: View) -> View:
    """Signed in, and holding a role that files reports."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not holds(request.user, Permission.REPORT_FILE):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(never_cache(guarded))


def danger_context() -> dict[str, Any]:
    """Where to send somebody who is in danger now."""
    contacts = list(ReferralContact.objects.shown())
    return {
        "danger_contacts": contacts,
        "contacts_fictional": any(contact.fictional for contact in contacts),
    }
