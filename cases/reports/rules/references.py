"""References people can read out: random, so that none tells how many there are."""

import secrets

# Crockford's base 32: no I, L, O or U, so that nothing is misread.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference(prefix: str) -> str:
    """A fresh reference, such as R-7K3M-9QXD."""
    signs = [secrets.choice(SIGNS) for _ in range(8)]
    return f"{prefix}-{''.join(signs[:4])}-{''.join(signs[4:])}"
