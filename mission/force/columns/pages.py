"""Where a record of the force stands, and how long something counts, in words."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def page_of(row: Any) -> str:
    """The address of a record's page in the admin."""
    return reverse(f"admin:mission_{row._meta.model_name}_change", args=[row.pk])


def span(start: date, end: date | None) -> str:
    """From a day to another, both included; without an end says so."""
    if end is None:
        return _("from %(start)s, without an end") % {"start": date_format(start)}
    return _("%(start)s to %(end)s") % {"start": date_format(start), "end": date_format(end)}
