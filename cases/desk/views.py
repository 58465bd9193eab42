""" "Your work": where everybody starts who is signed in."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases.desk.columns import address, clocks, news
from oversight.authority.choices import Permission
from oversight.authority.rules import ROLES, holds
from oversight.deadlines.columns import work_rows
from oversight.subjects.rules import work_panels

SHOWN = 6


@require_safe
@never_cache
@login_required
def work(request: HttpRequest) -> HttpResponse:
    """What is overdue, due today and new; then what waits, by what the person may do."""
    user = request.user
    due = clocks(user)
    lists = [
        {"title": _("Overdue"), "rows": due["overdue"]},
        {"title": _("Due today"), "rows": due["today"]},
        {"title": _("New for you"), "rows": news(user), "more_url": address("deadlines:notices")},
        *_panels(user, {row["url"] for row in due["overdue"]}),
        {"title": _("Due later"), "rows": due["later"]},
    ]
    office = address("admin:index") if getattr(user, "is_staff", False) else ""
    context = {
        "lists": [_shortened(entry, office) for entry in lists if entry["rows"]],
        "file_url": address("reports:new") if holds(user, Permission.REPORT_FILE) else "",
        "own_url": address("reports:list") if holds(user, Permission.REPORT_FILE) else "",
        "admin_url": office,
        "roles": [ROLES[held.role] for held in getattr(user, "held", ())],
    }
    return render(request, "cases/desk/work.html", context)


def _panels(user: Any, above: set[str]) -> list[dict[str, Any]]:
    """The blocks other slices brought; clocks that stand above are not said twice."""
    return [
        {
            "title": panel.title,
            "rows": [r for r in panel.rows(user) if not (r.get("due") and r["url"] in above)],
        }
        for panel in work_panels()
        if panel.rows is not work_rows and holds(user, *panel.permissions)
    ]


def _shortened(entry: dict[str, Any], office: str) -> dict[str, Any]:
    """The first few; the office has them all."""
    if len(entry["rows"]) <= SHOWN:
        return entry
    return {"more_url": office} | entry | {"rows": entry["rows"][:SHOWN]}
