"""Fields that the dialogs of triage share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.triage.filters import colleagues
from oversight.accounts.models import User
from oversight.authority.choices import Permission
from oversight.authority.forms import NOT_CHOSEN
from oversight.vocabularies.models import offered_choices


def one_of(vocabulary: str, *, empty: bool = True) -> list[tuple[str, Any]]:
    """Choices of a vocabulary."""
    return [*([NOT_CHOSEN] if empty else []), *offered_choices(vocabulary)]


class PersonField(forms.ChoiceField):
    """One colleague; the cleaned value is the user."""

    def __init__(self, permission: Permission, **options: Any) -> None:
        super().__init__(
            choices=lambda: [NOT_CHOSEN, *colleagues(permission)],
            **{"label": _("Person"), **options},
        )

    def clean(self, value: Any) -> User | None:
        pk = super().clean(value)
        return User.objects.with_grants().get(pk=pk) if pk else None
