"""The log as a file and over the API."""

import csv
import io
import json

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from oversight.accounts.actions import issue_token
from oversight.audit.models import Event
from oversight.events import admin
from oversight.events.columns import HEADING
from tests.oversight.events.test_pages import HIDDEN

pytestmark = pytest.mark.django_db
API = "/api/v1/audit/events/"


def export(client, form, query=""):
    return client.post(reverse("admin:oversight_event_export", args=[form]) + query)


def body_of(response):
    return b"".join(response.streaming_content)


def test_file_holds_what_the_filters_let_through_and_nothing_confidential(
    client_of, auditor, events
):
    response = export(client_of(auditor), "csv", "?kind=cases.case")
    text = body_of(response).decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    assert tuple(lines[0]) == HEADING
    assert [line["type"] for line in lines] == ["case.opened", "case.read"]
    assert json.loads(lines[0]["changes"])["track"] == [None, "withheld"]
    assert lines[0]["record"] == "C-7K3M-9QXD" and int(lines[0]["reason_length"]) > 0
    assert not [word for word in HIDDEN if word in text]


def test_lines_of_json_are_the_same_events(client_of, auditor, events):
    response = export(client_of(auditor), "jsonl", "?group=account")
    found = [json.loads(line) for line in body_of(response).decode().splitlines()]
    assert {"user.edited", "user.suspended"} <= {line["type"] for line in found}
    assert [line["id"] for line in found] == sorted(line["id"] for line in found)


def test_spreadsheet_is_refused_past_what_is_made_at_once(client_of, auditor, events, monkeypatch):
    client = client_of(auditor)
    sheet = load_workbook(io.BytesIO(body_of(export(client, "xlsx")))).active
    assert sheet.max_row > len(events)
    monkeypatch.setattr(admin, "MOST_IN_A_SHEET", 3)
    before = Event.objects.count()
    assert export(client, "xlsx").status_code == 302
    assert Event.objects.count() == before


def test_export_is_an_event_that_names_the_filters_and_not_what_was_typed(
    client_of, auditor, events
):
    body_of(export(client_of(auditor), "csv", "?person=Zaboka&group=read"))
    event = Event.objects.order_by("-id")[0]
    assert event.type == "event.exported" and event.actor_id == str(auditor.pk)
    assert event.changes == {"format": [None, "csv"], "filters": [None, ["group", "person"]]}


def test_export_takes_a_post_and_a_known_format(client_of, auditor, events):
    client = client_of(auditor)
    assert client.get(reverse("admin:oversight_event_export", args=["csv"])).status_code == 405
    assert export(client, "pdf").status_code == 404
    assert export(client, "csv", "?day_from=x").status_code == 302
    assert not Event.objects.filter(type="event.exported").exists()


def test_program_reads_the_log_and_goes_on_where_it_stopped(api, auditor, events):
    client = api(auditor)
    newest = client.get(API, {"page_size": 2}).json()["results"]
    assert newest[0]["id"] > newest[1]["id"]
    since = client.get(API, {"after": events[3].pk, "group": "account"}).json()["results"]
    assert [line["id"] for line in since][:2] == [events[4].pk, events[5].pk]
    assert client.get(API, {"after": "x"}).status_code == 400


def test_program_reads_nothing_confidential_and_is_noted_once_an_hour(api, auditor, events):
    client = api(auditor)
    text = client.get(API, {"page_size": 1000}).content.decode() + client.get(API).content.decode()
    assert not [word for word in HIDDEN if word in text]
    assert Event.objects.filter(type="event.pulled").count() == 1


def test_program_needs_the_permission_in_role_and_token(api, everybody, auditor, events):
    for name, user in everybody.items():
        assert api(user).get(API).status_code == (200 if name == "auditor" else 403), name
    assert api(None).get(API).status_code == 401
    _token, secret = issue_token(user=auditor, name="n", scopes=["event.see"], by=None)
    client = api(None)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert client.get(API).status_code == 200
