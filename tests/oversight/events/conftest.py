"""A case with a secret in every place, and events about it."""

import pytest

from cases.casework.models import Case
from cases.reports.models import Report
from oversight.audit.actions import record

SECRET = "Fiksyona Zaboka"


@pytest.fixture
def case(reviewer):
    return Case.objects.create(
        reference="C-7K3M-9QXD", title=SECRET, track="sea", opened_by=reviewer
    )


@pytest.fixture
def report(monitor):
    return Report.objects.create(
        reference="R-2B4D-6F8H",
        channel="web",
        filed_by=monitor,
        fingerprint="1",
        track="sea",
        narrative=SECRET,
        types=["rape"],
    )


@pytest.fixture
def events(case, report, reviewer, lead):
    """Six events: four about the case and the report, two about an account."""
    return [
        record(
            type="case.opened",
            by=reviewer,
            target=case,
            reason=f"because of {SECRET}",
            changes={
                "track": (None, "sea"),
                "status": (None, "assessment"),
                "title": (None, SECRET),
            },
        ),
        record(type="case.read", by=lead, target=case),
        record(
            type="identity.revealed",
            by=lead,
            target=report,
            reason=f"to call {SECRET}",
            changes={"field": (None, "source_contact")},
        ),
        record(
            type="report.filed",
            by=reviewer,
            target=report,
            changes={"track": (None, "sea"), "types": (None, ["rape"])},
        ),
        record(type="user.edited", by=lead, target=reviewer, changes={"language": ("fr", "ht")}),
        record(type="user.suspended", by=lead, target=reviewer, reason="left the office"),
    ]
