"""The pages of auditors."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.casework.models import Allegation, Finding
from oversight.accounts.actions import issue_token
from oversight.audit.actions import record
from oversight.audit.models import Event
from tests.oversight.events.conftest import SECRET

pytestmark = pytest.mark.django_db
LIST = reverse("admin:oversight_event_changelist")
HIDDEN = (SECRET, "Fiksyona", "rape", "sexual", "because of", "to call", "@office.example")


def page(client, url, data=None):
    response = client.get(url, data or {})
    assert response.status_code == 200
    return response.content.decode()


def sentences(body):
    return re.findall(r'<th scope="row"><a class="strong" href="[^"]*">([^<]*)</a>', body)


@pytest.fixture
def seen(client_of, auditor, events):
    """What the auditor reads at an address."""
    client = client_of(auditor)
    return lambda url, **data: page(client, url, data)


def test_each_line_is_a_sentence_and_names_the_record_by_its_reference(seen):
    body = seen(LIST)
    assert "lead read the case." in sentences(body)
    assert "Case C-7K3M-9QXD" in body and "Report R-2B4D-6F8H" in body


def test_no_page_holds_a_title_a_track_a_reason_or_an_address(seen, events, case, report, lead):
    pages = [
        LIST,
        *(reverse("admin:oversight_event_change", args=[event.pk]) for event in events),
        reverse("admin:oversight_event_record", args=["cases.case", str(case.pk)]),
        reverse("admin:oversight_event_record", args=["cases.report", str(report.pk)]),
        reverse("admin:oversight_event_person", args=[lead.pk]),
    ]
    for address in pages:
        # The menu of filters names every kind of event, so only what is told counts.
        body = re.sub(r"<select.*?</select>", "", seen(address), flags=re.DOTALL)
        body = body.replace("auditor@office.example", "")  # the reader's own, in the menu
        assert not [word for word in HIDDEN if word in body], address


def test_reason_about_a_case_is_said_to_be_there_and_one_about_an_account_is_shown(seen, events):
    about_case = seen(reverse("admin:oversight_event_change", args=[events[0].pk]))
    about_person = seen(reverse("admin:oversight_event_change", args=[events[5].pk]))
    assert (
        f"A reason was given ({len(events[0].reason)} signs). It is not shown here." in about_case
    )
    assert "left the office" in about_person


def test_changes_inside_a_case_are_told_without_values_but_for_the_state(seen, events):
    body = seen(reverse("admin:oversight_event_change", args=[events[0].pk]))
    assert "Track: changed" in body and "Title: changed" in body and "Status: assessment" in body


@pytest.mark.parametrize(
    ("filters", "types"),
    [
        ({"group": "read"}, {"case.read"}),
        ({"group": "reveal"}, {"identity.revealed"}),
        ({"type": "user.suspended"}, {"user.suspended"}),
        ({"kind": "cases.case"}, {"case.opened", "case.read"}),
        ({"q": "c-7k3m-9qxd"}, {"case.opened", "case.read"}),
        ({"q": "C-0000-0000"}, set()),
        ({"kind": "cases.report", "person": "lead"}, {"identity.revealed"}),
        ({"day_to": "2020-01-01"}, set()),
        ({"day_from": "9999-12-31"}, set()),
    ],
)
def test_filters_narrow_the_list(client_of, auditor, events, filters, types):
    response = client_of(auditor).get(LIST, filters)
    assert {row["event"].type for row in response.context["rows"]} == types


def test_period_holds_its_first_and_last_day(client_of, auditor, events, lead):
    noon = timezone.localtime().replace(hour=12) - timedelta(days=40)
    old = record(type="user.edited", by=lead, target=lead, now=noon)
    day = str(noon.date())
    response = client_of(auditor).get(LIST, {"day_from": day, "day_to": day})
    assert [row["event"] for row in response.context["rows"]] == [old]


def test_filter_that_cannot_be_understood_is_said_and_shows_nothing(client_of, auditor, events):
    response = client_of(auditor).get(LIST, {"day_from": "yesterday"})
    assert response.status_code == 400 and response.context["rows"] == []


def test_pages_follow_each_other_without_gap_or_repeat(client_of, auditor, lead):
    now = timezone.now()
    for number in range(120):
        record(type="user.edited", by=lead, target=lead, now=now - timedelta(minutes=number // 7))
    client, query, found = client_of(auditor), "?type=user.edited", []
    while query:
        response = client.get(LIST + query)
        found += [row["event"].pk for row in response.context["rows"]]
        query = response.context["pager"]["next_url"]
    assert len(found) == 120 == len(set(found))
    assert client.get(f"{LIST}?cursor=nonsense").status_code == 200


def test_list_takes_the_same_queries_however_long_it_is(
    client_of, auditor, case, lead, django_assert_max_num_queries
):
    for number in range(60):
        record(type="case.read" if number % 2 else "user.edited", by=lead, target=case)
    client = client_of(auditor)
    client.get(LIST)
    with django_assert_max_num_queries(16):
        client.get(LIST)


def test_person_is_shown_by_what_they_did_and_what_was_done_about_them(seen, lead, reviewer):
    did = seen(reverse("admin:oversight_event_person", args=[lead.pk]))
    assert "lead suspended an account." in sentences(did)
    assert "reviewer opened the case." not in sentences(did)
    about = seen(reverse("admin:oversight_event_person", args=[reviewer.pk]), about="")
    assert "lead suspended an account." in sentences(about)
    assert "reviewer opened the case." not in sentences(about)


def test_record_tells_who_saw_it_how_often_and_when_last(seen, case, report, lead):
    record(type="case.read", by=lead, target=case)
    of_case = seen(reverse("admin:oversight_event_record", args=["cases.case", str(case.pk)]))
    assert "reading restricted records: 2" in of_case
    of_report = seen(reverse("admin:oversight_event_record", args=["cases.report", str(report.pk)]))
    assert "opening sealed fields: 1" in of_report


def test_unknown_person_record_and_event_are_not_there(client_of, auditor, events):
    client, nobody = client_of(auditor), "00000000-0000-0000-0000-000000000000"
    for name, args in (("person", [nobody]), ("record", ["cases.case", "x"]), ("change", [10**12])):
        assert client.get(reverse(f"admin:oversight_event_{name}", args=args)).status_code == 404


def test_event_can_be_neither_added_nor_changed(client_of, auditor, events):
    client = client_of(auditor)
    url = reverse("admin:oversight_event_change", args=[events[0].pk])
    assert client.post(url, {"type": "x"}).status_code == 405
    assert client.get(f"{LIST}add/").status_code == 404
    assert Event.objects.get(pk=events[0].pk).type == "case.opened"


def test_events_about_what_is_gone_still_make_a_page(seen, lead):
    event = record(type="new.thing", by=None, target=lead)
    Event.objects.bulk_create(
        [
            Event(
                type="a.b",
                at=timezone.now(),
                target_label="gone.model",
                target_id="x",
                subject_label="gone.model",
                subject_id="x",
                actor_id="00000000-0000-0000-0000-000000000001",
            )
        ]
    )
    body = seen(LIST, group="other")
    assert "The system: new.thing" in body
    assert "Somebody whose account is gone: a.b" in body
    assert "new.thing" in seen(reverse("admin:oversight_event_change", args=[event.pk]))


@pytest.mark.parametrize("role", ["reviewer", "lead", "administrator", "focal_point"])
def test_nobody_else_reads_the_log(client_of, everybody, role, events, case):
    client = client_of(everybody[role])
    assert client.get(LIST).status_code == 403
    one = reverse("admin:oversight_event_change", args=[events[0].pk])
    assert client.get(one).status_code == 404
    for name, args in (
        ("person", [everybody["lead"].pk]),
        ("record", ["cases.case", str(case.pk)]),
    ):
        assert client.get(reverse(f"admin:oversight_event_{name}", args=args)).status_code == 403
    assert client.post(reverse("admin:oversight_event_export", args=["csv"])).status_code == 403


def test_finding_is_named_by_the_reference_of_its_case(seen, case, lead):
    allegation = Allegation.objects.create(
        case=case, type="assault", affiliation="mission_personnel", added_by=lead
    )
    finding = Finding.objects.create(
        allegation=allegation, outcome="x", standard_of_proof="x", proposed_by=lead
    )
    record(type="clock.reminded", by=None, target=finding)
    assert "Finding C-7K3M-9QXD" in seen(LIST)


def test_scopes_of_a_token_are_said_in_words(seen, lead):
    issue_token(user=lead, name="n", scopes=["case.see"], by=lead)
    assert "What it may do: Read cases" in seen(LIST)
