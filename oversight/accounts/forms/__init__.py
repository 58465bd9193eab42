"""What is asked about accounts, roles, second steps and tokens."""

from oversight.accounts.forms.people import (
    EditPersonForm,
    GrantForm,
    MaybeWhyForm,
    NewPersonForm,
    OrganisationForm,
)
from oversight.accounts.forms.steps import (
    ActivateForm,
    CodeAgainForm,
    CodeForm,
    PasskeyForm,
    wait_sentence,
)
from oversight.accounts.forms.tokens import RotateForm, TokenForm, TokenNameForm, own_scopes

__all__ = [
    "ActivateForm",
    "CodeAgainForm",
    "CodeForm",
    "EditPersonForm",
    "GrantForm",
    "MaybeWhyForm",
    "NewPersonForm",
    "OrganisationForm",
    "PasskeyForm",
    "RotateForm",
    "TokenForm",
    "TokenNameForm",
    "own_scopes",
    "wait_sentence",
]
