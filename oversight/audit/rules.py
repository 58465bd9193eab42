"""What an event may say about values, and in which words it is shown."""

import hashlib
import hmac
from collections.abc import Callable
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


# Sentences by type of event, and what turns a stored code into words: filled by the apps.
_sentences: dict[str, Any] = {}
_labellers: list[Callable[[str, str], str]] = []


def register_sentences(sentences: dict[str, Any]) -> None:
    """`{"case.closed": _("%(who)s closed the case.")}`"""
    _sentences.update(sentences)


def register_labeller(label_of: Callable[[str, str], str]) -> None:
    """`label_of(vocabulary, code)` gives the label of a code in the reader's language."""
    _labellers[:] = [label_of]


def sentence_of(type: str, who: str) -> str:
    """What happened, as a sentence; a type nobody described is shown as its code."""
    text = _sentences.get(type)
    return str(text) % {"who": who} if text else f"{who}: {type}"


def label_of_code(vocabulary: str, code: str) -> str:
    return _labellers[0](vocabulary, code) if _labellers else code


def known_types() -> dict[str, Any]:
    """Every type of event that has a sentence, with the sentence."""
    return dict(_sentences)


# Stands where a value was kept that this reader is not shown.
WITHHELD = "withheld"


def is_hidden(value: Any) -> bool:
    """Whether only a digest of the value was kept, or the reader is not shown it."""
    return isinstance(value, str) and (value.startswith("hmac:") or value == WITHHELD)
