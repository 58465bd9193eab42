"""Requirements in words."""

from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _


def requirement_lines(subject: Any) -> list[dict[str, Any]]:
    """Of whom a scheme or module is required."""
    found = []
    for row in subject.requirements.select_related("state", "unit").order_by("from_on", "pk"):
        who = row.unit.label if row.unit else (row.state.label if row.state else _("everybody"))
        when = (
            _("at the latest %(days)s days after arrival") % {"days": row.grace_days}
            if row.grace_days
            else _("before arrival")
        )
        until = f" – {date_format(row.until_on)}" if row.until_on else ""
        note = f"{capfirst(when)} · {date_format(row.from_on)}{until}"
        found.append({"title": who, "note": note, "row": row})
    return found
