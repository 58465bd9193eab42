"""Files with drafts and reports: added within limits, removed only while nothing was filed."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Max, Sum
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.reports.actions.following import tell
from cases.reports.actions.locking import locked, require_held
from cases.reports.choices import ReportStatus
from cases.reports.models import Report, ReportAttachment, ReportDraft
from cases.reports.workflow import QUESTIONS
from oversight.accounts.models import User
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, RuleBroken, refuse
from oversight.files import actions as files
from oversight.files.actions.incoming import MB, Incoming, TooLarge
from oversight.files.models import StoredFile
from oversight.files.rules import Kind

# A report takes files until it is decided on; what comes later belongs to another report.
OPEN = (ReportStatus.SUBMITTED, ReportStatus.NEEDS_INFORMATION)


def takes_files(report: Report) -> bool:
    """Whether who filed the report may still add files."""
    return report.status in OPEN


def own_draft(*, id: uuid.UUID, by: User) -> ReportDraft:
    """The person's own draft, kept from others until the transaction ends; 404 otherwise."""
    rows = ReportDraft.objects.visible_to(by).select_for_update(of=("self",))
    draft = rows.filter(pk=id).first()
    if draft is None:
        raise Http404
    return draft


@transaction.atomic
def attach_to_draft(
    *,
    draft: ReportDraft,
    by: User,
    incoming: Incoming,
    kind: Kind,
    name: str,
    now: datetime | None = None,
) -> tuple[ReportAttachment, bool]:
    """Put a file with a draft; the same file again adds nothing: (attachment, False)."""
    require_held(by=by, permission=Permission.REPORT_FILE)
    draft, now = own_draft(id=draft.pk, by=by), now or timezone.now()
    rows = ReportAttachment.objects.filter(draft=draft)
    if known := rows.filter(file__sha256=incoming.sha256).first():
        return known, False
    position = _room(rows, incoming)
    file = files.keep(incoming=incoming, kind=kind, name=name, by=by, now=now)
    row = ReportAttachment(draft=draft, file=file, position=position, by=by, at=now)
    row.save(force_insert=True)
    draft.updated_at = now
    draft.save(update_fields=("updated_at",))
    return row, True


@transaction.atomic
def attach_to_report(
    *,
    report: Report,
    by: User,
    incoming: Incoming,
    kind: Kind,
    name: str,
    now: datetime | None = None,
) -> tuple[ReportAttachment, bool]:
    """Add a file to a report one filed: with the answer while there is a question, else until it is decided."""
    require_held(by=by, permission=Permission.REPORT_FILE)
    report, now = locked(report), now or timezone.now()
    if report.filed_by_id != by.pk:
        refuse()
    rows = ReportAttachment.objects.filter(report=report)
    if known := rows.filter(file__sha256=incoming.sha256, by=by).first():
        return known, False
    if not takes_files(report):
        message = _("The office has decided on this report: it takes no more files.")
        raise Conflict("decided", message, "/file")
    position = _room(rows, incoming)
    file = files.keep(incoming=incoming, kind=kind, name=name, by=by, subject=report, now=now)
    row = ReportAttachment(report=report, file=file, position=position, by=by, at=now)
    if report.status == ReportStatus.NEEDS_INFORMATION:
        row.question = report.decisions.filter(name__in=QUESTIONS).order_by("-at", "-pk").first()
    row.save(force_insert=True)
    report.version += 1
    report.updated_at = now
    report.save(update_fields=("version", "updated_at"))
    return row, True


def _room(rows: models.QuerySet[ReportAttachment], incoming: Incoming) -> int:
    """The number of the next file, or why there is no room. The holder is locked: two cannot both fit."""
    held = rows.aggregate(count=Count("pk"), size=Sum("file__size"), last=Max("position"))
    if held["count"] >= settings.FILES_PER_REPORT:
        many = _("At most %(limit)d files fit.") % {"limit": settings.FILES_PER_REPORT}
        raise RuleBroken("too_many", many, "/file")
    if (held["size"] or 0) + incoming.size > settings.FILES_PER_REPORT_MB * MB:
        message = _("All files of one report together hold at most %(limit)d MB.")
        raise TooLarge("too_large", message % {"limit": settings.FILES_PER_REPORT_MB}, "/file")
    return (held["last"] or 0) + 1


@transaction.atomic
def detach(
    *, draft: ReportDraft, attachment_id: Any, by: User, now: datetime | None = None
) -> None:
    """Take a file out of a draft; its bytes go with it. A file taken out already is no mistake."""
    require_held(by=by, permission=Permission.REPORT_FILE)
    draft = own_draft(id=draft.pk, by=by)
    row = ReportAttachment.objects.filter(draft=draft, pk=attachment_id).first()
    if row is not None:
        _drop(row, by=by, now=now)


def drop_all(*, draft: ReportDraft, by: User | None, now: datetime | None = None) -> None:
    """Take every file out of a draft that is about to go. Runs in the caller's transaction."""
    for row in draft.attachments.select_related("file"):
        _drop(row, by=by, now=now)


def _drop(row: ReportAttachment, *, by: User | None, now: datetime | None) -> None:
    file = row.file
    row.delete()
    files.remove(file=file, by=by, now=now)


def hand_over(*, draft: ReportDraft, report: Report, by: User, now: datetime) -> None:
    """The files of a draft become those of its report. Runs in the caller's transaction."""
    moved = draft.attachments.update(report=report, draft=None)
    if moved:
        changes = {"files": (0, moved)}
        audit.record(type="report.files_filed", by=by, target=report, changes=changes, now=now)


def tell_set_aside(*, file: StoredFile, now: datetime | None = None) -> None:
    """Who sent a file with a report learns that it was set aside."""
    row = ReportAttachment.objects.filed().filter(file=file).select_related("report", "by").first()
    if row is not None and row.report is not None:
        tell(users=[row.by], kind="file_set_aside", report=row.report, by=None, now=now)


@transaction.atomic
def download(
    *, attachment: ReportAttachment, by: User, now: datetime | None = None
) -> ReportAttachment:
    """Leave the event of an original being taken; who may not see the report finds nothing."""
    rows = ReportAttachment.objects.visible_to(by).filed().select_related("file", "report")
    row = rows.filter(pk=attachment.pk).first()
    if row is None or row.report is None:
        raise Http404
    files.note_download(file=row.file, by=by, subject=row.report, now=now)
    return row
