"""Picking the text for the reader's language."""

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
