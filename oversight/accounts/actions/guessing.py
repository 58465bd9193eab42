"""Guessing is slowed down by account, never by network address, and never for the whole office.

Tries from a device on which the account has signed in before are counted apart from all others, so
that whoever guesses from elsewhere does not lock the person out. Only the cache knows, by digests.
"""

from datetime import datetime
from time import time

from django.core.cache import cache

from oversight.accounts.models import User
from oversight.accounts.rules import FREE_TRIES, keyed, wait_after
from oversight.audit import actions as audit

REMEMBERED = 24 * 60 * 60


def _keys(kind: str, account: str, device: str) -> tuple[str, str]:
    digest = keyed("guess", kind, account.lower(), device)
    return f"guess:{digest}:tries", f"guess:{digest}:until"


def take_try(*, kind: str, account: str, device: str = "") -> int:
    """Take one try; gives the seconds to wait when there is none, and 0 to go on.

    The try is counted before it is judged: of many at once, no more pass than one after the other.
    """
    tries, until = _keys(kind, account, device)
    if end := cache.get(until):
        return max(1, int(end - time()))
    cache.add(tries, 0, REMEMBERED)
    count = cache.incr(tries)
    cache.touch(tries, REMEMBERED)
    wait = wait_after(count)
    if wait and not cache.add(until, time() + wait, wait):
        cache.decr(tries)
        return wait
    return 0


def note_success(*, kind: str, account: str, device: str = "") -> None:
    """The right answer ends the count of this device."""
    cache.delete_many(_keys(kind, account, device))


def note_failure(*, kind: str, account: str, device: str = "", now: datetime | None = None) -> None:
    """The first time that tries run out is an event; it says nothing of from where."""
    tries, _until = _keys(kind, account, device)
    user = User.objects.get_queryset().filter(email__iexact=account).first()
    if user and cache.get(tries) == FREE_TRIES:
        audit.record(type="sign_in.slowed", by=None, target=user, now=now)


def spend_code(*, user: User, code: str, seconds: int) -> bool:
    """Whether this code of the app has not been used yet, in all the time it could be."""
    return bool(cache.add(f"code:{keyed('code', str(user.pk), code)}", 1, seconds))
