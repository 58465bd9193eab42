"""What other slices are told of releases: names, panels, sentences."""

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.summaries.models import Release, Withdrawal
from oversight.audit.rules import register_sentences
from oversight.authority.choices import Permission
from oversight.subjects.rules import (
    NavItem,
    Subject,
    WorkPanel,
    register,
    register_nav,
    register_panel,
)


def releases_to_approve(user: Any) -> list[dict[str, Any]]:
    """Figures another lead prepared."""
    drafts = Release.objects.visible_to(user).to_decide(user)
    note = _("Look through the figures, then approve them.")
    return [
        {"title": figures_as_of(draft), "url": page_of(draft), "note": note}
        for draft in drafts.order_by("prepared_at", "id")[:SHOWN_DRAFTS]
    ]


def withdrawals_to_confirm(user: Any) -> list[dict[str, Any]]:
    """Releases another lead wants to take back."""
    rows = Withdrawal.objects.visible_to(user).to_decide(user).select_related("release")
    note = _("Another lead asks to withdraw these figures from the public.")
    return [
        {"title": figures_as_of(row.release), "url": page_of(row.release), "note": note}
        for row in rows.order_by("asked_at", "id")[:SHOWN_DRAFTS]
    ]


SHOWN_DRAFTS = 10


def figures_as_of(release: Release) -> str:
    return gettext("Figures as of %(day)s") % {"day": date_format(release.cutoff, "j F Y")}


def page_of(release: Release) -> str:
    return reverse("admin:cases_release_change", args=[release.pk])


SENTENCES = {
    "release.prepared": _("%(who)s prepared a release of figures."),
    "release.correction_prepared": _("%(who)s prepared a correction of a release."),
    "release.rejected": _("%(who)s rejected a release of figures."),
    "release.withdrawal_asked": _("%(who)s asked to withdraw a release of figures."),
    "release.withdrawn": _("%(who)s confirmed that a release of figures is withdrawn."),
    "release.withdrawal_refused": _("%(who)s refused to withdraw a release of figures."),
    "release.approved": _("%(who)s approved a release of figures."),
}


def register_summaries() -> None:
    """Called by the app's configuration."""
    register_sentences(SENTENCES)
    register(
        Subject(
            label="cases.release",
            title=str,
            url=page_of,
        )
    )
    approving = frozenset({Permission.RELEASE_APPROVE})
    register_panel(
        "releases", WorkPanel(_("Figures to approve"), releases_to_approve, approving, 35)
    )
    register_panel(
        "withdrawals", WorkPanel(_("Figures to withdraw"), withdrawals_to_confirm, approving, 34)
    )
    register_nav(NavItem(_("Figures"), "summaries:figures", order=80))
