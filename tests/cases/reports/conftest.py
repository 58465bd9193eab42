"""Reports of the tests."""

from collections.abc import Callable
from typing import Any

import pytest

from cases.reports.actions import file_report
from cases.reports.models import Report
from oversight.accounts.models import User
from tests.cases.reports.bodies import body


@pytest.fixture
def filed(monitor: User) -> Callable[..., Report]:
    """Files a report by the monitor; keyword arguments change the body."""

    def file(by: User = monitor, **changes: Any) -> Report:
        return file_report(by=by, data=body(**changes), channel="api")[0]

    return file
