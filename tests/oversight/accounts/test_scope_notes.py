"""What a token can be allowed is said in words, and what each opens too."""

from oversight.accounts.choices import SCOPE_NOTES, SCOPES


def test_every_scope_says_what_it_opens():
    assert {scope for scope, _label in SCOPES} == set(SCOPE_NOTES)
