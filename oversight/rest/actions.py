"""Counting requests in the cache that all web processes share. No address is ever kept there."""

import logging
import secrets
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

from oversight.rest.rules import DAY, Used, Window, client_part, windows

logger = logging.getLogger(__name__)
Found = TypeVar("Found")
# A counter outlives its window, so that none starts again inside it.
KEPT = {"minute": 300, "day": 2 * 86_400}
SAID_EVERY = 60.0
# One that hangs is not asked again for so many seconds: each question would be waited for.
LET_BE = 5.0
_said: list[float] = []
_failed: list[float] = []


def _reachable(ask: Callable[[], Found], otherwise: Found) -> Found:
    """What the cache says. Without it requests are served uncounted, and the log says so."""
    if _failed and time.monotonic() - _failed[-1] < LET_BE:
        return otherwise
    try:
        return ask()
    except (RedisError, OSError, DatabaseError) as error:
        _failed[:] = [time.monotonic()]
        if not _said or time.monotonic() - _said[-1] > SAID_EVERY:
            _said[:] = [time.monotonic()]
            kind = type(error).__name__
            logger.error("The cache does not answer (%s): API requests are not counted.", kind)
        return otherwise


def _key(who: str, window: Window) -> str:
    return f"rate:{who}:{window.key}"


def _one_more(who: str, window: Window) -> int:
    key = _key(who, window)
    try:
        return cache.incr(key)
    except ValueError:
        # Of several that add the counter at once one does; each then counts itself.
        cache.add(key, 0, KEPT[window.name])
        return cache.incr(key)


def windows_now(kind: str, now: datetime) -> list[Window]:
    """The windows that hold for this kind of client at this instant."""
    return windows(settings.API_LIMITS[kind], now, ZoneInfo(settings.TIME_ZONE))


def usage(*, kind: str, who: str, now: datetime) -> list[Used]:
    """How much was asked so far, counting nothing."""
    return usages(kind=kind, who=[who], now=now)[who]


def usages(*, kind: str, who: list[str], now: datetime) -> dict[str, list[Used]]:
    """The same of several at once."""
    held = windows_now(kind, now)
    keys = [_key(one, window) for one in who for window in held]
    found = _reachable(lambda: cache.get_many(keys) if keys else {}, None)

    def used(one: str, window: Window) -> int | None:
        if found is None:
            return None
        return min(int(found.get(_key(one, window), 0)), window.limit)

    return {one: [Used(window, used(one, window)) for window in held] for one in who}


def count(*, kind: str, who: str, now: datetime) -> tuple[list[Used], Window | None]:
    """Count one request. Also gives the window that is full, the longer one first; None lets it in.

    What is refused is not counted.
    """
    found = usage(kind=kind, who=who, now=now)
    full = next((one.window for one in reversed(found) if one.is_full), None)
    if full:
        return found, full
    counted = []
    for one in found:
        number = _reachable(partial(_one_more, who, one.window), None)
        if number is not None and number > one.window.limit:
            # Others took the last place meanwhile.
            return usage(kind=kind, who=who, now=now), one.window
        counted.append(Used(one.window, number))
    return counted, None


def anonymous(address: str, now: datetime) -> str:
    """A name for a client nobody knows, good for one day: its salt is drawn anew and kept nowhere."""
    day = now.astimezone(ZoneInfo(settings.TIME_ZONE)).date().isoformat()
    salt = _reachable(partial(_salt, day), "")
    return salted_hmac(f"rate:{salt}", client_part(address)).hexdigest()[:32]


def _salt(day: str) -> str:
    """The salt of the day, the same in every process: of several that draw one the first counts."""
    key = f"rate-salt:{day}"
    cache.add(key, secrets.token_hex(16), KEPT[DAY])
    return str(cache.get(key, ""))
