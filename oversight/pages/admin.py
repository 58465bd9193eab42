"""What the admin site is made of beside its lists: menu, first page, badges in columns."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oversight.authority.rules import holds
from oversight.pages.rules import shortened
from oversight.subjects.rules import WorkPanel, work_panels
from oversight.templatetags.pages import due as due_context

# Which list stands where in the menu, and its picture. What is not named here follows at the end.
MENU = (
    (
        gettext_lazy("Casework"),
        {
            "cases.Report": "inbox",
            "cases.Case": "folder_open",
            "cases.Allegation": "gavel",
            "cases.Finding": "fact_check",
            "cases.MessageTemplate": "chat",
            "oversight.Deadline": "schedule",
            "oversight.Notice": "notifications",
        },
    ),
    (
        gettext_lazy("Figures"),
        {
            "cases.Release": "publish",
            "oversight.ExportJob": "download",
            "oversight.ImportRun": "upload",
        },
    ),
    (
        gettext_lazy("Mandate and mission"),
        {
            "mission.Instrument": "menu_book",
            "mission.Provision": "article",
            "mission.Place": "location_on",
            "mission.Mission": "shield",
        },
    ),
    (
        gettext_lazy("Force and vetting"),
        {
            "mission.Personnel": "badge",
            "mission.Check": "verified_user",
            "mission.Certification": "workspace_premium",
            "mission.Concern": "report",
            "mission.Scheme": "rule",
            "mission.Authorisation": "how_to_reg",
            "mission.Override": "key",
            "mission.Arrival": "flight_land",
            "mission.Breach": "warning",
            "mission.RosterUpload": "upload_file",
            "mission.Rotation": "sync",
            "mission.TrainingModule": "school",
            "mission.TrainingSession": "event",
            "mission.TrainingResult": "task_alt",
            "mission.ModuleChangeRequest": "edit_note",
            "mission.Unit": "group",
            "mission.Contingent": "groups",
            "mission.State": "flag",
            "mission.StrengthStatement": "bar_chart",
            "mission.Participation": "handshake",
        },
    ),
    (
        gettext_lazy("Office"),
        {
            "oversight.User": "person",
            "oversight.RoleGrant": "badge",
            "oversight.Organisation": "apartment",
            "oversight.ApiToken": "key",
            "oversight.Vocabulary": "list",
            "oversight.Term": "sell",
            "oversight.DeadlineRule": "timer",
            "oversight.OfficeDay": "event",
            "cases.ReferralContact": "support",
            "oversight.Event": "history",
        },
    ),
)
OTHER = "list_alt"


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """The menu: "your work", then every list this person may open, in the order of `MENU`."""
    lists = _lists(request)
    start = {"title": _("Your work"), "link": reverse("admin:index"), "icon": "home"}
    groups = [{"items": [{**start, "active": _is_start}]}]
    for title, labels in MENU:
        items = [_item(lists.pop(label), icon) for label, icon in labels.items() if label in lists]
        groups.append({"title": title, "items": items, "separator": True})
    rest = [_item(found, OTHER) for found in lists.values()]
    groups.append({"title": _("More"), "items": rest, "separator": True})
    return [group for group in groups if group["items"]]


def _is_start(request: HttpRequest) -> bool:
    return request.path == reverse("admin:index")


def _lists(request: HttpRequest) -> dict[str, dict[str, Any]]:
    apps = admin.site.get_app_list(request)
    return {
        entry["model"]._meta.label: entry
        for app in apps
        for entry in app["models"]
        if entry.get("admin_url")
    }


def _item(entry: dict[str, Any], icon: str) -> dict[str, Any]:
    return {"title": entry["name"], "link": entry["admin_url"], "icon": icon}


def first_page(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What waits for this person comes first, then the lists."""
    panels = [panel for panel in work_panels() if holds(request.user, *panel.permissions)]
    work = [_panel(panel, request) for panel in panels]
    menu = [group for group in sidebar(request) if group.get("title")]
    waiting = [panel for panel in work if panel["rows"]]
    return {**context, "title": _("Your work"), "work": waiting, "menu": menu}


def _panel(panel: WorkPanel, request: HttpRequest) -> dict[str, Any]:
    return shortened(panel.title, list(panel.rows(request.user)), panel.more_url)


def status_badge(label: str, tone: str = "neutral") -> str:
    """A status for a column of a list: word, shape, colour."""
    return render_to_string("partials/status.html", {"label": label, "tone": tone})


def due_badge(at: datetime | None, met_at: datetime | None = None, paused: bool = False) -> str:
    """A clock for a column of a list."""
    return render_to_string("partials/due.html", due_context(at, met_at, paused))
