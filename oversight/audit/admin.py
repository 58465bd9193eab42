"""The event log as auditors read it: never changed, nothing to open that it speaks of."""

import json
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import display

from oversight.audit.models import Event
from oversight.authority.admin import GuardedAdmin
from oversight.authority.choices import Permission


def _record(label: str, number: str) -> str:
    """The kind of record in the reader's language, and its number; a kind that is gone as it was."""
    try:
        name = apps.get_model(label)._meta.verbose_name
    except (LookupError, ValueError):
        name = label
    return f"{capfirst(str(name))} {number}"


class TypeFilter(admin.SimpleListFilter):
    """The kinds of event there are."""

    title = _("what happened")
    parameter_name = "type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        kinds = Event.objects.visible_to(request.user).order_by("type")
        return [(kind, kind) for kind in kinds.values_list("type", flat=True).distinct()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(type=self.value()) if self.value() else queryset


@admin.register(Event)
class EventAdmin(GuardedAdmin):
    """Read-only. Records are named by number: who reads events does not see cases."""

    sees = (Permission.EVENT_SEE,)
    list_display = ("at", "type", "who", "about")
    list_display_links = ("at", "type")
    list_filter = (TypeFilter, ("at", RangeDateFilter))
    search_fields = ("=target_id", "=subject_id", "=actor_id")
    search_help_text = _("The number of a record or of a person.")
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False
    fields = ("at", "type", "who", "about", "belongs_to", "reason", "what_changed", "uid")
    readonly_fields = fields

    @display(description=_("who"))
    def who(self, event: Event) -> str:
        return event.actor_id or str(_("the system"))

    @display(description=_("record"))
    def about(self, event: Event) -> str:
        return _record(event.target_label, event.target_id)

    @display(description=_("belongs to"))
    def belongs_to(self, event: Event) -> str:
        return _record(event.subject_label, event.subject_id)

    @display(description=_("changes"))
    def what_changed(self, event: Event) -> SafeString:
        if not event.changes:
            return format_html("{}", "–")
        rows = (
            (
                field,
                json.dumps(pair[0], ensure_ascii=False),
                json.dumps(pair[1], ensure_ascii=False),
            )
            for field, pair in sorted(event.changes.items())
        )
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {} → {}</li>", rows))
