"""How many requests a program may make: in each minute, and in each day of the office."""

import ipaddress
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

MINUTE, DAY = "minute", "day"
SECONDS = {MINUTE: 60, DAY: 86_400}


@dataclass(frozen=True)
class Window:
    """A stretch of time in which at most `limit` requests are answered."""

    name: str
    limit: int
    starts: datetime
    ends: datetime

    @property
    def key(self) -> str:
        return f"{self.name}:{int(self.starts.timestamp())}"

    def seconds_left(self, now: datetime) -> int:
        """Rounded up, so that who waits that long is let in."""
        return max(1, math.ceil((self.ends - now).total_seconds()))


@dataclass(frozen=True)
class Used:
    """How much of a window is used. `used` is None while the counters cannot be reached."""

    window: Window
    used: int | None

    @property
    def left(self) -> int | None:
        return None if self.used is None else max(0, self.window.limit - self.used)

    @property
    def is_full(self) -> bool:
        return self.used is not None and self.used >= self.window.limit


def windows(limits: dict[str, int], now: datetime, zone: tzinfo) -> list[Window]:
    """The windows `now` lies in; a limit of 0 is none."""
    local = now.astimezone(zone)
    minute = now.replace(second=0, microsecond=0)
    midnight = datetime.combine(local.date(), time.min, tzinfo=zone)
    tomorrow = datetime.combine(local.date() + timedelta(days=1), time.min, tzinfo=zone)
    ends = {MINUTE: (minute, minute + timedelta(minutes=1)), DAY: (midnight, tomorrow)}
    return [Window(name, limits[name], *ends[name]) for name in SECONDS if limits.get(name)]


def policy_text(found: Iterable[Used]) -> str:
    """`RateLimit-Policy`: what is allowed."""
    return ", ".join(
        f'"{one.window.name}";q={one.window.limit};w={SECONDS[one.window.name]}' for one in found
    )


def left_text(found: Iterable[Used], now: datetime) -> str:
    """`RateLimit`: what is left, and the seconds until it is whole again."""
    return ", ".join(
        f'"{one.window.name}";r={one.left};t={one.window.seconds_left(now)}'
        for one in found
        if one.left is not None
    )


def token_name(pk: object) -> str:
    """Under which name the requests of a token count."""
    return f"token:{pk}"


def client_part(address: str) -> str:
    """What tells one anonymous client from another: of IPv6 the network that one line has."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, 64), strict=False))
