"""Releases of the tests: prepared by one lead, decided on by another."""

from datetime import date

from cases.summaries.actions import approve, ask_withdrawal, confirm_withdrawal, prepare
from tests.cases.summaries import rows

CUTOFF, EARLIER = date(2026, 9, 30), date(2026, 6, 30)
REPORTS = "reports-by-department-and-quarter"
WHY = {
    "public_en": "A place was counted twice.",
    "public_fr": "Un lieu a été compté deux fois.",
    "public_ht": "Yo te konte yon kote de fwa.",
}


def when(hour):
    return rows.at(f"2026-10-05T{hour:02}:00")


def released(lead, lead2, hour, cutoff=CUTOFF, corrects=None):
    draft = prepare(cutoff=cutoff, by=lead, corrects=corrects, now=when(hour))
    return approve(release=draft, by=lead2, now=when(hour))


def withdrawn(release, lead, lead2, hour=12):
    asked = ask_withdrawal(release=release, by=lead, reason="wrong", now=when(hour), **WHY)
    return confirm_withdrawal(withdrawal=asked, by=lead2, now=when(hour))
