"""Reports and cases of the tests, and somebody who leaves."""

import pytest

from oversight.accounts.actions import suspend_user
from oversight.accounts.models import User
from tests.cases.casework.conftest import alleged, kenya, opened, proposed, provision, report
from tests.cases.desk.leaving import WHY

__all__ = ["alleged", "kenya", "opened", "proposed", "provision", "report"]


@pytest.fixture
def leave(administrator):
    """Suspends somebody; gives the person as they are then."""

    def suspend(person):
        suspend_user(user=person, by=administrator, reason=WHY)
        return User.objects.get(pk=person.pk)

    return suspend
