"""Organisations in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from oversight.accounts import actions
from oversight.accounts.forms import OrganisationForm
from oversight.accounts.models import Organisation
from oversight.authority.admin import GuardedAdmin
from oversight.authority.choices import Permission

MANAGE = (Permission.ACCOUNT_MANAGE,)


@admin.register(Organisation)
class OrganisationAdmin(GuardedAdmin):
    """Bodies that people belong to. One that is no longer active is not offered."""

    sees = adds = changes = MANAGE
    form = OrganisationForm
    list_display = ("name", "kind", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("name",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["name", "kind", "is_active", "reason"] if obj else ["name", "kind", "reason"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        values = {**form.cleaned_data, "by": request.user}
        if change:
            actions.edit_organisation(organisation=obj, **values)
        else:
            obj.pk = actions.add_organisation(**values).pk
