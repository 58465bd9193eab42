"""People in the admin: administrators keep accounts, leads approve roles; neither sees cases here."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.accounts import actions
from oversight.accounts.admin.dialogs import dialogs_about
from oversight.accounts.admin.factors import second_step_section
from oversight.accounts.columns import attach_roles, grant_rows, invitation_state, token_rows
from oversight.accounts.forms import NewPersonForm
from oversight.accounts.models import FactorReset, RoleGrant, User
from oversight.accounts.rules import work_of
from oversight.audit.columns import timeline
from oversight.authority.admin import Dialog, RecordAdmin
from oversight.authority.choices import Permission
from oversight.authority.rules import ROLES, RuleBroken, holds


class RoleFilter(admin.SimpleListFilter):
    """Who holds a role today, whose role waits, who has none."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        held = [(role.code, role.name) for role in ROLES.values()]
        waits = ("waits", _("waits for a lead"))
        return [*held, waits, ("reset", _("a reset waits for a lead")), ("none", _("no role"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        grants = RoleGrant.objects.visible_to(request.user)
        running = grants.running(timezone.localdate())
        waiting = grants.filter(awaits_approval=True, revoked_at__isnull=True)
        match self.value():
            case None:
                return queryset
            case "none":
                return queryset.exclude(pk__in=running.values("user"))
            case "waits":
                return queryset.filter(pk__in=waiting.values("user"))
            case "reset":
                resets = FactorReset.objects.visible_to(request.user).waiting(timezone.now())
                return queryset.filter(pk__in=resets.values("user"))
            case role:
                return queryset.filter(pk__in=running.filter(role=role).values("user"))


class OrganisationFilter(admin.RelatedFieldListFilter):
    """Only organisations the reader may know of."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        rows = field.remote_field.model.objects.visible_to(request.user)
        return [(row.pk, str(row)) for row in rows]


@admin.register(User)
class UserAdmin(RecordAdmin):
    """Accounts: found, made, given roles, suspended; each change is an action with a reason."""

    sees = (Permission.ACCOUNT_MANAGE, Permission.GRANT_APPROVE)
    adds = (Permission.ACCOUNT_MANAGE,)
    list_display = ("name", "email", "organisation", "roles", "door", "signed_in")
    list_filter = (RoleFilter, "is_active", ("organisation", OrganisationFilter), "language")
    search_fields = ("name", "email", "organisation__name")
    search_help_text = _("A name, an e-mail or an organisation.")
    ordering = ("name", "id")
    page_template = "oversight/accounts/user.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("organisation").with_grants()

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        page = super().get_changelist_instance(request)
        attach_roles(page.result_list)
        return page

    @admin.display(description=_("roles"))
    def roles(self, person: User) -> str:
        return getattr(person, "roles_line", "") or "–"

    @admin.display(description=_("account"), ordering="is_active")
    def door(self, person: User) -> str:
        if not person.is_active:
            shown = {"label": _("suspended"), "tone": "overdue"}
        elif not person.has_usable_password():
            shown = invitation_state(person)
        else:
            shown = {"label": _("open"), "tone": "done"}
        return render_to_string("partials/status.html", shown)

    @admin.display(description=_("last sign-in"), ordering="last_login")
    def signed_in(self, person: User) -> Any:
        return person.last_login and timezone.localtime(person.last_login).date()

    def with_page_data(self, rows: Any) -> Any:
        return rows.select_related("organisation")

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Dialog]:
        return dialogs_about(subject, by)

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        wanted = ("grant", "edit", "invite", "withdraw", "suspend", "reactivate")
        return {
            "facts": self._facts(subject),
            "door": self.door(subject),
            "moves": self.buttons(subject, request, *wanted),
            "grants": self._grants(subject, request),
            "tokens": self._tokens(subject, request),
            "second_step": second_step_section(self, subject, request),
            "timeline": timeline(subject),
            "work": work_of(subject, request.user),
        }

    def _facts(self, person: User) -> list[tuple[Any, Any]]:
        return [
            (_("E-mail"), person.email),
            (_("Organisation"), person.organisation),
            (_("State this person serves or served"), person.state),
            (_("Language"), person.get_language_display()),
            (_("Invitation link serves until"), person.invitation_ends_at),
            (_("Last sign-in"), person.last_login),
            (_("Account made"), person.created_at),
        ]

    def _grants(self, person: User, request: HttpRequest) -> list[dict[str, Any]]:
        rows = grant_rows(person)
        for row in rows:
            row["buttons"] = self.part_buttons(
                person, request, row["grant"].pk, *self._possible(row["grant"], request.user)
            )
        return rows

    def _possible(self, grant: RoleGrant, reader: Any) -> tuple[str, ...]:
        if grant.revoked_at:
            return ()
        same = reader.pk in (grant.granted_by_id, grant.user_id)
        decide = ("approve", "refuse") if grant.awaits_approval and not same else ()
        return (*decide, "revoke")

    def _tokens(self, person: User, request: HttpRequest) -> list[dict[str, Any]]:
        rows = token_rows(person)
        for row in rows:
            names = ("revoke-token",) if row["usable"] else ()
            row["buttons"] = self.part_buttons(person, request, row["token"].pk, *names)
        return rows

    def add_view(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        """A new person; their invitation link is shown once."""
        if not holds(request.user, *self.adds):
            raise PermissionDenied
        form = NewPersonForm(
            request.POST or None, by=request.user, initial={"language": request.user.language}
        )
        if request.method == "POST" and form.is_valid():
            person = self._add(form, request.user)
            if person is not None:
                return self._invited(request, person)
        context = self.page_context(
            request, title=_("Add a person"), form=form, back=self.address("changelist")
        )
        status = 400 if form.errors else 200
        return TemplateResponse(request, "oversight/accounts/new.html", context, status=status)

    def _add(self, form: NewPersonForm, by: Any) -> User | None:
        """The account and its role, or neither."""
        try:
            with transaction.atomic():
                person = actions.create_user(by=by, **form.person())
                if granted := form.grant():
                    actions.grant_role(user=person, by=by, **granted)
                return person
        except RuleBroken as broken:
            form.refuse(broken)
        except ValidationError as wrong:
            form.show(wrong)
        return None

    def _invited(self, request: HttpRequest, person: User) -> HttpResponse:
        context = self.page_context(
            request,
            title=_("Invitation link"),
            subject=person,
            result=actions.invite(user=person, by=request.user),
            back=self.page_url(person),
        )
        return TemplateResponse(request, "oversight/accounts/invited.html", context)
