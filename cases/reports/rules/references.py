"""References people can read out: random, so that none tells how many there are."""

import hashlib
import secrets

# Crockford's base 32: no I, L, O or U, so that nothing is misread.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
KEY_LENGTH = 120


def new_reference(prefix: str) -> str:
    """A fresh reference, such as R-7K3M-9QXD."""
    signs = [secrets.choice(SIGNS) for _ in range(8)]
    return f"{prefix}-{''.join(signs[:4])}-{''.join(signs[4:])}"


def external_key(source: str, key: str) -> str:
    """The key of an imported row together with where it comes from, short enough to be kept."""
    whole = f"{source}:{key}"
    if len(whole) <= KEY_LENGTH:
        return whole
    return f"{source[:50]}:{hashlib.sha256(whole.encode()).hexdigest()}"
