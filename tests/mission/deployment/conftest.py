"""An officer at work, and a worker behind."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mission.deployment import actions
from mission.deployment.models import RosterUpload
from tests.mission.deployment.rosters_of_tests import GOOD, csv_of, page, send
from tests.mission.force_of_tests import member


@pytest.fixture
def office(client_of, vetting_officer):
    return client_of(vetting_officer)


@pytest.fixture
def brought(office):
    """Uploads through the screen, and reads as a worker does."""

    def bring(*rows, content=None, client=office):
        answer = send(client, csv_of(*(rows or GOOD)) if content is None else content)
        assert answer.status_code == 302, answer.context["form"].errors
        upload = RosterUpload.objects.latest("uploaded_at")
        assert answer["Location"] == page(upload)
        assert actions.work_on(id=upload.pk) is False
        upload.refresh_from_db()
        return upload

    return bring


@pytest.fixture
def queries_of_preview(office):
    """How many queries the preview of a list of so many people takes."""

    def count(url, sent, people):
        numbers = [f"N-{people}-{n}" for n in range(people)]
        for number in numbers:
            member(number)
        with CaptureQueriesContext(connection) as captured:
            assert office.post(url, sent("\n".join(numbers))).status_code == 200
        return len(captured)

    return count
