"""The event list of auditors."""

import pytest
from django.urls import reverse

from oversight.audit.actions import record
from oversight.audit.models import Event

pytestmark = pytest.mark.django_db
LIST = reverse("admin:oversight_event_changelist")


@pytest.fixture
def event(lead):
    return record(type="thing_done", by=lead, target=lead, changes={"language": ("fr", "ht")})


def test_auditor_reads_and_filters_events(client_of, auditor, event):
    client = client_of(auditor)
    assert "thing_done" in client.get(LIST).content.decode()
    assert str(event.target_id) in client.get(f"{LIST}?type=thing_done").content.decode()
    assert str(event.target_id) not in client.get(f"{LIST}?type=other").content.decode()
    found = client.get(LIST, {"q": event.target_id}).content.decode()
    assert "thing_done" in found


def test_auditor_opens_an_event_and_cannot_change_it(client_of, auditor, event):
    client = client_of(auditor)
    url = reverse("admin:oversight_event_change", args=[event.pk])
    assert "thing_done" in client.get(url).content.decode()
    assert client.post(url, {"type": "x"}).status_code == 403
    assert client.get(reverse("admin:oversight_event_add")).status_code == 403
    assert Event.objects.get(pk=event.pk).type == "thing_done"


@pytest.mark.parametrize("role", ["reviewer", "lead", "administrator", "focal_point"])
def test_nobody_else_reads_the_log(client_of, everybody, role, event):
    assert client_of(everybody[role]).get(LIST).status_code == 403
