"""Leads prepare releases here, look through them, and decide on each other's."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from cases.summaries import actions
from cases.summaries.columns import comparison, grids, page_of
from cases.summaries.forms import ApproveForm, PrepareForm, WithdrawForm
from cases.summaries.models import Release, Withdrawal
from oversight.accounts.forms import MaybeWhyForm
from oversight.audit.columns import timeline
from oversight.authority.admin import Dialog, RecordAdmin
from oversight.authority.choices import Permission
from oversight.authority.forms import WhyForm
from oversight.authority.rules import holds
from oversight.pages.admin import status_badge
from oversight.vocabularies.rules import current_language


def _waiting(release: Release) -> Withdrawal:
    """The withdrawal that waits; its buttons are only there while one does."""
    return release.withdrawals.waiting().get()


PREPARE = Dialog(
    "add",
    _("Prepare a release"),
    _("The figures are computed and small counts hidden. Nothing is published yet."),
    PrepareForm,
    lambda nothing, by, data: actions.prepare(by=by, **data),
    done=_("The figures are computed. Another lead can approve them."),
    tone="primary",
)
APPROVE = Dialog(
    "approve",
    _("Approve and publish"),
    _("Everybody will be able to read them. Once approved, a release is never changed."),
    ApproveForm,
    lambda release, by, data: actions.approve(release=release, by=by, **data),
    done=_("The figures are published."),
    tone="primary",
)
REJECT = Dialog(
    "reject",
    _("Reject"),
    _("Nothing is published. The lead who prepared it reads your reason and can prepare another."),
    WhyForm,
    lambda release, by, data: actions.reject(release=release, by=by, **data),
    done=_("The release is rejected."),
    tone="danger",
)
CORRECT = Dialog(
    "correct",
    _("Prepare a correction"),
    _(
        "The same cut-off is computed again. Once another lead approves it, it takes the place of "
        "this release, and readers of this one are told."
    ),
    WhyForm,
    lambda release, by, data: actions.prepare(
        cutoff=release.cutoff, corrects=release, by=by, **data
    ),
    done=_("The figures are computed. Another lead can approve them."),
)
WITHDRAW = Dialog(
    "withdraw",
    _("Withdraw"),
    _(
        "For figures that harm somebody or are wrong. Once another lead confirms, nobody can read "
        "them here any more, and everybody reads why. What was read cannot be taken back."
    ),
    WithdrawForm,
    lambda release, by, data: actions.ask_withdrawal(release=release, by=by, **data),
    done=_("Another lead has to confirm the withdrawal."),
    tone="danger",
)
CONFIRM = Dialog(
    "confirm_withdrawal",
    _("Confirm the withdrawal"),
    _("The figures leave the public page and the interface for programs at once."),
    MaybeWhyForm,
    lambda release, by, data: actions.confirm_withdrawal(
        withdrawal=_waiting(release), by=by, **data
    ),
    done=_("The release is withdrawn."),
    tone="danger",
)
KEEP = Dialog(
    "refuse_withdrawal",
    _("Refuse the withdrawal"),
    _("The figures stay public."),
    WhyForm,
    lambda release, by, data: actions.refuse_withdrawal(
        withdrawal=_waiting(release), by=by, **data
    ),
    done=_("The release stays public."),
)
TONES = {"draft": "waiting", "approved": "done", "rejected": "overdue"}


def _of_public(release: Release, by: Any) -> list[Dialog]:
    waiting = release.withdrawals.waiting().first()
    corrected = release.corrections.approved().exists()
    found = [CORRECT] if holds(by, Permission.RELEASE_PREPARE) and not corrected else []
    if not holds(by, Permission.RELEASE_APPROVE):
        return found
    if waiting:
        return [*found, CONFIRM, KEEP] if waiting.asked_by_id != by.pk else found
    return found if release.withdrawals.confirmed().exists() else [*found, WITHDRAW]


def release_dialogs(release: Release, by: Any) -> dict[str, Dialog]:
    """What this lead can do with the release as it is now; each action decides again."""
    found: list[Dialog] = []
    if release.is_approved:
        found = _of_public(release, by)
    elif release.state == "draft" and release.prepared_by_id != by.pk:
        found = [APPROVE, REJECT] if holds(by, Permission.RELEASE_APPROVE) else []
    return {dialog.name: dialog for dialog in found}


@admin.register(Release)
class ReleaseAdmin(RecordAdmin):
    """Releases with their figures; hidden ones marked, and what changed since the last."""

    sees = (Permission.RELEASE_PREPARE, Permission.RELEASE_APPROVE)
    adds = (Permission.RELEASE_PREPARE,)
    list_display = ("slug", "cutoff", "state_badge", "prepared_by", "prepared_at", "approved_at")
    list_filter = ("state",)
    list_select_related = ("prepared_by",)
    ordering = ("-prepared_at", "-id")
    page_template = "cases/summaries/release.html"
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_standing()

    @display(description=_("state"), ordering="state")
    def state_badge(self, release: Any) -> str:
        if release.is_withdrawn:
            return status_badge(_("withdrawn"), "overdue")
        if release.corrected_by_slug:
            return status_badge(_("corrected"), "neutral")
        return status_badge(release.get_state_display(), TONES[release.state])

    def with_page_data(self, rows: Any) -> Any:
        people = ("prepared_by", "approved_by", "rejected_by", "corrects")
        return rows.with_standing().select_related(*people)

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Dialog]:
        return release_dialogs(subject, by)

    def url_after(self, result: Any) -> str:
        """On to the figures: they want to be looked at first."""
        return page_of(result) if isinstance(result, Release) else ""

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        language = current_language()
        tables = list(subject.tables.all())
        before = None if subject.state == "approved" else _before(subject)
        earlier = before.tables.all() if before else ()
        return {
            "badge": self.state_badge(subject),
            "moves": self.buttons(subject, request, *release_dialogs(subject, request.user)),
            "own": subject.state == "draft" and subject.prepared_by_id == request.user.pk,
            "tables": grids(tables, language),
            "before": before,
            "comparison": comparison(earlier, tables, language),
            "withdrawals": subject.withdrawals.select_related("asked_by", "decided_by"),
            "timeline": timeline(subject),
        }

    def add_view(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.serve(request, PREPARE, None)


def _before(release: Release) -> Release | None:
    """What a draft is read beside: the release it corrects, else the one that stands now."""
    return release.corrects or Release.objects.current().exclude(pk=release.pk).first()
