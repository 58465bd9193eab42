"""Instruments and provisions in the admin: read by everybody who works there."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from mission.mandate import actions
from mission.mandate.columns import told, told_end
from mission.mandate.forms import ParagraphForm
from mission.mandate.models import Instrument, Provision
from oversight.authority.admin import GuardedAdmin, GuardedInline
from oversight.authority.choices import Permission
from oversight.vocabularies.models import label_of

READERS = (
    Permission.MANDATE_MANAGE,
    Permission.REPORT_TRIAGE,
    Permission.CASE_SEE,
    Permission.EVENT_SEE,
)


class Spoken:
    """Columns with texts in the reader's language, under translated headings."""

    @admin.display(description=_("title"), ordering="title_en")
    def heading(self, row: Any) -> str:
        return row.title

    @admin.display(description=_("in plain words"))
    def plain_words(self, row: Any) -> str:
        return row.paraphrase

    @admin.display(description=_("when"))
    def when(self, row: Any) -> str:
        return row.period

    @admin.display(description=_("subject"), ordering="category")
    def subject(self, row: Any) -> str:
        return label_of("provision_categories", row.category)


class ProvisionInline(Spoken, GuardedInline):
    """The provisions of one instrument."""

    model = Provision
    sees = READERS
    fields = ("paragraph", "heading", "subject", "verification_status")
    readonly_fields = fields
    show_change_link = True
    verbose_name_plural = _("provisions")


@admin.register(Instrument)
class InstrumentAdmin(Spoken, GuardedAdmin):
    """Texts and their validity; they change with the shipped data."""

    sees = READERS
    list_display = ("heading", "symbol", "kind", "begins", "ends", "verification_status")
    list_filter = ("kind", "mission", "verification_status")
    search_fields = ("slug", "symbol", "title_en", "title_fr", "title_ht")
    ordering = ("slug",)
    inlines = (ProvisionInline,)
    fields = (
        *("heading", "symbol", "kind", "mission"),
        *("adopted", "begins", "ends", "renews", "supersedes"),
        *("verification_status", "source_title", "source_tier", "source_url", "note"),
    )
    readonly_fields = fields

    @admin.display(description=_("adopted"), ordering="adopted_on")
    def adopted(self, text: Instrument) -> str:
        return told(text.adopted_on, text.adopted_on_precision)

    @admin.display(description=_("in force from"), ordering="valid_from")
    def begins(self, text: Instrument) -> str:
        return told(text.valid_from, text.valid_from_precision)

    @admin.display(description=_("in force until"), ordering="valid_to")
    def ends(self, text: Instrument) -> str:
        return told_end(text.valid_to, text.valid_to_precision)


@admin.register(Provision)
class ProvisionAdmin(Spoken, GuardedAdmin):
    """What each text asks. The paragraph number is filled in from the official document."""

    sees = READERS
    changes = (Permission.MANDATE_MANAGE,)
    form = ParagraphForm
    list_display = (
        "heading",
        "text",
        "number",
        "subject",
        "lasts_until",
        "verification_status",
    )
    list_filter = ("instrument", "category", "verification_status", "paragraph_status")
    search_fields = ("slug", "title_en", "title_fr", "title_ht", "paraphrase_en", "paraphrase_fr")
    ordering = ("order", "slug")
    list_select_related = ("instrument",)
    fieldsets = (
        (None, {"fields": ("heading", "instrument", "plain_words", "when", "subject")}),
        (_("Validity"), {"fields": ("begins", "ends", "lasts_until")}),
        (
            _("Source"),
            {"fields": ("verification_status", "source_title", "source_tier", "source_url")},
        ),
        (
            _("Paragraph number"),
            {"fields": ("paragraph", "paragraph_status", "paragraph_source", "reason")},
        ),
    )
    readonly_fields = (
        "heading",
        "instrument",
        "plain_words",
        "when",
        "subject",
        "begins",
        "ends",
        "lasts_until",
        "verification_status",
        "source_title",
        "source_tier",
        "source_url",
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_prolongations()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who only reads is not asked for a reason."""
        if self.has_change_permission(request, obj):
            return self.fieldsets
        number = (_("Paragraph number"), {"fields": self.form.Meta.fields})
        return (*self.fieldsets[:-1], number)

    @admin.display(description=_("paragraph"), ordering="paragraph")
    def number(self, provision: Provision) -> str:
        return provision.paragraph or str(_("number not checked"))

    @admin.display(description=_("text"), ordering="instrument")
    def text(self, provision: Provision) -> str:
        return provision.instrument.symbol or provision.instrument.title

    @admin.display(description=_("in force from"), ordering="valid_from")
    def begins(self, provision: Provision) -> str:
        return told(provision.valid_from, provision.valid_from_precision)

    @admin.display(description=_("end set by the text itself"), ordering="valid_to")
    def ends(self, provision: Provision) -> str:
        return told_end(provision.valid_to)

    @admin.display(description=_("in force until"))
    def lasts_until(self, provision: Provision) -> str:
        return told_end(provision.in_force_until)

    def save_model(self, request: HttpRequest, obj: Provision, form: Any, change: bool) -> None:
        sent = form.cleaned_data
        actions.set_paragraph(
            provision=obj,
            paragraph=sent["paragraph"] or "",
            status=sent["paragraph_status"],
            source=sent["paragraph_source"],
            by=request.user,
            reason=sent["reason"],
        )
