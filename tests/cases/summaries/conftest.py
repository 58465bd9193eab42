"""Releases that anybody may read."""

from datetime import date

import pytest

from cases.summaries.actions import approve, prepare
from tests.cases.summaries import rows
from tests.cases.summaries.releases import released


@pytest.fixture
def demo(settings):
    """Approval is possible in demonstration mode only."""
    settings.DEMO = True


@pytest.fixture
def release(demo, lead, lead2, monitor):
    now = rows.at("2026-10-05T09:00")
    rows.reports(6, by=monitor, filed="2026-08-01T10:00", pcode="HT01")
    rows.reports(2, by=monitor, filed="2026-08-01T10:00", pcode="HT05")
    draft = prepare(cutoff=date(2026, 9, 30), by=lead, now=now)
    return approve(release=draft, by=lead2, now=now)


@pytest.fixture
def two_quarters(monitor):
    """Reports enough to be shown."""
    rows.reports(20, by=monitor, filed="2026-05-01T10:00", pcode="HT01")
    rows.reports(20, by=monitor, filed="2026-08-01T10:00", pcode="HT01")
    rows.reports(20, by=monitor, filed="2026-08-01T10:00", pcode="HT02")


@pytest.fixture
def public(demo, two_quarters, lead, lead2):
    """A release that stands."""
    return released(lead, lead2, 9)
