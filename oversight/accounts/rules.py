"""Secrets of API tokens."""

import hashlib
import secrets

TOKEN_BYTES = 32


def new_secret() -> str:
    """A fresh secret, shown once."""
    return "ot_" + secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(secret: str) -> str:
    """What is kept of it."""
    return hashlib.sha256(secret.encode()).hexdigest()
