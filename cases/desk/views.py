""" "Your work": where everybody starts who is signed in."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases.desk.columns import address, clocks, news
from cases.desk.columns.office import LEADS
from oversight.authority.choices import Permission
from oversight.authority.rules import ROLES, holds
from oversight.deadlines.columns import work_rows
from oversight.pages.rules import shortened
from oversight.subjects.rules import office_sections, work_panels


@require_safe
@never_cache
@login_required
def work(request: HttpRequest) -> HttpResponse:
    """What is overdue, due today and new; then what waits, by what the person may do."""
    user = request.user
    due = clocks(user)
    office = address("admin:index") if getattr(user, "is_staff", False) else ""
    clocks_url = address("admin:oversight_deadline_changelist") if office else ""
    lists = [
        shortened(_("Overdue"), due["overdue"], clocks_url),
        shortened(_("Due today"), due["today"], clocks_url),
        shortened(_("New for you"), news(user), address("deadlines:notices")),
        *_panels(user, {row["url"] for row in due["overdue"]}),
        shortened(_("Due later"), due["later"], clocks_url),
    ]
    context = {
        "lists": [entry for entry in lists if entry["rows"]],
        "file_url": address("reports:new") if holds(user, Permission.REPORT_FILE) else "",
        "own_url": address("reports:list") if holds(user, Permission.REPORT_FILE) else "",
        "admin_url": office,
        "roles": [ROLES[held.role] for held in getattr(user, "held", ())],
    }
    return render(request, "cases/desk/work.html", context)


def _panels(user: Any, above: set[str]) -> list[dict[str, Any]]:
    """The blocks other slices brought; clocks that stand above are not said twice."""
    return [
        shortened(
            panel.title,
            [r for r in panel.rows(user) if not (r.get("due") and r["url"] in above)],
            panel.more_url,
        )
        for panel in work_panels()
        if panel.rows is not work_rows and holds(user, *panel.permissions)
    ]


@require_safe
@never_cache
@login_required
def office(request: HttpRequest) -> HttpResponse:
    """The office at a glance, for leads: each section is one query, each figure leads to its list."""
    if not holds(request.user, *LEADS):
        raise PermissionDenied
    sections = [s for s in office_sections() if holds(request.user, *s.permissions)]
    tables = [{"title": section.title, **section.table(request.user)} for section in sections]
    return render(request, "cases/desk/office.html", {"sections": tables})
