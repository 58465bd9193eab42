"""Encryption of single values with rotating keys (Fernet: AES-128-CBC with HMAC-SHA-256)."""

import hashlib
import hmac
import re
import unicodedata

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

SHORTEST_WORD = 3


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.SEALING_KEYS])


def encrypt(text: str) -> str:
    """The text as a token under the first key."""
    return _keys().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """The text of a token under any current key; raises InvalidToken otherwise."""
    return _keys().decrypt(token.encode()).decode()


def rotate(token: str) -> str:
    """The same text under the first key."""
    return _keys().rotate(token.encode()).decode()


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()


def words(text: str) -> list[str]:
    """Letters and digits of a text as words, without accents and capitals."""
    return re.findall("[a-z0-9]+", _ascii(text))


def blind_index(text: str) -> str:
    """A keyed digest of the normalised text: equal names match without being readable."""
    plain = _ascii(text)
    key = settings.BLIND_INDEX_KEY.encode()
    return hmac.new(key, " ".join(plain.split()).encode(), hashlib.sha256).hexdigest()


def has_word_of(text: str, sealed: "Sealed") -> bool:
    """Whether a text holds a word of what is sealed; very short ones are in every text."""
    hidden = {word for word in words(decrypt(sealed.token)) if len(word) >= SHORTEST_WORD}
    return not hidden.isdisjoint(words(text))


class Sealed:
    """A sealed value as application code meets it: it can be stored and moved, not read."""

    __slots__ = ("token",)

    def __init__(self, token: str) -> None:
        self.token = token

    @classmethod
    def of(cls, text: str) -> "Sealed":
        return cls(encrypt(text))

    def __str__(self) -> str:
        return "•••"

    __repr__ = __str__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and other.token == self.token

    def __hash__(self) -> int:
        return hash(self.token)
