"""What triage tells the house: its blocks of "your work"."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.reports.models import Report
from cases.triage.columns import declined_share, since_when
from cases.triage.models import BulkJob
from oversight.audit.rules import register_sentences
from oversight.authority.choices import Permission
from oversight.subjects.rules import Subject, WorkPanel, register, register_panel

SHOWN = 20
SECOND = "admin:cases_report_changelist?tab=second"


def waiting_for_second(user: Any) -> list[dict[str, Any]]:
    """Proposals of colleagues to set a report aside, which this person may confirm or refuse."""
    rows: Any = Report.objects.triable_by(user).proposed().exclude(filed_by=user.pk)
    rows = rows.exclude(last_mover=user.pk).order_by("updated_at", "pk")
    note = _("A colleague proposes to set it aside.")
    return [
        {
            "title": report.reference,
            "url": reverse("admin:cases_report_change", args=[report.pk]),
            "note": note,
        }
        for report in rows.only("reference")[:SHOWN]
    ]


def share_declined(user: Any) -> list[dict[str, Any]]:
    """The share over everything this lead answers for, with its numbers."""
    whole = declined_share(since=since_when(), user=user).whole
    if not whole.decided:
        return []
    title = _("%(declined)s of %(decided)s decided reports were declined (%(percent)s %%)")
    numbers = {"declined": whole.declined, "decided": whole.decided, "percent": whole.percent}
    return [
        {
            "title": title % numbers,
            "url": reverse("admin:cases_report_declined"),
            "note": _("In the last 90 days."),
        }
    ]


def job_page(job: BulkJob) -> str:
    """The page of a job, on the screen it came from."""
    return reverse(f"admin:{job.screen.replace('.', '_')}_job", args=[job.pk])


SENTENCES = {
    "filter.saved": _("%(who)s kept a filter of a list."),
    "filter.edited": _("%(who)s changed a filter of a list."),
    "filter.removed": _("%(who)s removed a filter of a list."),
    "list.exported": _("%(who)s exported a list."),
    "bulk.started": _("%(who)s started a job on many records."),
    "bulk.cancelled": _("%(who)s cancelled a job on many records."),
    "bulk.finished": _("A job on many records ended."),
    "bulk.stopped": _("A job on many records stopped."),
    "bulk.downloaded": _("%(who)s downloaded what became of a job on many records."),
}


def register_triage() -> None:
    """Called by the app's configuration."""
    register_sentences(SENTENCES)
    register(
        Subject("cases.bulkjob", title=lambda job: str(_("A job on many records")), url=job_page)
    )
    triage, leads = frozenset({Permission.REPORT_TRIAGE}), frozenset({Permission.RELEASE_APPROVE})
    register_panel(
        "second person",
        WorkPanel(_("Wait for a second person"), waiting_for_second, triage, 22, SECOND),
    )
    register_panel("declined", WorkPanel(_("Declined reports"), share_declined, leads, 56))
