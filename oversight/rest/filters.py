"""Filters that lists of several slices share."""

from datetime import UTC, date, datetime, time
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters.fields import IsoDateTimeField

FIRST_YEAR, LAST_YEAR = 1900, 9998


def start_of(day: date) -> datetime:
    """The first instant of a day in Haiti."""
    return timezone.make_aware(datetime.combine(day, time.min))


class InstantField(IsoDateTimeField):
    """An instant that is still a date in every time zone."""

    def to_python(self, value: Any) -> Any:
        try:
            found = super().to_python(value)
            year = found.astimezone(UTC).year if found else FIRST_YEAR
        except OverflowError:
            year = 0
        if not FIRST_YEAR <= year <= LAST_YEAR:
            message = _("Enter an instant between the years %(first)d and %(last)d.")
            years = {"first": FIRST_YEAR, "last": LAST_YEAR}
            raise ValidationError(message, code="out_of_range", params=years)
        return found


class InstantFilter(django_filters.IsoDateTimeFilter):
    """An instant as ISO 8601 writes it."""

    field_class = InstantField
