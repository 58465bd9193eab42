"""Filters that a person keeps under a name."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.triage.models import SavedFilter
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import NotPermitted, RuleBroken, holds, refuse

MOST_FILTERS = 30


def _require_part(by: Any) -> None:
    if not holds(by, Permission.REPORT_TRIAGE, Permission.CASE_SEE):
        refuse()


def _own(row: SavedFilter, by: Any) -> SavedFilter:
    """The locked row, if it is the person's own."""
    row = SavedFilter.objects.select_for_update(of=("self",)).get(pk=row.pk)
    _require_part(by)
    if row.owner_id != by.pk:
        raise NotPermitted("not_yours", _("Only who saved a filter changes it."))
    return row


def _check_name(by: Any, name: str, list: str, keep: Any = None) -> None:
    same = SavedFilter.objects.filter(owner=by, list=list, name__iexact=name).exclude(pk=keep)
    if same.exists():
        raise RuleBroken(
            "name_taken", _("You have a filter of this name. Choose another."), "/name"
        )


def _check_sharing(by: Any, query: str) -> None:
    """What is searched for may be a name; it does not go round the office."""
    if not holds(by, Permission.RELEASE_APPROVE):
        raise NotPermitted("not_permitted", _("A lead shares filters with the whole office."))
    if "q" in QueryDict(query):
        raise RuleBroken(
            "words_in_it", _("A filter that searches for words stays your own."), "/is_shared"
        )


@transaction.atomic
def save_filter(
    *, name: str, list: str, query: str, by: Any, now: datetime | None = None
) -> SavedFilter:
    """Keep the present narrowing of a list. `query` holds only filters of that list."""
    _require_part(by)
    name = name.strip()
    _check_name(by, name, list)
    if SavedFilter.objects.filter(owner=by, list=list).count() >= MOST_FILTERS:
        text = _("You keep %(most)s filters of this list. Remove one first.")
        raise RuleBroken("too_many", text % {"most": MOST_FILTERS})
    row = SavedFilter(owner=by, list=list, name=name, query=query, created_at=now or timezone.now())
    row.full_clean()
    row.save(force_insert=True)
    audit.record(type="filter.saved", by=by, target=row, changes={"list": (None, list)}, now=now)
    return row


@transaction.atomic
def edit_filter(
    *,
    saved: SavedFilter,
    name: str,
    is_shared: bool,
    is_first: bool,
    by: Any,
    now: datetime | None = None,
) -> SavedFilter:
    """Its name, whether the office has it, whether the list opens with it (one does)."""
    row = _own(saved, by)
    _check_name(by, name.strip(), row.list, keep=row.pk)
    if is_shared and not row.is_shared:
        _check_sharing(by, row.query)
    if is_first and not row.is_first:
        SavedFilter.objects.filter(owner=by, list=row.list, is_first=True).update(is_first=False)
    new = {"name": name.strip(), "is_shared": is_shared, "is_first": is_first}
    changes = {
        field: (getattr(row, field), value)
        for field, value in new.items()
        if getattr(row, field) != value
    }
    for field, value in new.items():
        setattr(row, field, value)
    row.full_clean()
    row.save()
    if changes:
        audit.record(type="filter.edited", by=by, target=row, changes=changes, now=now)
    return row


@transaction.atomic
def remove_filter(*, saved: SavedFilter, by: Any, now: datetime | None = None) -> None:
    """It is gone for everybody who used it; the list is as it was."""
    row = _own(saved, by)
    audit.record(type="filter.removed", by=by, target=row, now=now)
    row.delete()
