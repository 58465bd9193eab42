"""What is asked about tokens."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from oversight.accounts.choices import SCOPE_NOTES, SCOPES, grace_periods
from oversight.accounts.rules import token_days
from oversight.authority.choices import Permission
from oversight.authority.forms import ActionForm
from oversight.authority.rules import holds

NOTED = '{}<span class="choice-note">{}</span>'


def own_scopes(user: Any) -> list[tuple[str, Any]]:
    """What a token of this person can be allowed."""
    return [(scope, label) for scope, label in SCOPES if holds(user, Permission(scope))]


class TokenForm(ActionForm):
    """A token for a program of one's own."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("For you, to know which program uses it.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing the token may do.")},
    )
    days = forms.TypedChoiceField(
        label=_("It ends"),
        coerce=int,
        widget=forms.RadioSelect,
        help_text=_("You are told two weeks before."),
        error_messages={"required": _("Choose when the token ends.")},
    )

    def prepare(self) -> None:
        offered = own_scopes(self.by)
        self.fields["scopes"].choices = [
            (scope, format_html(NOTED, label, SCOPE_NOTES[scope])) for scope, label in offered
        ]
        lengths = token_days(settings.API_TOKEN_LONGEST_DAYS)
        self.fields["days"].choices = [
            (days, ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days})
            for days in lengths
        ]
        self.initial.setdefault("days", 90 if 90 in lengths else lengths[-1])
        if len(offered) == 1:
            self.initial.setdefault("scopes", [offered[0][0]])


class TokenNameForm(ActionForm):
    """Another name for a token."""

    name = forms.CharField(label=_("Name"), max_length=80)


class RotateForm(ActionForm):
    """When the old secret ends."""

    grace = forms.TypedChoiceField(
        label=_("The old secret ends"), choices=grace_periods, coerce=int, initial="24"
    )
