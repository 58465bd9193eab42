"""The lists of "your work". Each takes a fixed number of queries, however much there is."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.reports.choices import ReportStatus
from cases.reports.models import Report
from cases.summaries.columns import figures_as_of
from cases.summaries.models import Release
from oversight.accounts.models import RoleGrant, User
from oversight.audit.models import Event
from oversight.authority.choices import Permission as P
from oversight.deadlines.columns import name_of, notice_rows, visible_records, work_rows
from oversight.deadlines.models import Deadline, Notice
from oversight.subjects.rules import (
    NavItem,
    WorkPanel,
    register_nav,
    register_panel,
    registered,
    subject_of,
)

Row = dict[str, Any]
SHOWN = 10
MANY = 10_000
TONES = {
    ReportStatus.NEEDS_INFORMATION: "due",
    ReportStatus.ACCEPTED: "done",
    ReportStatus.SUBMITTED: "waiting",
}


def address(name: str, query: str = "") -> str:
    """The address of a page, or "" where this office has no such page."""
    try:
        return reverse(name) + query
    except NoReverseMatch:
        return ""


def _page_of(record: Any, user: Any) -> str:
    try:
        return subject_of(record._meta.label_lower).link(record, user)
    except NoReverseMatch:
        return ""


def clocks(user: Any) -> dict[str, list[Row]]:
    """The clocks of what the person works on: overdue, due today, later."""
    lists: dict[str, list[Row]] = {"overdue": [], "today": [], "later": []}
    today = timezone.localdate()
    for row in work_rows(user):
        due_today = timezone.localdate(row["due"]) == today
        lists["overdue" if row["overdue"] else "today" if due_today else "later"].append(row)
    return lists


def news(user: Any) -> list[Row]:
    """Notices the person has not read."""
    notices = Notice.objects.visible_to(user).unread().select_related("deadline__rule")
    return [
        {
            "title": row["name"],
            "url": row["url"],
            "note": row["notice"].get_kind_display(),
        }
        for row in notice_rows(list(notices[:SHOWN]), user)
    ]


def _report_rows(reports: Iterable[Report], user: Any) -> list[Row]:
    """Reference and status, no more: a phone may be searched."""
    return [
        {
            "title": report.reference,
            "url": _page_of(report, user),
            "label": report.get_status_display(),
            "tone": TONES.get(ReportStatus(report.status), "neutral"),
        }
        for report in reports
    ]


def own_reports(user: Any) -> list[Row]:
    """What the person sent last; what waits for an answer stands in a list of its own."""
    rows = Report.objects.filed_by_person(user).exclude(status=ReportStatus.NEEDS_INFORMATION)
    return _report_rows(rows.order_by("-filed_at", "-id")[:5], user)


def _one(title: str, url: str, note: "str | Promise" = "") -> list[Row]:
    return [{"title": title, "url": url, "note": note}]


def queue(user: Any) -> list[Row]:
    """How many reports wait for a decision the person may take."""
    waiting = Report.objects.triable_by(user).waiting()
    count = waiting.order_by()[: MANY + 1].count()
    if not count:
        return []
    title = ngettext(
        "%(count)s report waits for a decision", "%(count)s reports wait for a decision", count
    ) % {"count": _("more than %(limit)s") % {"limit": MANY} if count > MANY else count}
    return _one(title, address("admin:cases_report_changelist"))


def given_reports(user: Any) -> list[Row]:
    """Reports the person was asked to decide."""
    open_ones = (ReportStatus.SUBMITTED, ReportStatus.NEEDS_INFORMATION)
    rows = Report.objects.triable_by(user).assigned_to(user).filter(status__in=open_ones)
    return _report_rows(rows.order_by("filed_at", "id")[:SHOWN], user)


def overdue_in_office(user: Any) -> list[Row]:
    """The longest overdue clocks of everything the person may see."""
    found = Deadline.objects.visible_to(user).overdue(timezone.now()).select_related("rule")
    found = list(found.order_by("due_at", "pk")[:SHOWN])
    records = visible_records(((c.subject_label, c.subject_id) for c in found), user)
    kinds = {kind.label: kind for kind in registered()}
    return [
        {
            "title": name_of(kinds[clock.subject_label], record),
            "url": kinds[clock.subject_label].link(record, user),
            "note": clock.rule.label,
            "due": clock.due_at,
        }
        for clock in found
        if (record := records.get((clock.subject_label, clock.subject_id)))
    ]


def grants_to_approve(user: Any) -> list[Row]:
    """Roles that wait for a lead; administrators see that they wait."""
    waiting = RoleGrant.objects.visible_to(user).filter(
        awaits_approval=True, revoked_at__isnull=True
    )
    return [
        {
            "title": grant.user.name,
            "url": reverse("admin:oversight_user_change", args=[grant.user_id]),
            "note": grant.get_role_display(),
        }
        for grant in waiting.select_related("user").order_by("granted_at", "id")[:SHOWN]
    ]


def latest_figures(user: Any) -> list[Row]:
    """The last release, and how to pull it."""
    release = Release.objects.visible_to(user).current().first()
    docs = _one(
        _("Pull figures by program"),
        address("pages:api"),
        _("Every table as JSON or CSV; an unchanged table costs no transfer."),
    )
    if release is None:
        return docs
    title = figures_as_of(release)
    approved = timezone.localtime(release.approved_at) if release.approved_at else None
    note = _("Approved on %(day)s") % {"day": date_format(approved, "j F Y")}
    return _one(title, address("summaries:figures"), note) + docs


def recent_events(user: Any) -> list[Row]:
    """How much was done since this time yesterday."""
    since = timezone.now() - timedelta(days=1)
    count = Event.objects.visible_to(user).filter(at__gte=since).order_by()[: MANY + 1].count()
    title = ngettext(
        "%(count)s event in the last 24 hours", "%(count)s events in the last 24 hours", count
    ) % {"count": _("more than %(limit)s") % {"limit": MANY} if count > MANY else count}
    return _one(title, address("admin:oversight_event_changelist"))


def never_signed_in(user: Any) -> list[Row]:
    """Accounts whose invitation nobody followed."""
    rows = User.objects.visible_to(user).filter(is_active=True, last_login__isnull=True)
    count = rows.order_by()[: MANY + 1].count()
    if not count:
        return []
    title = ngettext(
        "%(count)s person has not signed in yet", "%(count)s people have not signed in yet", count
    ) % {"count": count}
    return _one(title, address("admin:oversight_user_changelist"))


def without_role(user: Any) -> list[Row]:
    """Accounts that can sign in and do nothing."""
    running = RoleGrant.objects.visible_to(user).running(timezone.localdate())
    waiting = RoleGrant.objects.visible_to(user).filter(
        awaits_approval=True, revoked_at__isnull=True
    )
    rows = User.objects.visible_to(user).filter(is_active=True)
    rows = rows.exclude(pk__in=running.values("user")).exclude(pk__in=waiting.values("user"))
    count = rows.order_by()[: MANY + 1].count()
    if not count:
        return []
    title = ngettext("%(count)s account has no role", "%(count)s accounts have no role", count) % {
        "count": count
    }
    return _one(title, address("admin:oversight_user_changelist", "?role=none&is_active__exact=1"))


def lists_to_keep(user: Any) -> list[Row]:
    """What an administrator keeps up to date."""
    pages = (
        (_("Vocabularies"), "admin:oversight_vocabulary_changelist"),
        (_("Deadline rules"), "admin:oversight_deadlinerule_changelist"),
        (_("Users"), "admin:oversight_user_changelist"),
    )
    return [{"title": title, "url": url} for title, name in pages if (url := address(name))]


Panel = tuple[str, Any, Callable[[Any], list[Row]], P, int]
# Where a block has more rows than it shows.
MORE = {
    "given reports": "admin:cases_report_changelist?tab=mine",
    "office": "admin:oversight_deadline_changelist",
    "own reports": "reports:list",
}

PANELS: tuple[Panel, ...] = (
    ("queue", gettext_lazy("Reports to decide"), queue, P.REPORT_TRIAGE, 20),
    ("given reports", gettext_lazy("Reports given to you"), given_reports, P.REPORT_TRIAGE, 21),
    ("grants", gettext_lazy("Roles to approve"), grants_to_approve, P.GRANT_APPROVE, 45),
    ("waiting grants", gettext_lazy("Roles waiting"), grants_to_approve, P.ACCOUNT_MANAGE, 45),
    ("office", gettext_lazy("Overdue in the office"), overdue_in_office, P.RELEASE_APPROVE, 55),
    ("figures", gettext_lazy("Figures"), latest_figures, P.FIGURES_PULL, 60),
    ("events", gettext_lazy("Events"), recent_events, P.EVENT_SEE, 60),
    ("invited", gettext_lazy("Invitations"), never_signed_in, P.ACCOUNT_MANAGE, 62),
    ("no role", gettext_lazy("Accounts without a role"), without_role, P.ACCOUNT_MANAGE, 61),
    ("lists", gettext_lazy("Lists to keep up to date"), lists_to_keep, P.ACCOUNT_MANAGE, 65),
    ("own reports", gettext_lazy("What you sent"), own_reports, P.REPORT_FILE, 70),
)


def register_desk() -> None:
    """Called by the app's configuration."""
    for name, title, rows, permission, order in PANELS:
        register_panel(
            name, WorkPanel(title, rows, frozenset({permission}), order, MORE.get(name, ""))
        )
    register_nav(NavItem(gettext_lazy("Your work"), "desk:work", frozenset(P), order=10))
