"""The list of roles given; a row leads to its person, where it is approved or ended."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.accounts.columns import Limits, state_of
from oversight.accounts.models import RoleGrant
from oversight.authority.admin import RecordAdmin
from oversight.authority.choices import Permission


class StateFilter(admin.SimpleListFilter):
    """Waiting, running, ended."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("waiting", _("waits for a lead")),
            ("running", _("running")),
            ("ended", _("ended")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        today = timezone.localdate()
        match self.value():
            case "waiting":
                return queryset.filter(awaits_approval=True, revoked_at__isnull=True)
            case "running":
                return queryset.running(today)
            case "ended":
                return queryset.filter(Q(revoked_at__isnull=False) | Q(ends_on__lt=today))
        return queryset


@admin.register(RoleGrant)
class RoleGrantAdmin(RecordAdmin):
    """Everything that was ever given, to whom and by whom."""

    sees = (Permission.ACCOUNT_MANAGE, Permission.GRANT_APPROVE)
    list_display = ("user", "role", "limit", "starts_on", "ends_on", "state", "granted_by")
    list_filter = (StateFilter, "role", "scope_kind")
    search_fields = ("user__name", "user__email")
    ordering = ("-granted_at", "id")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("user", "granted_by")

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The names of limits are read once a page."""
        page, limits = super().get_changelist_instance(request), Limits()
        for grant in page.result_list:
            grant.limit_name = limits.of(grant)
        return page

    @admin.display(description=_("limited to"))
    def limit(self, grant: RoleGrant) -> str:
        return getattr(grant, "limit_name", grant.scope_value)

    @admin.display(description=_("state"))
    def state(self, grant: RoleGrant) -> str:
        label, tone = state_of(grant, timezone.localdate())
        return render_to_string("partials/status.html", {"label": label, "tone": tone})

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Any]:
        return {}

    def page_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        grant = self.find(request, pk)
        return HttpResponseRedirect(reverse("admin:oversight_user_change", args=[grant.user_id]))
