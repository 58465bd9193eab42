"""The second step: codes and passkeys, with guessing slowed down."""

from typing import Any

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from oversight.accounts.actions import guessing
from oversight.accounts.rules import known_here

# A code of the app counts half a minute before and after its own: clocks of phones drift.
CODE_SECONDS = 90


def wait_sentence(seconds: int) -> ValidationError:
    """When to try again, in minutes; and the way in that stays open."""
    minutes = -(-seconds // 60)
    said = ngettext(
        "There were too many wrong tries. Try again in %(minutes)s minute, or ask for a new "
        "password by e-mail.",
        "There were too many wrong tries. Try again in %(minutes)s minutes, or ask for a new "
        "password by e-mail.",
        minutes,
    )
    return ValidationError(said % {"minutes": minutes}, code="too_many_tries")


class _CodeFields:
    """Mix-in: a code typed on a phone, with guessing slowed down and no code used twice."""

    user: Any
    fields: dict[str, Any]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        box = {"autocomplete": "one-time-code", "inputmode": "numeric"}
        self.fields["code"].widget = forms.TextInput(box)
        self.fields["code"].label = _("Code")

    def clean_code(self) -> str:
        cookie = context.request.COOKIES.get("device", "")
        account = self.user.email
        who = {"kind": "code", "account": account, "device": known_here(cookie, account)}
        if wait := guessing.take_try(**who):
            raise wait_sentence(wait)
        try:
            code = super().clean_code()  # type: ignore[misc]
        except ValidationError:
            guessing.note_failure(**who)
            raise
        if not guessing.spend_code(user=self.user, code=code, seconds=CODE_SECONDS):
            raise ValidationError(_("This code was used already. Wait for the next one."))
        guessing.note_success(**who)
        return code


class CodeForm(_CodeFields, AuthenticateForm):
    """The code at sign-in."""


class CodeAgainForm(_CodeFields, ReauthenticateForm):
    """The code once more, before something that matters."""


class ActivateForm(_CodeFields, ActivateTOTPForm):
    """The first code, which shows that the app and this site agree."""


class PasskeyForm(AddWebAuthnForm):
    """A passkey and the name its person gives it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].label = _("Name of this passkey")
        self.fields["name"].help_text = _("So that you know it among others later.")
        self.fields["name"].max_length = 80
        if "passwordless" in self.fields:
            self.fields["passwordless"].label = _("Sign in with it alone, without the password")
            self.fields["passwordless"].help_text = _(
                "The device then asks for its own PIN, finger or face. Leave it out for a key that "
                "has none of these."
            )
            self.fields["passwordless"].initial = True
