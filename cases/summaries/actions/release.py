"""A release: computed by one lead, approved or rejected by another."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.summaries.actions.compute import checksum_of, compute
from cases.summaries.choices import ReleaseState
from cases.summaries.models import Release, ReleaseTable
from cases.summaries.rules.periods import MANDATE_BEGAN
from cases.summaries.rules.tables import METHOD, slug_of
from oversight.accounts.models import RoleGrant, User
from oversight.audit.actions import record
from oversight.authority.choices import Permission
from oversight.authority.rules import ROLES, Conflict, NotPermitted, RuleBroken, require
from oversight.deadlines.actions import notify, require_reason
from oversight.deadlines.choices import NoticeKind

# Any number nobody else locks: two releases of one cut-off must not take the same number, and
# each is compared with every one approved before it.
LOCK = 7_310_004


@transaction.atomic
def prepare(
    *,
    cutoff: date,
    by: Any,
    corrects: Release | None = None,
    reason: str = "",
    now: datetime | None = None,
) -> Release:
    """Compute the tables of a cut-off as a draft that another lead may approve."""
    now = now or timezone.now()
    require(by, Permission.RELEASE_PREPARE)
    require_cutoff(cutoff, timezone.localdate(now))
    one_at_a_time()
    if corrects is not None:
        _require_correctable(corrects, cutoff)
    release = _draft(cutoff, by, now)
    release.corrects = corrects
    tables = compute(release)
    release.checksum = checksum_of(release, tables)
    release.full_clean()
    release.save(force_insert=True)
    ReleaseTable.objects.bulk_create(tables)
    changes = {"slug": ("", release.slug), "checksum": ("", release.checksum)}
    type = "release.correction_prepared" if corrects else "release.prepared"
    record(type=type, by=by, target=release, reason=reason, changes=changes, now=now)
    notify(
        users=who_may(Permission.RELEASE_APPROVE),
        kind=NoticeKind.RELEASE_AWAITS_APPROVAL,
        subject=release,
        by=by,
        now=now,
    )
    return release


def require_cutoff(cutoff: date, today: date) -> None:
    """Any day of the mandate so far."""
    if cutoff > today:
        raise RuleBroken("future_cutoff", _("The cut-off cannot be after today."), "/cutoff")
    if cutoff < MANDATE_BEGAN:
        raise RuleBroken(
            "cutoff_before_mandate",
            _("The cut-off cannot be before the mandate began, on 2 October 2023."),
            "/cutoff",
        )


def one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def who_may(permission: Permission) -> list[User]:
    roles = [role.code for role in ROLES.values() if permission in role.permissions]
    grants = RoleGrant.objects.running(timezone.localdate()).filter(role__in=roles)
    return list(User.objects.active().filter(pk__in=grants.values("user")))


@transaction.atomic
def approve(*, release: Release, by: Any, reason: str = "", now: datetime | None = None) -> Release:
    """Make a draft final and public, if its figures are still what the records give."""
    now = now or timezone.now()
    # Two drafts approved at once would not have been compared with each other.
    one_at_a_time()
    release = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    require(by, Permission.RELEASE_APPROVE)
    _require_approvable(release, by)
    if checksum_of(release, compute(release)) != release.checksum:
        raise Conflict(
            "figures_changed",
            _(
                "Records changed, or another release was approved, after these figures were "
                "computed. Prepare the release again."
            ),
        )
    release.state = ReleaseState.APPROVED
    release.approved_by, release.approved_at = by, now
    if release.corrects:
        release.stands_since = release.corrects.stands_since or release.corrects.approved_at
    release.full_clean()
    release.save(update_fields=("state", "approved_by", "approved_at", "stands_since"))
    changes = {"state": (ReleaseState.DRAFT, release.state)}
    record(type="release.approved", by=by, target=release, reason=reason, changes=changes, now=now)
    return release


@transaction.atomic
def reject(*, release: Release, by: Any, reason: str, now: datetime | None = None) -> Release:
    """Another lead says no to a draft, and why. It stays as it is; a new one can be prepared."""
    now = now or timezone.now()
    release = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    require(by, Permission.RELEASE_APPROVE)
    _require_draft_of_another(release, by)
    require_reason(reason)
    release.state, release.rejected_by, release.rejected_at = ReleaseState.REJECTED, by, now
    release.rejection_reason = reason
    release.full_clean()
    release.save(update_fields=("state", "rejected_by", "rejected_at", "rejection_reason"))
    changes = {"state": (ReleaseState.DRAFT, release.state)}
    record(type="release.rejected", by=by, target=release, reason=reason, changes=changes, now=now)
    notify(
        users=[release.prepared_by],
        kind=NoticeKind.RELEASE_REJECTED,
        subject=release,
        by=by,
        now=now,
    )
    return release


def _require_draft_of_another(release: Release, by: Any) -> None:
    if release.is_approved:
        raise Conflict("already_approved", _("This release is already approved."))
    if release.state == ReleaseState.REJECTED:
        raise Conflict(
            "already_rejected", _("This release was rejected. Prepare another one instead.")
        )
    if release.prepared_by_id == by.pk:
        raise NotPermitted(
            "same_person", _("You prepared this release: another lead has to approve it.")
        )


def _require_approvable(release: Release, by: Any) -> None:
    _require_draft_of_another(release, by)
    if release.corrects:
        _require_correctable(release.corrects, release.cutoff)
    if not settings.DEMO:
        raise RuleBroken(
            "disclosure_proof_missing",
            _(
                "The disclosure proof this needs is not part of this version: figures can be "
                "approved in demonstration mode only."
            ),
        )


def _require_correctable(release: Release, cutoff: date) -> None:
    """Approved, of the same cut-off, and not corrected yet: a correction is corrected itself."""
    if not release.is_approved or release.cutoff != cutoff:
        raise RuleBroken(
            "not_correctable",
            _("Only an approved release is corrected, by one of the same cut-off."),
            "/corrects",
        )
    if release.corrections.approved().exists():
        raise Conflict(
            "already_corrected",
            _("This release was corrected already. Correct the correction instead."),
            "/corrects",
        )


def _draft(cutoff: date, by: Any, now: datetime) -> Release:
    last = Release.objects.filter(cutoff=cutoff).aggregate(last=Max("number"))["last"] or 0
    return Release(
        cutoff=cutoff,
        number=last + 1,
        slug=slug_of(cutoff.isoformat(), last + 1),
        method=METHOD,
        thresholds=dict(settings.FIGURES_THRESHOLDS),
        prepared_by=by,
        prepared_at=now,
    )
