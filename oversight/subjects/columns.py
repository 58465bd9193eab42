"""What rests on whom: for the page that hands it over, for "your work", for a person's page."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oversight.accounts.models import RoleGrant, User
from oversight.authority.choices import Permission
from oversight.authority.rules import ROLES, holds
from oversight.subjects.rules import Holding, holdings, subject_of

Row = dict[str, Any]
# Rows of one kind on one page; what follows comes when these are handed over.
SHOWN = 40
# An administrator learns no smaller number than this: a small one tells of single records.
FEW = 5


def link(view: str, **query: Any) -> str:
    """A list, narrowed."""
    return f"{reverse(view)}?{urlencode(query)}"


def cell(value: int, url: str = "", tone: str = "") -> Row:
    """A figure of a table on the page of leads; nought leads nowhere."""
    return {"value": value, "url": url if value else "", "tone": tone if value else ""}


def handed_by(reader: Any) -> dict[str, Holding]:
    """The kinds of work that this reader may hand over."""
    return {
        name: kind
        for name, kind in holdings().items()
        if kind.hand_over and holds(reader, kind.permission)
    }


def page_of(person: User) -> str:
    return reverse("subjects:hand_over", args=[person.pk])


def able(permission: Permission) -> QuerySet[User]:
    """People with an open account and a running role that holds the permission."""
    roles = [role.code for role in ROLES.values() if permission in role.permissions]
    running = RoleGrant.objects.running(timezone.localdate()).filter(role__in=roles)
    return User.objects.active().filter(pk__in=running.values("user"))


def left_behind(reader: Any) -> list[Row]:
    """People who can no longer do the work that rests on them, as rows of "your work"."""
    counts: Counter[Any] = Counter()
    for kind in handed_by(reader).values():
        if kind.holders is None:
            continue
        at_work = set(able(kind.permission).values_list("pk", flat=True))
        for pk, number in kind.holders(reader):
            if pk not in at_work:
                counts[pk] += number
    people = User.objects.get_queryset().filter(pk__in=list(counts)).order_by("name")
    return [
        {"title": person.name, "url": page_of(person), "note": _records(counts[person.pk])}
        for person in people
    ]


def _records(number: int) -> str:
    return ngettext(
        "%(count)s record waits for somebody else.",
        "%(count)s records wait for somebody else.",
        number,
    ) % {"count": number}


def rests_on(person: User, reader: Any) -> list[Row]:
    """Each kind that the reader may hand over, with its first rows and who can take each."""
    return [_kind(name, kind, person, reader) for name, kind in handed_by(reader).items()]


def _kind(name: str, kind: Holding, person: User, reader: Any) -> Row:
    found = kind.held_by(person, reader)
    total = found.count()
    rows = list(found[:SHOWN])
    people = kind.receivers(rows, person) if kind.receivers else {}
    subject = subject_of(kind.label)
    lines = [
        {
            "row": row,
            "key": f"{name}-{row.pk}",
            "title": subject.title(row),
            "url": subject.link(row, reader),
            "line": kind.line(row, person) if kind.line else "",
            "people": people.get(row.pk, []),
        }
        for row in rows
    ]
    return {"kind": kind, "lines": lines, "total": total, "more": total - len(rows)}


def stays(person: User, reader: Any) -> list[Row]:
    """Work that is not handed over, and what becomes of it; as far as the reader may see it."""
    found = []
    for kind in holdings().values():
        if kind.hand_over is None and holds(reader, kind.permission):
            number = kind.held_by(person, reader).count()
            if number:
                found.append({"title": kind.title, "number": number, "remark": kind.remark})
    return found


def work_of(person: User, reader: Any) -> Row:
    """For the page of a person: bare numbers for administrators, the way to hand over for leads."""
    lines: list[str] = []
    if not person.is_active and holds(reader, Permission.ACCOUNT_MANAGE):
        lines = [_number_line(kind, person) for kind in holdings().values()]
    return {"lines": lines, "url": page_of(person) if handed_by(reader) else ""}


def _number_line(kind: Holding, person: User) -> str:
    number = kind.held_by(person).order_by()[: 10 * FEW + 1].count()
    words: Any = number
    if not number:
        words = _("none")
    elif number < FEW:
        words = _("fewer than %(few)s") % {"few": FEW}
    elif number > 10 * FEW:
        words = _("more than %(limit)s") % {"limit": 10 * FEW}
    return _("%(kind)s: %(number)s") % {"kind": kind.title, "number": words}
