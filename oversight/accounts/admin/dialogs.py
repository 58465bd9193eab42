"""What can be done about a person, as buttons with a dialog behind each."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from oversight.accounts import actions
from oversight.accounts import forms as accounts_forms
from oversight.accounts.admin.factors import factor_dialogs
from oversight.accounts.models import User
from oversight.authority.admin import Dialog
from oversight.authority.choices import Permission
from oversight.authority.forms import ActionForm, WhyForm
from oversight.authority.rules import holds


def _row(rows: Any, pk: Any) -> Any:
    try:
        return rows.filter(pk=pk).first()
    except (ValidationError, ValueError):
        return None


def _grant(person: User, pk: Any) -> Any:
    return _row(person.grants, pk)


def _token(person: User, pk: Any) -> Any:
    return _row(person.tokens, pk)


def _role_of(grant: Any) -> str:
    return f"{grant.user.name}: {grant.get_role_display()}"


def _not_self(person: User, by: Any) -> Any:
    return _("Another administrator does this for you.") if person.pk == by.pk else ""


EDIT = Dialog(
    "edit",
    _("Edit"),
    _("The e-mail is the account and stays; a new address takes a new account."),
    accounts_forms.EditPersonForm,
    lambda person, by, data: actions.edit_user(user=person, by=by, **data),
    done=_("The account was changed."),
)
GRANT = Dialog(
    "grant",
    _("Give a role"),
    _(
        "A role that sees cases or vetting files starts when a lead has approved it, the others at "
        "once. Nobody has a role of each of the two at the same time."
    ),
    accounts_forms.GrantForm,
    lambda person, by, data: actions.grant_role(user=person, by=by, **data),
    done=_("The role was given."),
    tone="primary",
    blocked=_not_self,
)
INVITE = Dialog(
    "invite",
    _("New invitation link"),
    _("Shown once, for you to pass on. An earlier link no longer works."),
    ActionForm,
    lambda person, by, data: actions.invite(user=person, by=by),
    template="oversight/accounts/invited.html",
)
WITHDRAW = Dialog(
    "withdraw",
    _("Withdraw the invitation"),
    _("The link no longer works. The account stays; a new link can be made."),
    WhyForm,
    lambda person, by, data: actions.withdraw_invitation(user=person, by=by, **data),
    done=_("The invitation is withdrawn."),
    tone="danger",
)
SUSPEND = Dialog(
    "suspend",
    _("Suspend"),
    _(
        "The person is signed out everywhere and cannot sign in. Their tokens end for good. "
        "What they work on stays theirs until a lead hands it over."
    ),
    WhyForm,
    lambda person, by, data: actions.suspend_user(user=person, by=by, **data),
    done=_("The account is suspended."),
    tone="danger",
    blocked=_not_self,
)
REACTIVATE = Dialog(
    "reactivate",
    _("Open again"),
    _("The person can sign in again and has the roles that have not ended."),
    WhyForm,
    lambda person, by, data: actions.reactivate_user(user=person, by=by, **data),
    done=_("The account is open again."),
)
APPROVE = Dialog(
    "approve",
    _("Approve the role"),
    _("You answer for it together with the administrator who gave it."),
    accounts_forms.MaybeWhyForm,
    lambda person, by, data, part: actions.approve_grant(grant=part, by=by, **data),
    done=_("The role is approved."),
    tone="primary",
    part=_grant,
    part_name=_role_of,
)
REFUSE = Dialog(
    "refuse",
    _("Refuse the role"),
    _("It never starts. The administrator may give another."),
    WhyForm,
    lambda person, by, data, part: actions.refuse_grant(grant=part, by=by, **data),
    done=_("The role is refused."),
    tone="danger",
    part=_grant,
    part_name=_role_of,
)
REVOKE = Dialog(
    "revoke",
    _("End the role"),
    _("It ends at once. To change a role, end it and give it anew."),
    WhyForm,
    lambda person, by, data, part: actions.revoke_grant(grant=part, by=by, **data),
    done=_("The role has ended."),
    tone="danger",
    part=_grant,
    part_name=_role_of,
)
REVOKE_TOKEN = Dialog(
    "revoke-token",
    _("Revoke the token"),
    _("Programs that use it are refused from now on."),
    ActionForm,
    lambda person, by, data, part: actions.revoke_token(token=part, by=by),
    done=_("The token is revoked."),
    tone="danger",
    part=_token,
    part_name=str,
)


def dialogs_about(person: User, by: Any) -> dict[str, Dialog]:
    """Those this reader may open; each action still decides for itself."""
    found: list[Dialog] = []
    if holds(by, Permission.ACCOUNT_MANAGE):
        found += [EDIT, GRANT, REVOKE, REVOKE_TOKEN, SUSPEND if person.is_active else REACTIVATE]
        if person.is_active and not person.has_usable_password():
            found.append(INVITE)
            if person.invited_at:
                found.append(WITHDRAW)
    if holds(by, Permission.GRANT_APPROVE):
        found += [APPROVE, REFUSE]
    found += factor_dialogs(by)
    return {dialog.name: dialog for dialog in found}
