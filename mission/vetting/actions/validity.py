"""The stretches of days on which checks count."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q

from mission.vetting.models import Check, Validity

ONE_DAY = timedelta(days=1)


def stretch(check: Check) -> Validity:
    """The days on which this check counts, not saved."""
    return Validity(
        check_of=check,
        scheme_id=check.scheme_id,
        personnel_id=check.personnel_id,
        unit_id=check.unit_id,
        from_on=check.valid_from,  # type: ignore[misc]
        until_on=check.valid_until,
        expires_on=check.valid_until,
    )


def open_validity(check: Check) -> Validity:
    """From its first day the check counts; an earlier one of the scheme gives way to it."""
    same = Validity.objects.filter(scheme=check.scheme, personnel=check.personnel, unit=check.unit)
    end(same, check.valid_from)
    found = stretch(check)
    found.full_clean()
    found.save(force_insert=True)
    return found


def close(check: Check, day: date) -> None:
    """From that day on the check no longer counts; the days before keep their truth."""
    end(check.validities.all(), day)


def end(rows: Iterable[Validity], day: date | None) -> None:
    """End what counts on that day or after it with the day before."""
    running = rows.filter(Q(until_on__isnull=True) | Q(until_on__gte=day))  # type: ignore[attr-defined]
    running.filter(from_on__gte=day).delete()
    running.update(until_on=day - ONE_DAY)  # type: ignore[operator]
