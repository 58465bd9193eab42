"""What an event may say about values."""

import hashlib
import hmac
from typing import Any

from django.conf import settings


def digest(value: Any) -> str:
    """A keyed digest: two equal values can be recognised, the value cannot be read back."""
    key = settings.AUDIT_DIGEST_KEY.encode()
    return "hmac:" + hmac.new(key, str(value).encode(), hashlib.sha256).hexdigest()[:32]


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return sorted(str(item) for item in value)
    return str(value)


def presentable(changes: dict[str, tuple[Any, Any]], allowed: frozenset[str]) -> dict[str, Any]:
    """`{field: [old, new]}` with values only for allowed fields, digests for the others."""
    return {
        field: [
            _plain(value) if field in allowed or value in (None, "") else digest(value)
            for value in pair
        ]
        for field, pair in changes.items()
    }
