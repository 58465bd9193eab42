"""What the product brings only to be replaced is said where the office is real."""

import pytest

from cases.desk.context import before_real_use
from cases.reports.models import ReferralContact

pytestmark = pytest.mark.django_db


def test_an_administrator_is_told_of_invented_contacts_until_they_are_replaced(
    client_of, administrator, reviewer, settings
):
    settings.DEMO = False
    assert "Before real use" in client_of(administrator).get("/desk/").content.decode()
    assert "Before real use" not in client_of(reviewer).get("/desk/").content.decode()
    settings.DEMO = True
    assert before_real_use(administrator) == []
    settings.DEMO = False
    ReferralContact.objects.update(fictional=False)
    assert before_real_use(administrator) == []
