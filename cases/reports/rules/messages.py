"""Ready texts: what may be filled into them."""

import re

MARK = re.compile(r"\{[^{}]*\}")
KNOWN = "{reference}"


def strange_placeholders(text: str) -> list[str]:
    """Marks that nothing stands for, and braces that are no mark; each once, in order."""
    found = [mark for mark in MARK.findall(text) if mark != KNOWN]
    rest = MARK.sub("", text)
    found += [sign for sign in "{}" if sign in rest]
    return list(dict.fromkeys(found))


def filled(text: str, *, reference: str) -> str:
    """The text with the reference in its place; nothing else is ever filled in."""
    return text.replace(KNOWN, reference)
