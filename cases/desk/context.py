"""What the rest of the house is told about the work that rests on one person."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.casework.actions import hand_over
from cases.casework.actions.handing_over import successors
from cases.casework.models import Allegation, Case, CaseAccess, Finding
from cases.reports.actions.assigning import HELD
from cases.reports.actions.handing_over import replace_on_report
from cases.reports.choices import ReportStatus
from cases.reports.models import ReferralContact, Report
from cases.summaries.models import Release
from oversight.accounts.models import User
from oversight.authority.choices import Permission
from oversight.authority.rules import holds
from oversight.subjects.columns import left_behind
from oversight.subjects.rules import Holding, WorkPanel, register_holding, register_panel

ON_A_CASE = ("assigned", "focal_point")


def _cases(person: Any, reader: Any = None) -> Any:
    rows = Case.objects.open().assigned_to(person).order_by("opened_at", "pk")
    if reader is None:
        return rows
    allegations = Allegation.objects.select_related("contingent")
    return rows.visible_to(reader).prefetch_related("access", Prefetch("allegations", allegations))


def _case_holders(reader: Any) -> Iterable[tuple[Any, int]]:
    seen = Case.objects.visible_to(reader).open()
    rows = CaseAccess.objects.filter(kind__in=ON_A_CASE, ended_at__isnull=True, case__in=seen)
    return rows.order_by().values_list("user").annotate(number=Count("pk"))


def _case_line(case: Case, person: Any) -> str:
    kinds = [row for row in case.access.all() if row.user_id == person.pk and not row.ended_at]
    standing = kinds[0].get_kind_display() if kinds else ""
    return _("%(title)s – %(standing)s") % {"title": case.title, "standing": standing}


def _hand_case(
    *,
    row: Case,
    person: User,
    to: User,
    by: Any,
    reason: str,
    declared: bool,
    now: datetime | None,
) -> Any:
    return hand_over(
        case=row, of=person, to=to, by=by, reason=reason, declaration=declared, now=now
    )


def _reports(person: Any, reader: Any = None) -> Any:
    rows = Report.objects.all() if reader is None else Report.objects.triable_by(reader)
    return rows.assigned_to(person).filter(status__in=HELD).order_by("filed_at", "pk")


def _report_holders(reader: Any) -> Iterable[tuple[Any, int]]:
    rows = Report.objects.triable_by(reader).filter(status__in=HELD, assigned_to__isnull=False)
    return rows.order_by().values_list("assigned_to").annotate(number=Count("pk"))


def _report_receivers(reports: Sequence[Report], person: Any) -> dict[Any, list[User]]:
    """By report, who may decide on it: one query a person, however many reports."""
    keys = [report.pk for report in reports]
    everybody = User.objects.active().with_grants().exclude(pk=person.pk).order_by("name")
    found: dict[Any, list[User]] = {key: [] for key in keys}
    for user in everybody:
        if keys and holds(user, Permission.REPORT_TRIAGE):
            reached = Report.objects.triable_by(user).filter(pk__in=keys).exclude(filed_by=user)
            for key in reached.values_list("pk", flat=True):
                found[key].append(user)
    return found


def _report_line(report: Report, person: Any) -> str:
    return str(report.get_status_display())


def _hand_report(
    *,
    row: Report,
    person: User,
    to: User | None,
    by: User,
    reason: str,
    declared: bool,
    now: datetime | None,
) -> Report:
    return replace_on_report(report=row, person=person, to=to, by=by, reason=reason, now=now)


def _findings(person: Any, reader: Any = None) -> Any:
    rows = Finding.objects.all() if reader is None else Finding.objects.visible_to(reader)
    return rows.awaiting().filter(proposed_by=person.pk)


def _questions(person: Any, reader: Any = None) -> Any:
    rows = Report.objects.all() if reader is None else Report.objects.triable_by(reader)
    return rows.filed_by_person(person).filter(status=ReportStatus.NEEDS_INFORMATION)


def _drafts(person: Any, reader: Any = None) -> Any:
    rows = Release.objects.all() if reader is None else Release.objects.visible_to(reader)
    return rows.drafts().filter(prepared_by=person.pk)


HOLDINGS = {
    "cases": Holding(
        "cases.case",
        gettext_lazy("Cases"),
        _cases,
        Permission.CASE_ASSIGN,
        holders=_case_holders,
        line=_case_line,
        receivers=lambda cases, person: successors(cases=cases, person=person),
        hand_over=_hand_case,
        declares=True,
        order=10,
    ),
    "reports": Holding(
        "cases.report",
        gettext_lazy("Reports to decide"),
        _reports,
        Permission.REPORT_TRIAGE,
        holders=_report_holders,
        line=_report_line,
        receivers=_report_receivers,
        hand_over=_hand_report,
        may_return=True,
        order=20,
    ),
    "findings": Holding(
        "cases.finding",
        gettext_lazy("Findings proposed"),
        _findings,
        Permission.FINDING_ADOPT,
        gettext_lazy("A colleague adopts or returns them as usual; nothing needs handing over."),
        order=40,
    ),
    "questions": Holding(
        "cases.report",
        gettext_lazy("Questions this person was asked"),
        _questions,
        Permission.REPORT_TRIAGE,
        gettext_lazy("Nobody answers them now: decide with what there is."),
        order=50,
    ),
    "drafts": Holding(
        "cases.release",
        gettext_lazy("Figures prepared"),
        _drafts,
        Permission.RELEASE_APPROVE,
        gettext_lazy("Another lead approves the draft or prepares a new one."),
        order=60,
    ),
}


def before_real_use(user: Any) -> list[dict[str, Any]]:
    """What the product brings only to be replaced, where the office is no demonstration."""
    invented = ReferralContact.objects.filter(fictional=True, is_active=True)
    if settings.DEMO or not invented.exists():
        return []
    return [
        {
            "title": _("Replace the invented referral contacts"),
            "url": reverse("admin:cases_referralcontact_changelist"),
            "note": _("They are shown to people in danger. Write down the real ones first."),
        }
    ]


def tell_of_holdings() -> None:
    """Called once, by the app's `ready()`."""
    register_panel(
        "before real use",
        WorkPanel(
            gettext_lazy("Before real use"),
            before_real_use,
            frozenset({Permission.VOCABULARY_MANAGE}),
            order=12,
        ),
    )
    for name, holding in HOLDINGS.items():
        register_holding(name, holding)
    register_panel(
        "left behind",
        WorkPanel(
            gettext_lazy("Work to hand over"),
            left_behind,
            frozenset({Permission.CASE_ASSIGN}),
            order=15,
        ),
    )
