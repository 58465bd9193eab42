"""The event log as auditors read it: never changed, nothing to open that it speaks of."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import F, OuterRef, Subquery, UUIDField, Value
from django.db.models.functions import Cast, NullIf
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import display

from oversight.audit.columns import changes_of
from oversight.audit.models import Event
from oversight.audit.rules import sentence_of
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
        types = kinds.values_list("type", flat=True).distinct()
        return [(kind, sentence_of(kind, "…")) for kind in types]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(type=self.value()) if self.value() else queryset


@admin.register(Event)
class EventAdmin(GuardedAdmin):
    """Read-only. Records are named by number: who reads events does not see cases."""

    sees = (Permission.EVENT_SEE,)
    list_display = ("at", "happened", "about")
    list_display_links = ("at", "happened")
    list_filter = (TypeFilter, ("at", RangeDateFilter))
    search_fields = ("=target_id", "=subject_id", "=actor_id")
    search_help_text = _("The number of a record or of a person.")
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False
    fields = ("at", "happened", "type", "about", "belongs_to", "reason", "what_changed", "uid")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the name of who acted: people of the office are no secret to the auditor."""
        actor = Cast(NullIf(OuterRef("actor_id"), Value("")), UUIDField())
        people = get_user_model()._default_manager.filter(pk=actor)
        return super().get_queryset(request).annotate(who=Subquery(people.values("name")[:1]))

    @display(description=_("what happened"), ordering=F("type"))
    def happened(self, event: Any) -> str:
        return sentence_of(event.type, event.who or _("The system"))

    @display(description=_("record"))
    def about(self, event: Event) -> str:
        return _record(event.target_label, event.target_id)

    @display(description=_("belongs to"))
    def belongs_to(self, event: Event) -> str:
        return _record(event.subject_label, event.subject_id)

    @display(description=_("changes"))
    def what_changed(self, event: Event) -> SafeString:
        lines = ((line,) for line in changes_of(event, {}))
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", lines))
