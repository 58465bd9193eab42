"""The page of leads, section by section.

Each section is one query, however much there is, over rows that `visible_to` the reader; each figure
leads to the list it counts.
"""

from typing import Any

from django.db.models import CharField, Count, Min, Value
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.casework.models import Finding
from cases.desk.columns.figures import Table, day_cell
from cases.desk.columns.flow import ageing, inflow
from cases.desk.columns.people import overdue, workload
from cases.reports.models import Report
from cases.summaries.models import Release, Withdrawal
from cases.triage.filters import with_proposal
from oversight.accounts.models import FactorReset, RoleGrant
from oversight.authority.choices import Permission as P
from oversight.authority.rules import holds
from oversight.deadlines.models import Extension
from oversight.subjects.columns import cell
from oversight.subjects.rules import (
    Approval,
    NavItem,
    OfficeSection,
    approvals,
    listed_at,
    register_approval,
    register_nav,
    register_section,
)

# Who releases figures answers for all cases: a lead.
LEADS = frozenset({P.RELEASE_APPROVE})


def waiting(user: Any) -> Table:
    """How much waits for a second person, and since when."""
    kinds = {n: kind for n, kind in approvals().items() if holds(user, *kind.permissions)}
    parts = [
        kind.waiting(user)
        .order_by()
        .annotate(kind=Value(name, output_field=CharField()))
        .values("kind")
        .annotate(n=Count("pk"), oldest=Min(kind.since))
        .values_list("kind", "n", "oldest")
        for name, kind in kinds.items()
    ]
    found = {}
    if parts:
        rows = parts[0].union(*parts[1:], all=True)
        found = {name: (count, oldest) for name, count, oldest in rows if count}
    return {
        "corner": _("What waits"),
        "columns": [_("Waiting"), _("Since")],
        "rows": [_waiting_row(kind, *found[name]) for name, kind in kinds.items() if name in found],
        "empty": _("Nothing waits for a second person."),
        "note": _("What you asked for or proposed yourself is not counted: others decide on it."),
    }


def _waiting_row(kind: Approval, count: int, oldest: Any) -> Table:
    url = listed_at(kind.more)
    return {
        "label": kind.title,
        "url": url,
        "cells": [cell(count, url, "due"), day_cell(oldest)],
    }


def _grants(user: Any) -> Any:
    rows = RoleGrant.objects.visible_to(user).filter(awaits_approval=True, revoked_at__isnull=True)
    return rows.exclude(granted_by=user.pk).exclude(user=user.pk)


def _resets(user: Any) -> Any:
    waiting = FactorReset.objects.visible_to(user).waiting(timezone.now())
    return waiting.exclude(user=user.pk).exclude(asked_by=user.pk)


def _proposals(user: Any) -> Any:
    return with_proposal(Report.objects.triable_by(user)).exclude(last_by=user.pk)


def _findings(user: Any) -> Any:
    return Finding.objects.visible_to(user).awaiting().exclude(proposed_by=user.pk)


APPROVALS: tuple[tuple[str, Any, Any, str, P, str], ...] = (
    (
        *("withdrawals", gettext_lazy("Figures to withdraw")),
        *(lambda user: Withdrawal.objects.visible_to(user).to_decide(user), "asked_at"),
        *(P.RELEASE_APPROVE, "admin:cases_release_changelist?state__exact=approved"),
    ),
    (
        *("releases", gettext_lazy("Figures to approve")),
        *(lambda user: Release.objects.visible_to(user).to_decide(user), "prepared_at"),
        *(P.RELEASE_APPROVE, "admin:cases_release_changelist?state__exact=draft"),
    ),
    (
        *("extensions", gettext_lazy("Extensions to approve")),
        *(lambda user: Extension.objects.to_decide(user), "asked_at"),
        *(P.DEADLINE_MANAGE, "admin:oversight_deadline_changelist?state=asked"),
    ),
    (
        *("proposals", gettext_lazy("Reports to decline: a second person")),
        *(_proposals, "proposed_at"),
        *(P.REPORT_TRIAGE, "admin:cases_report_changelist?tab=all&proposed=True"),
    ),
    (
        *("findings", gettext_lazy("Findings to adopt")),
        *(_findings, "proposed_at"),
        *(P.FINDING_ADOPT, "admin:cases_case_changelist?tab=open&finding=True"),
    ),
    (
        *("grants", gettext_lazy("Roles to approve"), _grants, "granted_at", P.GRANT_APPROVE),
        "admin:oversight_user_changelist?role=waits",
    ),
    (
        *("resets", gettext_lazy("Resets to approve"), _resets, "asked_at", P.GRANT_APPROVE),
        "admin:oversight_user_changelist?role=reset",
    ),
)


SECTIONS = (
    ("waiting", gettext_lazy("What waits for a second person"), waiting),
    ("overdue", gettext_lazy("Overdue"), overdue),
    ("workload", gettext_lazy("Who has how much"), workload),
    ("ageing", gettext_lazy("How long cases have been open"), ageing),
    ("inflow", gettext_lazy("Reports that came in"), inflow),
)


def register_office() -> None:
    """Called by the app's configuration."""
    for order, (name, title, table) in enumerate(SECTIONS, 1):
        register_section(name, OfficeSection(title, table, LEADS, order * 10))
    for order, (name, title, rows, since, permission, more) in enumerate(APPROVALS, 1):
        kind = Approval(title, rows, since, frozenset({permission}), order * 10, more)
        register_approval(name, kind)
    register_nav(NavItem(gettext_lazy("The office"), "desk:office", LEADS, order=15))
