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
from cases.summaries.rules.periods import MANDATE_BEGAN, closing, ends_a_quarter
from cases.summaries.rules.suppression import TOTAL, suppress
from cases.summaries.rules.tables import (
    DIMENSIONS,
    FICTIONAL,
    METHOD,
    NOTES,
    PARTIAL,
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

# Any number nobody else locks: two releases of one cut-off must not take the same number, and
# each is compared with every one approved before it.
LOCK = 7_310_004


def prepare(*, cutoff: date, by: Any, now: datetime | None = None) -> Release:
    """Compute the tables of a cut-off as a draft that another lead may approve."""
    now = now or timezone.now()
    require(by, Permission.RELEASE_PREPARE)
    require_cutoff(cutoff, timezone.localdate(now))
    with transaction.atomic():
        _one_at_a_time()
        release = _draft(cutoff, by, now)
        tables = _compute(release)
        release.checksum = _checksum(release, tables)
        release.full_clean()
        release.save(force_insert=True)
        ReleaseTable.objects.bulk_create(tables)
        changes = {"slug": ("", release.slug), "checksum": ("", release.checksum)}
        record(type="release.prepared", by=by, target=release, changes=changes, now=now)
        notify(
            users=_who_may(Permission.RELEASE_APPROVE),
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


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _who_may(permission: Permission) -> list[User]:
    roles = [role.code for role in ROLES.values() if permission in role.permissions]
    grants = RoleGrant.objects.running(timezone.localdate()).filter(role__in=roles)
    return list(User.objects.active().filter(pk__in=grants.values("user")))


@transaction.atomic
def approve(*, release: Release, by: Any, reason: str = "", now: datetime | None = None) -> Release:
    """Make a draft final and public, if its figures are still what the records give."""
    now = now or timezone.now()
    # Two drafts approved at once would not have been compared with each other.
    _one_at_a_time()
    release = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    require(by, Permission.RELEASE_APPROVE)
    _require_approvable(release, by)
    if _checksum(release, _compute(release)) != release.checksum:
        raise Conflict(
            "figures_changed",
            _(
                "Records changed, or another release was approved, after these figures were "
                "computed. Prepare the release again."
            ),
        )
    release.state = ReleaseState.APPROVED
    release.approved_by, release.approved_at = by, now
    release.full_clean()
    release.save(update_fields=("state", "approved_by", "approved_at"))
    changes = {"state": (ReleaseState.DRAFT, release.state)}
    record(type="release.approved", by=by, target=release, reason=reason, changes=changes, now=now)
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
    earlier = _published_before(release, table.slug)
    # One rule for the whole table: a rule per cell would tell which cells hold such a case.
    own = release.thresholds["restricted" if counted.restricted else "general"]
    # Never below an earlier one: what was too small to show then would be shown now.
    threshold = max([own, *(other.threshold for other in earlier)])
    rows = _with_earlier_rows(counted.rows, earlier)
    cells = suppress(
        counted.counts,
        [code for code, _labels in rows],
        [code for code, _labels in counted.columns],
        threshold,
        [{(row, column): value for row, column, value, _s in old.cells} for old in earlier],
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
            _dimension(table.rows, rows),
            _dimension(table.columns, counted.columns),
        ],
        cells=[[*key, cell.value, str(cell.state)] for key, cell in cells.items()],
    )


def _published_before(release: Release, slug: str) -> list[ReleaseTable]:
    """The same table in every approved release, whatever its cut-off."""
    published = ReleaseTable.objects.published().filter(slug=slug).exclude(release=release.pk)
    return list(published.order_by("release__approved_at", "release"))


def _with_earlier_rows(rows: Values, earlier: Iterable[ReleaseTable]) -> Values:
    """A row that is left out would be a zero that nobody compared with what was shown."""
    codes = {code for code, _labels in rows} | {TOTAL}
    gone = {
        value["code"]: value["label"]
        for table in earlier
        for value in table.dimensions[0]["values"]
        if value["code"] not in codes
    }
    return [*sorted(gone.items()), *rows]


def _dimension(code: str, values: Values) -> dict[str, Any]:
    listed = [*values, (TOTAL, in_three(TOTAL_LABEL))]
    return {
        "code": code,
        "label": in_three(DIMENSIONS[code]),
        "values": [{"code": value, "label": label} for value, label in listed],
    }


def _texts(release: Release, table: Table) -> dict[str, Any]:
    """The words that go with the table, kept as they were when it was released."""
    fictional = (FICTIONAL,) if settings.DEMO else ()
    partial = () if ends_a_quarter(release.cutoff) else (PARTIAL,)
    notes = (*fictional, *NOTES, *partial)
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
