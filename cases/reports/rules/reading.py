"""Reading a JSON object field by field, collecting every mistake with its pointer."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from oversight.authority.rules import Mistakes, RuleBroken

DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
LINE_ENDS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
# Signs that turn the direction of what follows: a text would read otherwise than it is kept.
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
BLANK = frozenset({"Cf", "Zs", "Zl", "Zp"})
FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | frozenset(
    map(chr, range(0xFE00, 0xFE10))
)
EARLIEST = 1900
LONGEST_LIST = 60
LONGEST_CODE = 100


def visible(sign: str) -> bool:
    """Whether a sign leaves a mark on the page; control signs count, so that they are refused."""
    return sign not in "\n\t" and unicodedata.category(sign) not in BLANK and sign not in FILLERS


def tidy(text: str) -> str:
    """One kind of line end, composed accents, no blanks around, in the order it is written.

    Joiners within words stay; a text of nothing but signs that cannot be seen is empty.
    """
    text = TURNS.sub("", LINE_ENDS.sub("\n", text))
    text = unicodedata.normalize("NFC", text).strip()
    return text if any(map(visible, text)) else ""


def unreadable(text: str) -> bool:
    """Whether control signs or broken characters are left in a tidied text."""
    return any(unicodedata.category(s) in ("Cc", "Cs") and s not in "\n\t" for s in text)


class Reading:
    """One object being read. Fields nobody asked for are mistakes too."""

    def __init__(self, data: Any, pointer: str = "", found: list[RuleBroken] | None = None) -> None:
        self.found = [] if found is None else found
        self.pointer = pointer
        self.asked: set[str] = set()
        self.broken = False
        if not isinstance(data, dict):
            self.refuse("not_an_object", _("Send an object with named fields."))
            self.broken = True
            data = {}
        self.data = data

    def at(self, name: str | int = "") -> str:
        escaped = str(name).replace("~", "~0").replace("/", "~1")
        return f"{self.pointer}/{escaped}" if escaped else self.pointer

    def refuse(self, code: str, message: "str | Promise", name: str = "") -> None:
        # Of what is no object at all, nothing more is said.
        if not self.broken:
            self.found.append(RuleBroken(code, message, self.at(name)))

    def refused(self, name: str) -> bool:
        return any(mistake.pointer == self.at(name) for mistake in self.found)

    def get(self, name: str) -> Any:
        self.asked.add(name)
        return self.data.get(name)

    def text(self, name: str, *, limit: int, default: str = "") -> str:
        value = self.get(name)
        if value is None:
            return default
        if not isinstance(value, str):
            self.refuse("not_text", _("Write this as text."), name)
            return default
        value = tidy(value)
        if unreadable(value):
            message = _("The text holds signs that cannot be shown. Remove them and send it again.")
            self.refuse("control_signs", message, name)
            return default
        if len(value) > limit:
            message = _(
                "The text has %(length)d characters; at most %(limit)d fit. Shorten it, or add"
                " the rest after you have sent this."
            )
            self.refuse("too_long", message % {"length": len(value), "limit": limit}, name)
            return default
        return value

    def line(self, name: str, *, limit: int = LONGEST_CODE, default: str = "") -> str:
        """A text without line ends."""
        return " ".join(self.text(name, limit=limit, default=default).split()) or default

    def codes(self, name: str) -> tuple[str, ...]:
        items = Reading(self._listed(name), self.at(name), self.found)
        for number in (number for number, value in items.data.items() if value is None):
            items.refuse("not_text", _("Write this as text."), number)
        return tuple(items.line(str(number)) for number in range(len(items.data)))

    def parts(self, name: str) -> "list[Reading]":
        listed = self._listed(name)
        return [Reading(v, f"{self.at(name)}/{k}", self.found) for k, v in listed.items()]

    def _listed(self, name: str) -> dict[str, Any]:
        value = self.get(name)
        if value is None:
            return {}
        if not isinstance(value, list | tuple):
            self.refuse("not_a_list", _("Send a list."), name)
            return {}
        if len(value) > LONGEST_LIST:
            message = _("At most %(limit)d entries fit.") % {"limit": LONGEST_LIST}
            self.refuse("too_many", message, name)
            return {}
        return {str(number): item for number, item in enumerate(value)}

    def part(self, name: str) -> "Reading":
        value = self.get(name)
        return Reading({} if value is None else value, self.at(name), self.found)

    def flag(self, name: str) -> bool | None:
        value = self.get(name)
        if value is not None and not isinstance(value, bool):
            self.refuse("not_yes_or_no", _("Answer with yes or no."), name)
            return None
        return value

    def whole(self, name: str, *, most: int) -> int | None:
        value = self.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
            message = _("Enter a whole number from 1 to %(most)d.") % {"most": most}
            self.refuse("not_a_number", message, name)
            return None
        return value

    def day(self, name: str) -> date | None:
        value = self.get(name)
        if value is None or isinstance(value, date):
            return value
        try:
            found = date.fromisoformat(value) if DAY.match(value) else None
        except (TypeError, ValueError):
            found = None
        if found is None or found.year < EARLIEST:
            message = _("Enter the date as year, month and day, for example 2025-03-02.")
            self.refuse("not_a_date", message, name)
            return None
        return found

    def chosen(self, name: str, offered: Iterable[str], default: str = "") -> str:
        value = self.line(name, default=default)
        if value and value not in offered:
            message = _("“%(code)s” is not in the list.") % {"code": value[:60]}
            self.refuse("unknown_code", message, name)
            return default
        return value

    def nothing_else(self) -> None:
        """Refuse fields that do not exist, so that a misspelt one is not lost in silence."""
        for name in self.data.keys() - self.asked:
            message = _("There is no field called “%(name)s” here.") % {"name": str(name)[:60]}
            self.refuse("unknown_field", message, str(name))

    def finish(self) -> None:
        if self.found:
            raise Mistakes(self.found)
