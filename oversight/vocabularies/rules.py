"""Picking the text for the reader's language; telling two states of a term apart."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language

LANGUAGES = ("en", "fr", "ht")


def current_language() -> str:
    """The active language as one of ours."""
    code = (get_language() or "en")[:2]
    return code if code in LANGUAGES else "en"


def in_language(obj: Any, field: str, language: str | None = None) -> str:
    """`obj.<field>_<language>`, falling back to English when that text is empty."""
    text = getattr(obj, f"{field}_{language or current_language()}", "")
    return text or getattr(obj, f"{field}_en")


# What a person can change about a term.
EDITED = ("label_en", "label_fr", "label_ht", "parent_id", "order", "note", "retired_on")


def mark_of(rows: Iterable[Any]) -> str:
    """A short sign of these terms as they are: another one means that somebody changed one."""
    states = [[str(getattr(row, field)) for field in ("code", *EDITED)] for row in rows]
    return hashlib.sha256(repr(states).encode()).hexdigest()[:24]
