"""A release that anybody may read."""

from datetime import date

import pytest

from cases.summaries.actions import approve, prepare
from tests.cases.summaries import rows


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
