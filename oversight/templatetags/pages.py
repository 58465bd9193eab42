"""Tags and filters that pages share: icons, statuses, clocks, dates, numbers, pages of a list."""

from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.http import QueryDict
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from oversight.pages.rules import DueBadge, due_badge

register = template.Library()

# One shape for each tone, so that colour is never the only sign; 24 × 24, strokes in the text's colour.
SHAPES = {
    "neutral": '<circle cx="12" cy="12" r="8"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5"/><circle class="fill" cx="12" cy="7.5" r="1.4"/>',
    "due": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3 2"/>',
    "overdue": '<path d="M12 3 22 20H2z"/><path d="M12 10v4"/><circle class="fill" cx="12" cy="17" r="1.3"/>',
    "done": '<circle cx="12" cy="12" r="9"/><path d="m8 12 3 3 5-6"/>',
    "restricted": '<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "waiting": '<path d="M9 5v14M15 5v14"/>',
    "brand": '<rect x="3" y="3" width="18" height="18" rx="4"/><path d="M8 8.5h8M8 12h8M8 15.5h5"/>',
    "remove": '<path d="m6 6 12 12M18 6 6 18"/>',
    "back": '<path d="m14 6-6 6 6 6"/>',
    "forward": '<path d="m10 6 6 6-6 6"/>',
    "search": '<circle cx="11" cy="11" r="6"/><path d="m16 16 5 5"/>',
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A small drawing that says nothing to a screen reader: the word beside it does."""
    shape = SHAPES.get(name, SHAPES["neutral"])
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(shape),  # noqa: S308 - a constant of this file
    )


@register.inclusion_tag("partials/status.html")
def status(label: str, tone: str = "neutral") -> dict[str, Any]:
    """`{% status case.get_status_display "due" %}`"""
    return {"label": label, "tone": tone}


@register.inclusion_tag("partials/due.html")
def due(
    at: datetime | None, met_at: datetime | None = None, paused: bool = False
) -> dict[str, DueBadge | None]:
    """`{% due clock.due_at clock.met_at %}`"""
    local = [timezone.localtime(value) if value else None for value in (at, met_at)]
    return {
        "due": due_badge(local[0], now=timezone.localtime(), met_at=local[1], paused=bool(paused))
    }


@register.filter
def day(value: date | datetime | None) -> str:
    """2 December 2024, in the words of the language."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return date_format(value, "j F Y") if value else ""


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """2 December 2024, 14:05, as a time element; the footer says which zone."""
    if not value:
        return ""
    local = timezone.localtime(value)
    return format_html(
        '<time datetime="{}">{}</time>', local.isoformat(), date_format(local, "j F Y, H:i")
    )


@register.filter
def number(value: Any) -> str:
    """A count with the language's own grouping."""
    return "" if value in (None, "") else number_format(value, use_l10n=True, force_grouping=True)


@register.filter
def capped(value: int, limit: int = 10_000) -> str:
    """The count in words: exact up to `limit`, "more than 10,000" past it."""
    if value > limit:
        return _("more than %(limit)s") % {"limit": number(limit)}
    return number(value)


@register.filter
def first_input(field: BoundField) -> str:
    """The id that a link of the error summary leads to: the first box of a group."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label


@register.simple_tag(takes_context=True)
def pages(context: Context, page: Page) -> dict[str, str]:
    """`{% pages page_obj as pager %}{% include "partials/pager.html" %}`"""
    query = context["request"].GET if "request" in context else QueryDict()
    return {
        "previous_url": _page_url(query, page.previous_page_number())
        if page.has_previous()
        else "",
        "next_url": _page_url(query, page.next_page_number()) if page.has_next() else "",
        "summary": _("Page %(page)s of %(pages)s")
        % {"page": number(page.number), "pages": number(page.paginator.num_pages)},
    }


def _page_url(query: QueryDict, page: int) -> str:
    changed = query.copy()
    changed["page"] = str(page)
    return f"?{changed.urlencode()}"
