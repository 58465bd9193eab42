"""Restricted material: no trace of it for who may not see it, in any corner of the admin."""

import pytest

from cases.reports.models import Report
from oversight.audit.models import Event

SEA = ["rape"]


def case_addresses(case):
    base = f"/admin/cases/case/{case.pk}"
    return [f"{base}/{end}" for end in ("change/", "preview/", "who/", "do/note/", "do/close/")]


def report_addresses(row):
    base = f"/admin/cases/report/{row.pk}"
    return [f"{base}/{end}" for end in ("change/", "preview/", "do/accept/", "do/reveal/")]


@pytest.fixture
def restricted(opened, focal_point):
    """A case of the restricted track, worked on by the focal point."""
    return opened(by=focal_point, types=SEA)


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("reviewer", False),
        ("focal_point", True),
        ("lead", True),
        ("administrator", False),
        ("auditor", False),
    ],
)
def test_restricted_records_open_only_for_their_circle(
    client_of, everybody, restricted, report, role, sees
):
    client = client_of(everybody[role])
    waiting = report(types=SEA)
    wanted = 200 if sees else 404
    inside = restricted.links.get().report
    for address in [*case_addresses(restricted)[:3], *report_addresses(waiting)[:2]]:
        assert client.get(address).status_code == wanted, address
    for address in [*case_addresses(restricted), *report_addresses(inside)]:
        status = client.get(address).status_code
        assert (status == 404) or sees, address
    assert client.get(f"/admin/cases/report/{inside.pk}/change/").status_code == wanted


@pytest.mark.parametrize("role", ["monitor", "ngo", "outsider"])
def test_who_has_no_part_in_the_admin_is_kept_out(client_of, everybody, restricted, role):
    client = client_of(everybody[role])
    for address in [*case_addresses(restricted), "/admin/cases/case/", "/admin/cases/report/"]:
        answer = client.get(address)
        assert answer.status_code in (302, 403, 404)
        assert restricted.reference not in answer.content.decode()


def test_reviewer_meets_no_trace_in_lists_search_or_counts(client_of, reviewer, restricted, report):
    waiting = report(types=SEA)
    client = client_of(reviewer)
    ids = [str(row.pk) for row in (restricted, waiting, restricted.links.get().report)]
    for address in (
        "/admin/cases/report/?tab=all",
        f"/admin/cases/report/?tab=all&q={waiting.reference}",
        "/admin/cases/report/?tab=all&track=sea",
        "/admin/cases/report/?tab=all&type=rape",
        "/admin/cases/case/?tab=all",
        f"/admin/cases/case/?tab=all&q={restricted.reference}",
        "/admin/cases/case/?tab=all&track=sea",
    ):
        text = client.get(address).content.decode()
        assert "0 in this list" in text, address
        assert not any(pk in text for pk in ids), address


def test_posted_ids_reach_nothing_that_is_hidden(client_of, reviewer, report):
    hidden, seen = report(types=SEA), report()
    data = {"selected": [hidden.pk, seen.pk], "confirmed": "1", "reason": "", "message": ""}
    answer = client_of(reviewer).post("/admin/cases/report/bulk/accept/", data)
    text = answer.content.decode()
    assert hidden.reference not in text
    assert "Done for 1 of 1." in text
    assert Report.objects.get(pk=hidden.pk).status == "submitted"


def test_posting_to_a_hidden_record_is_not_found(client_of, reviewer, restricted, report):
    hidden = report(types=SEA)
    client = client_of(reviewer)
    for address in (
        f"/admin/cases/report/{hidden.pk}/do/accept/",
        f"/admin/cases/case/{restricted.pk}/do/note/",
    ):
        assert client.post(address, {"version": 1, "text": "x"}).status_code == 404
    hidden.refresh_from_db()
    assert hidden.status == "submitted"


def test_autocomplete_offers_nothing_hidden(client_of, reviewer, restricted):
    answer = client_of(reviewer).get(
        "/admin/autocomplete/",
        {"term": "", "app_label": "cases", "model_name": "allegation", "field_name": "case"},
    )
    assert restricted.reference not in answer.content.decode()


def test_person_of_the_accused_state_does_not_see_the_case(
    client_of, reviewer, other_reviewer, opened, alleged, kenya
):
    case = opened()
    other_reviewer.state = "KE"
    other_reviewer.save()
    address = f"/admin/cases/case/{case.pk}/change/"
    assert client_of(other_reviewer).get(address).status_code == 200
    alleged(case, reviewer, affiliation="mission_personnel", contingent=kenya)
    assert client_of(other_reviewer).get(address).status_code == 404


def test_reading_restricted_material_is_an_event_and_other_reading_is_not(
    client_of, focal_point, reviewer, report
):
    hidden, plain = report(types=SEA), report()
    client_of(focal_point).get(f"/admin/cases/report/{hidden.pk}/change/")
    client_of(focal_point).get(f"/admin/cases/report/{hidden.pk}/preview/")
    client_of(reviewer).get(f"/admin/cases/report/{plain.pk}/change/")
    read = Event.objects.filter(type="report.read")
    assert [event.target_id for event in read] == [str(hidden.pk)]


@pytest.mark.parametrize("end", ["history/", "delete/", "", "nothing/"])
def test_pages_that_django_would_add_are_not_there(client_of, lead, opened, end):
    case = opened()
    answer = client_of(lead).get(f"/admin/cases/case/{case.pk}/{end}")
    assert answer.status_code == 404


def test_missing_record_is_a_plain_404(client_of, lead):
    address = "/admin/cases/case/00000000-0000-0000-0000-000000000000/change/"
    answer = client_of(lead).get(address)
    assert answer.status_code == 404
    assert not answer.cookies.get("messages")


def test_list_after_an_action_leads_nowhere_else(client_of, reviewer, report):
    row = report()
    address = f"/admin/cases/report/{row.pk}/do/accept/?next=https://evil.example/"
    answer = client_of(reviewer).post(address, {"version": 1})
    assert answer.url == f"/admin/cases/report/{row.pk}/change/"
