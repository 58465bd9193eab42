"""Instruments and provisions in the admin: read by everybody who works there."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from mission.mandate import actions
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


class ProvisionInline(GuardedInline):
    """The provisions of one instrument."""

    model = Provision
    sees = READERS
    fields = ("paragraph", "title", "category", "verification_status")
    readonly_fields = fields
    show_change_link = True
    verbose_name_plural = _("provisions")


@admin.register(Instrument)
class InstrumentAdmin(GuardedAdmin):
    """Texts and their validity; they change with the shipped data."""

    sees = READERS
    list_display = ("title", "symbol", "kind", "valid_from", "valid_to", "verification_status")
    list_filter = ("kind", "mission", "verification_status")
    search_fields = ("slug", "symbol", "title_en", "title_fr", "title_ht")
    ordering = ("slug",)
    inlines = (ProvisionInline,)
    exclude = ("title_en", "title_fr", "title_ht")
    readonly_fields = ("title",)


@admin.register(Provision)
class ProvisionAdmin(GuardedAdmin):
    """What each text asks. The paragraph number is filled in from the official document."""

    sees = READERS
    changes = (Permission.MANDATE_MANAGE,)
    form = ParagraphForm
    list_display = (
        "title",
        "instrument",
        "number",
        "subject",
        "valid_from",
        "lasts_until",
        "verification_status",
    )
    list_filter = ("instrument", "category", "verification_status", "paragraph_status")
    search_fields = ("slug", "title_en", "title_fr", "title_ht", "paraphrase_en", "paraphrase_fr")
    ordering = ("order", "slug")
    list_select_related = ("instrument",)
    fieldsets = (
        (None, {"fields": ("title", "instrument", "paraphrase", "period", "subject")}),
        (_("Validity"), {"fields": ("valid_from", "valid_to", "lasts_until")}),
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
        "title",
        "instrument",
        "paraphrase",
        "period",
        "subject",
        "valid_from",
        "valid_to",
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

    @admin.display(description=_("subject"), ordering="category")
    def subject(self, provision: Provision) -> str:
        return label_of("provision_categories", provision.category)

    @admin.display(description=_("in force until, with what prolongs it"))
    def lasts_until(self, provision: Provision) -> Any:
        return provision.in_force_until or _("open, or end not confirmed")

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
