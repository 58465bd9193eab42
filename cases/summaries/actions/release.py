"""A release: computed by one lead, approved by another."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.summaries.actions.count import COUNTERS, Values
from cases.summaries.choices import ReleaseState
from cases.summaries.models import Release, ReleaseTable
from cases.summaries.rules.periods import closing
from cases.summaries.rules.suppression import TOTAL, Key, suppress
from cases.summaries.rules.tables import (
    DIMENSIONS,
    FICTIONAL,
    METHOD,
    NOTES,
    TABLES,
    TOTAL_LABEL,
    Table,
    checksum,
    citation,
    content_of,
    in_three,
    slug_of,
)
from oversight.accounts.models import RoleGrant, User
from oversight.audit.actions import record
from oversight.authority.choices import Permission
from oversight.authority.rules import ROLES, Conflict, NotPermitted, RuleBroken, require
from oversight.deadlines.actions import notify
from oversight.deadlines.choices import NoticeKind

# Any number nobody else locks: two releases of one cut-off must not take the same number.
LOCK = 7_310_004


def prepare(*, cutoff: date, by: Any, now: datetime | None = None) -> Release:
    """Compute the tables of a cut-off as a draft that another lead may approve."""
    now = now or timezone.now()
    require(by, Permission.RELEASE_PREPARE)
    if cutoff > timezone.localdate(now):
        raise RuleBroken("future_cutoff", _("The cut-off cannot be after today."), "/cutoff")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        release = _draft(cutoff, by, now)
        tables = _compute(release)
        release.checksum = _checksum(release, tables)
        release.full_clean()
        release.save(force_insert=True)
        ReleaseTable.objects.bulk_create(tables)
        changes = {"slug": ("", release.slug), "checksum": ("", release.checksum)}
        record(type="release_prepared", by=by, target=release, changes=changes, now=now)
        notify(
            users=_who_may(Permission.RELEASE_APPROVE),
            kind=NoticeKind.RELEASE_AWAITS_APPROVAL,
            subject=release,
            by=by,
            now=now,
        )
    return release


def _who_may(permission: Permission) -> list[User]:
    roles = [role.code for role in ROLES.values() if permission in role.permissions]
    grants = RoleGrant.objects.running(timezone.localdate()).filter(role__in=roles)
    return list(User.objects.active().filter(pk__in=grants.values("user")))


@transaction.atomic
def approve(*, release: Release, by: Any, reason: str = "", now: datetime | None = None) -> Release:
    """Make a draft final and public, if its figures are still what the records give."""
    now = now or timezone.now()
    release = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    require(by, Permission.RELEASE_APPROVE)
    _require_approvable(release, by)
    if _checksum(release, _compute(release)) != release.checksum:
        raise Conflict(
            "figures_changed",
            _("Records changed after these figures were computed. Prepare the release again."),
        )
    release.state = ReleaseState.APPROVED
    release.approved_by, release.approved_at = by, now
    release.full_clean()
    release.save(update_fields=("state", "approved_by", "approved_at"))
    changes = {"state": (ReleaseState.DRAFT, release.state)}
    record(type="release_approved", by=by, target=release, reason=reason, changes=changes, now=now)
    return release


def _require_approvable(release: Release, by: Any) -> None:
    if release.is_approved:
        raise Conflict("already_approved", _("This release is already approved."))
    if release.prepared_by_id == by.pk:
        raise NotPermitted(
            "same_person", _("You prepared this release: another lead has to approve it.")
        )
    if not settings.DEMO:
        raise RuleBroken(
            "disclosure_proof_missing",
            _(
                "The disclosure proof this needs is not part of this version: figures can be "
                "approved in demonstration mode only."
            ),
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


def _checksum(release: Release, tables: Iterable[ReleaseTable]) -> str:
    return checksum(content_of(release.cutoff.isoformat(), release.thresholds, tables))


def _compute(release: Release) -> list[ReleaseTable]:
    """Every table of the release, not saved."""
    until = closing(release.cutoff, ZoneInfo(settings.TIME_ZONE))
    return [_table(release, table, order, until) for order, table in enumerate(TABLES)]


def _table(release: Release, table: Table, order: int, until: datetime) -> ReleaseTable:
    counted = COUNTERS[table.slug](cutoff=release.cutoff, until=until)
    # One rule for the whole table: a rule per cell would tell which cells hold such a case.
    threshold = release.thresholds["restricted" if counted.restricted else "general"]
    cells = suppress(
        counted.counts,
        [code for code, _labels in counted.rows],
        [code for code, _labels in counted.columns],
        threshold,
        _shown_before(release, table.slug),
    )
    return ReleaseTable(
        release=release,
        slug=table.slug,
        order=order,
        counts=table.counts,
        date=table.date,
        threshold=threshold,
        texts=_texts(release, table),
        dimensions=[
            _dimension(table.rows, counted.rows),
            _dimension(table.columns, counted.columns),
        ],
        cells=[[*key, cell.value, str(cell.state)] for key, cell in cells.items()],
    )


def _shown_before(release: Release, slug: str) -> list[dict[Key, int | None]]:
    """The cells of earlier approved releases of the same cut-off."""
    earlier = ReleaseTable.objects.published().filter(release__cutoff=release.cutoff, slug=slug)
    return [
        {(row, column): value for row, column, value, _state in table.cells}
        for table in earlier.exclude(release=release.pk)
    ]


def _dimension(code: str, values: Values) -> dict[str, Any]:
    listed = [*values, (TOTAL, in_three(TOTAL_LABEL))]
    return {
        "code": code,
        "label": in_three(DIMENSIONS[code]),
        "values": [{"code": value, "label": label} for value, label in listed],
    }


def _texts(release: Release, table: Table) -> dict[str, Any]:
    """The words that go with the table, kept as they were when it was released."""
    notes = (FICTIONAL, *NOTES) if settings.DEMO else NOTES
    return {
        "title": in_three(table.title),
        "description": in_three(table.description),
        "notes": [in_three(note) for note in notes],
        "citation": citation(
            office=settings.SITE_NAME,
            title=table.title,
            release=release.slug,
            cutoff=release.cutoff.isoformat(),
        ),
    }
