"""Secrets of API tokens; what a role may be narrowed to; who tells of a role that waits."""

import hashlib
import secrets
from collections.abc import Callable, Iterable
from typing import Any

from oversight.authority.choices import Permission, ScopeKind, Track
from oversight.authority.rules import Role

TOKEN_BYTES = 32
# What the page offers, within what the office allows.
TOKEN_DAYS = (30, 90, 365)
# How long the old secret goes on after a new one was made, in hours.
GRACE_HOURS = (0, 24, 72)
ENDS_SOON_DAYS = 14

# Filled by the apps: a kind of scope -> its codes and their names; what happens with a new grant.
Codes = Callable[[], Iterable[tuple[str, Any]]]
_codes: dict[str, Codes] = {ScopeKind.TRACK: lambda: Track.choices}
_tellers: list[Callable[..., Any]] = []


def new_secret() -> str:
    """A fresh secret, shown once."""
    return "ot_" + secrets.token_urlsafe(TOKEN_BYTES)


def token_days(longest: int) -> tuple[int, ...]:
    """The lengths of a token's life that are offered."""
    return tuple(days for days in TOKEN_DAYS if days <= longest) or (longest,)


def digest_of(secret: str) -> str:
    """What is kept of it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def register_scope(kind: str, codes: Codes) -> None:
    """`codes()` gives the codes of this kind of scope with their names."""
    _codes[kind] = codes


def scope_codes(kind: str) -> dict[str, Any]:
    """What a role may be narrowed to, by code."""
    return dict(_codes[kind]()) if kind in _codes else {}


def scope_fits(role: Role, kind: str, value: str) -> bool:
    """Whether this role can be narrowed so and still reach anything."""
    if kind not in ScopeKind.values or bool(kind) != bool(value):
        return False
    if kind == ScopeKind.TRACK:
        return value in role.tracks
    return not kind or value in scope_codes(kind)


def scope_from(text: str) -> tuple[str, str] | None:
    """The kind and code of a limit written `department:HT01`, `track=sea` or just `KE`.

    None when nothing fits; ("", "") for an empty text, which limits nothing.
    """
    kind, sign, value = text.strip().replace("=", ":", 1).partition(":")
    if sign:
        return (kind, value) if value in scope_codes(kind) else None
    kinds = [code for code in ScopeKind.values if code and kind in scope_codes(code)]
    if len(kinds) == 1:
        return kinds[0], kind
    return None if kind else ("", "")


def register_teller(tell: Callable[..., Any]) -> None:
    """`tell(grant=, by=, now=)` lets those know who can approve a grant."""
    _tellers[:] = [tell]


def tell_of_waiting(**facts: Any) -> None:
    for tell in _tellers:
        tell(**facts)


def missing_scopes(scopes: Iterable[str], held: Iterable[Permission]) -> set[str]:
    """Scopes of a token that its owner does not hold."""
    return {str(scope) for scope in scopes} - {str(permission) for permission in held}
