"""Values at the edge of what their type holds are refused or taken, and never break anything."""

import json

import pytest

pytestmark = pytest.mark.django_db
EXTREMES = [
    *(None, True, 0, -1, 2**63, 10**400, 1.5, "", "\x00", "\ud800", "\u202e", "x" * 30_000),
    *("0001-01-01", "9999-12-31", [], {}, [None], [[]], {"a": "\x00"}, {"": {}}),
]
BODIES = {
    "/api/v1/reports/": (
        *("id", "occurred_from", "occurred_to", "date_precision", "time_of_day", "place"),
        *("narrative", "types", "provisions", "persons", "source", "consent", "language"),
    ),
    "/api/v1/cases/": ("reports", "title", "track", "severity", "declaration", "reason"),
    "/api/v1/releases/": ("cutoff",),
}


@pytest.mark.parametrize("address", BODIES)
def test_no_value_of_a_field_breaks_anything(api, lead, address):
    client = api(lead)
    client.raise_request_exception = False
    failed = []
    for field in BODIES[address]:
        for value in EXTREMES:
            sent = json.dumps({field: value})
            answer = client.post(address, sent, content_type="application/json")
            if answer.status_code >= 500:
                failed.append((field, value, answer.status_code))
    assert failed == []


QUERIES = {
    "/api/v1/provisions/": ("in_force_on", "in_force_from", "in_force_to"),
    "/api/v1/places/": ("q", "parent", "level", "page_size", "cursor", "lang"),
    "/api/v1/vocabularies/": ("vocabulary", "lang"),
    "/api/v1/reports/": ("status", "filed_from", "filed_to", "place", "provision", "assigned", "q"),
    "/api/v1/cases/": ("status", "place", "assigned", "q", "updated_since"),
}
WRITTEN = ("0001-01-01", "9999-12-31", "9" * 400, "-1", "", "%ED%A0%80", "%E2%80%AE", "'\"\\%25_")


@pytest.mark.parametrize("address", QUERIES)
def test_no_value_of_a_filter_breaks_anything(api, lead, address):
    client = api(lead)
    client.raise_request_exception = False
    failed = []
    for name in QUERIES[address]:
        for value in WRITTEN:
            status = client.get(f"{address}?{name}={value}").status_code
            if status not in (200, 400):
                failed.append((name, value, status))
    assert failed == []
