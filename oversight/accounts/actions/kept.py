"""What was typed into a session that had ended, sealed until the same person is back."""

import json
import secrets
from typing import Any

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.cache import cache

from oversight.sealing.rules import decrypt, encrypt

LARGEST = 400_000
# Never kept: what proves who somebody is, and what belongs to one answer of the server alone.
NEVER = ("csrfmiddlewaretoken",)
SECRET_WORDS = ("password", "password1", "password2", "credential")


def keep_form(*, user_id: str, path: str, fields: list[tuple[str, list[str]]], files: bool) -> str:
    """Seal the fields; gives the key under which they lie, "" when they are too much."""
    kept = [(name, values) for name, values in fields if name not in NEVER]
    if any(name.lower().endswith(SECRET_WORDS) for name, _values in kept):
        return ""
    body = json.dumps({"user": user_id, "path": path, "fields": kept, "files": files})
    if len(body) > LARGEST:
        return ""
    key = secrets.token_urlsafe(24)
    cache.set(f"kept:{key}", encrypt(body), settings.KEPT_FORM_SECONDS)
    return key


def kept_form(*, key: str, user_id: str) -> dict[str, Any] | None:
    """What lies there, for the person who typed it."""
    token = cache.get(f"kept:{key}") if key else None
    if token is None:
        return None
    try:
        body: dict[str, Any] = json.loads(decrypt(token))
    except InvalidToken:  # its key was taken away meanwhile
        return None
    return body if body["user"] == user_id else None


def drop_form(*, key: str) -> None:
    cache.delete(f"kept:{key}")
