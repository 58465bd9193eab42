"""Reports and cases of the tests: those of the two slices below."""

import pytest

from cases.triage import actions
from tests.cases.casework.conftest import (
    accused,
    adopted,
    alleged,
    investigated,
    kenya,
    opened,
    proposed,
    provision,
    report,
)

__all__ = [
    "accused",
    "adopted",
    "alleged",
    "investigated",
    "kenya",
    "opened",
    "proposed",
    "provision",
    "report",
]


@pytest.fixture
def start(reviewer):
    """A job of the reviewer that waits for its worker."""

    def begin(rows, action="accept", by=reviewer, **typed):
        data = {name: [value] for name, value in typed.items()}
        ids = [row.pk for row in rows]
        return actions.start_job(
            screen="cases.report", action=action, ids=ids, data=data, by=by, language="en"
        )

    return begin
