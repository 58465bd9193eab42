"""Secrets of API tokens; what a role may be narrowed to; who is told; how guessing is slowed down."""

import hashlib
import secrets
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.crypto import constant_time_compare, salted_hmac

from oversight.accounts.choices import Browser, System
from oversight.authority.choices import Permission, ScopeKind, Track
from oversight.authority.rules import ROLES, Held, Role

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
_reset_tellers: list[Callable[..., Any]] = []
_work_of: list[Callable[..., Any]] = []


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


# --- Signing in -------------------------------------------------------------------------------
FREE_TRIES = 5
LONGEST_WAIT = 15 * 60
# What the header of a browser says, first match wins: Edge calls itself Chrome, Chrome calls itself Safari.
_BROWSERS = (
    ("Firefox/", Browser.FIREFOX),
    ("FxiOS/", Browser.FIREFOX),
    ("Edg", Browser.EDGE),
    ("OPR/", Browser.OPERA),
    ("SamsungBrowser/", Browser.SAMSUNG),
    ("Chrome/", Browser.CHROME),
    ("CriOS/", Browser.CHROME),
    ("Safari/", Browser.SAFARI),
)
_SYSTEMS = (
    ("Android", System.ANDROID),
    ("iPhone", System.IOS),
    ("iPad", System.IOS),
    ("Windows", System.WINDOWS),
    ("Mac OS X", System.MAC),
    ("CrOS", System.CHROMEOS),
    ("Linux", System.LINUX),
)
MOST_KNOWN = 5


def device_of(header: str) -> tuple[str, str]:
    """Browser and system by family; the header itself is not kept."""
    browser = next((family for sign, family in _BROWSERS if sign in header), "")
    return browser, next((family for sign, family in _SYSTEMS if sign in header), "")


def wait_after(tries: int) -> int:
    """Seconds until the next try once so many were wrong: none, then a minute, doubling."""
    if tries < FREE_TRIES:
        return 0
    return int(min(LONGEST_WAIT, 60 * 2 ** min(tries - FREE_TRIES, 10)))


def keyed(purpose: str, *parts: str) -> str:
    """A digest nobody can make or undo without this site's key."""
    return salted_hmac(f"accounts.{purpose}", "\n".join(parts), algorithm="sha256").hexdigest()


def known_here(cookie: str, account: str) -> str:
    """The number of this device, if the account has signed in on it before."""
    number, *marks = cookie.split(".")
    mark = keyed("device", number, account.lower())
    return number if any(constant_time_compare(mark, one) for one in marks) else ""


def with_known(cookie: str, account: str) -> str:
    """The cookie of a device on which this account has now signed in."""
    if known_here(cookie, account):
        return cookie
    number, *marks = cookie.split(".")
    if not marks:
        number = secrets.token_urlsafe(16)
    mark = keyed("device", number, account.lower())
    return ".".join([number, mark, *marks[: MOST_KNOWN - 1]])


def second_step_due(held: Iterable[Held]) -> bool:
    """Whether any of these roles takes a second step: it sees cases, or works in the admin."""
    roles = (ROLES[one.role] for one in held)
    return any(role.sees_cases or role.uses_admin for role in roles)


def second_step_used(records: Iterable[dict[str, Any]]) -> bool:
    """Whether this session was opened, or confirmed, with a code or a passkey."""
    return any(record.get("method") == "mfa" for record in records)


def register_reset_teller(tell: Callable[..., Any]) -> None:
    """`tell(reset=, by=, now=)` lets those know whom a reset of a second step concerns."""
    _reset_tellers[:] = [tell]


def tell_of_reset(**facts: Any) -> None:
    for tell in _reset_tellers:
        tell(**facts)


def register_work(describe: Callable[..., Any]) -> None:
    """`describe(person, reader)` says what work rests on a person, and where it is handed over."""
    _work_of[:] = [describe]


def work_of(person: Any, reader: Any) -> Any:
    """Nothing where nobody has said it."""
    return _work_of[0](person, reader) if _work_of else {}
