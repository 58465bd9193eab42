"""Where people in danger are sent, entered by administrators."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.reports.actions.referrals import EDITABLE, edit_referral
from cases.reports.models import ReferralContact
from oversight.authority.admin import GuardedAdmin
from oversight.authority.choices import Permission

MANAGES = (Permission.VOCABULARY_MANAGE,)


@admin.register(ReferralContact)
class ReferralContactAdmin(GuardedAdmin):
    """Offices and services, never people. What is marked as invented says so on every page."""

    sees = adds = changes = MANAGES
    list_display: ClassVar = ("called", "telephone", "hours_open", "fictional", "is_active")
    fields: ClassVar = ("slug", "kind", *EDITABLE)

    @admin.display(description=_("name"), ordering="order")
    def called(self, contact: ReferralContact) -> str:
        return contact.name

    @admin.display(description=_("telephone"))
    def telephone(self, contact: ReferralContact) -> str:
        return contact.phone

    @admin.display(description=_("opening hours"))
    def hours_open(self, contact: ReferralContact) -> str:
        return contact.hours

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("slug", "kind") if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        values = {name: form.cleaned_data[name] for name in EDITABLE if name in form.cleaned_data}
        fresh = ReferralContact(slug=obj.slug, kind=obj.kind)
        edit_referral(contact=fresh, by=request.user, **values)  # type: ignore[arg-type]
