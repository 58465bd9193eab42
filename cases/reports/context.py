"""What the rest of the house is told about reports when the site starts."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from cases.reports.access import attached_files
from cases.reports.actions.attaching import tell_set_aside
from cases.reports.actions.drafts import removed_on
from cases.reports.actions.following import workers
from cases.reports.actions.importing import REPORTS
from cases.reports.actions.referrals import load_referrals
from cases.reports.actions.templates import load_templates
from cases.reports.choices import ReportStatus
from cases.reports.models import Report, ReportDraft
from oversight.authority.choices import Permission
from oversight.files.access import register_holder
from oversight.files.actions.examining import register_quarantine_teller
from oversight.imports.rules import register_target
from oversight.subjects.rules import (
    NavItem,
    Subject,
    WorkPanel,
    register,
    register_loader,
    register_nav,
    register_panel,
)


def _page(report: Any) -> str:
    return reverse("reports:one", args=[report.reference])


def _page_for(report: Any, user: Any) -> str:
    """Own reports open on the site; a decider's work is in the admin."""
    if report.filed_by_id != user.pk:
        try:
            return reverse("admin:cases_report_change", args=[report.pk])
        except NoReverseMatch:
            pass
    return _page(report)


def _worked_by(user: Any) -> Any:
    rows = Report.objects.triable_by(user)
    return rows.filter(assigned_to=None) | rows.filter(assigned_to=user.pk)


def _questions(user: Any) -> list[dict[str, Any]]:
    rows = Report.objects.filed_by_person(user).filter(status=ReportStatus.NEEDS_INFORMATION)
    note = _("The office asks you something.")
    return [{"title": r.reference, "url": _page(r), "note": note, "due": None} for r in rows[:20]]


def _drafts(user: Any) -> list[dict[str, Any]]:
    rows = ReportDraft.objects.visible_to(user).only("id", "updated_at")[:20]
    return [
        {
            "title": _("Draft of %(day)s")
            % {"day": date_format(localtime(row.updated_at), "j F Y")},
            "url": reverse("reports:review", args=[row.pk]),
            "note": _("Not sent yet. It will be removed on %(day)s, unless you work on it before.")
            % {"day": date_format(localtime(removed_on(row)), "j F Y")},
            "due": None,
        }
        for row in rows
    ]


def tell_the_house() -> None:
    """Called once, by the app's `ready()`."""
    register(
        Subject(
            label="cases.report",
            title=lambda report: report.reference,
            url=_page,
            url_for=_page_for,
            people=workers,
            worked_by=_worked_by,
            workable=Report.objects.triable_by,
        )
    )
    register_holder("cases.reportattachment", attached_files)
    register_quarantine_teller(tell_set_aside)
    register_target(REPORTS)
    register_loader("referral contacts", load_referrals)
    register_loader("message templates", load_templates)
    files = frozenset({Permission.REPORT_FILE})
    register_nav(NavItem(_("Report an incident"), "reports:new", files, order=20))
    register_nav(NavItem(_("Your reports"), "reports:list", files, order=21))
    register_panel(
        "report_questions",
        WorkPanel(_("Questions for you"), _questions, files, order=5),
    )
    register_panel(
        "report_drafts", WorkPanel(_("Drafts"), _drafts, files, order=40, more="reports:list")
    )
