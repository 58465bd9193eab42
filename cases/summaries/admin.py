"""Leads prepare releases here, look through them, and approve each other's."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminSingleDateWidget, UnfoldAdminTextareaWidget

from cases.summaries.actions import approve, prepare, require_cutoff
from cases.summaries.columns import grids
from cases.summaries.models import Release
from oversight.authority.admin import GuardedAdmin
from oversight.authority.choices import Permission
from oversight.authority.rules import RuleBroken, holds
from oversight.pages.admin import status_badge
from oversight.vocabularies.rules import current_language


class PrepareForm(forms.ModelForm):
    """The one thing a lead decides: the cut-off."""

    class Meta:
        model = Release
        fields = ("cutoff",)
        widgets = {"cutoff": UnfoldAdminSingleDateWidget}
        help_texts = {
            "cutoff": _("The last day that is counted. Figures are most useful at a quarter's end.")
        }

    def clean_cutoff(self) -> Any:
        cutoff = self.cleaned_data["cutoff"]
        try:
            require_cutoff(cutoff, timezone.localdate())
        except RuleBroken as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return cutoff


class ApproveForm(BaseDialogForm):
    """What a lead says when approving."""

    reason = forms.CharField(
        label=_("What you checked"), required=False, widget=UnfoldAdminTextareaWidget
    )


def _back_to(request: HttpRequest, url: str) -> HttpResponse:
    """A dialog sent by htmx asks the browser to leave the dialog."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)


@admin.register(Release)
class ReleaseAdmin(GuardedAdmin):
    """Releases with their figures; hidden ones marked."""

    sees = (Permission.RELEASE_PREPARE, Permission.RELEASE_APPROVE)
    adds = (Permission.RELEASE_PREPARE,)
    list_display = ("slug", "cutoff", "state_badge", "prepared_by", "prepared_at", "approved_at")
    list_filter = ("state",)
    list_select_related = ("prepared_by",)
    ordering = ("-prepared_at", "-id")
    form = PrepareForm
    actions_detail = ("approve_release",)
    show_full_result_count = False

    def get_fieldsets(self, request: HttpRequest, obj: Release | None = None) -> Any:
        if obj is None:
            return ((None, {"fields": ("cutoff",)}),)
        facts = (
            "cutoff",
            "state_badge",
            "prepared_by",
            "prepared_at",
            "approved_by",
            "approved_at",
        )
        return (
            (None, {"fields": (*facts, "checksum")}),
            (_("What will be published"), {"fields": ("preview",)}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Release | None = None) -> Any:
        return ("state_badge", "preview") if obj else ()

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kw: Any
    ) -> Any:
        kw["fields"] = ("cutoff",)
        return super().get_form(request, obj, change=change, **kw)

    @display(description=_("state"), ordering="state")
    def state_badge(self, release: Release) -> str:
        return status_badge(
            release.get_state_display(), "done" if release.is_approved else "waiting"
        )

    @display(description=_("tables"))
    def preview(self, release: Release) -> SafeString:
        tables = grids(release.tables.all(), current_language())
        return mark_safe(  # noqa: S308 - the template escapes
            render_to_string("cases/summaries/admin_preview.html", {"tables": tables})
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        release = prepare(cutoff=form.cleaned_data["cutoff"], by=request.user)
        obj.__dict__.update(release.__dict__)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        """One button: a release has nothing to go on editing."""
        only = {"show_save_and_continue": False, "show_save_and_add_another": False}
        return super().add_view(request, form_url, (extra_context or {}) | only)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> Any:
        """On to the figures: they want to be looked at first."""
        messages.success(request, _("The figures are computed. Another lead can approve them."))
        return redirect("admin:cases_release_change", obj.pk)

    def has_approve_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """The button is there for a lead who did not prepare the draft."""
        if not holds(request.user, Permission.RELEASE_APPROVE):
            return False
        waiting = Release.objects.visible_to(request.user).drafts().filter(pk=object_id)
        return waiting.exclude(prepared_by=request.user.pk).exists()

    @action(
        description=_("Approve and publish"),
        url_path="approve",
        permissions=["approve"],
        dialog={
            "title": _("Approve and publish these figures?"),
            "description": _(
                "Everybody will be able to read them. Once approved, a release is never changed."
            ),
            "form_class": ApproveForm,
            "form_submit_text": _("Approve and publish"),
        },
    )
    def approve_release(
        self, request: HttpRequest, form: ApproveForm, object_id: str
    ) -> HttpResponse:
        release = get_object_or_404(self.visible(request), pk=object_id)
        try:
            approve(release=release, by=request.user, reason=form.cleaned_data["reason"])
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The figures are published."))
        return _back_to(request, reverse("admin:cases_release_change", args=[object_id]))
