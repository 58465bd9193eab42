"""Reports and cases to follow."""

import pytest

from cases.casework import actions as casework
from cases.reports.actions import file_report
from tests.cases.casework.conftest import BODY


@pytest.fixture
def file(monitor):
    def one(by=monitor, **changes):
        return file_report(by=by, data=BODY | changes, channel="api")[0]

    return one


@pytest.fixture
def opened(file, lead):
    def one(by=lead, **told):
        return casework.open_case(reports=[file(**told)], by=by, title="Market")

    return one
