"""The workplaces of vetting and deployment: who opens what, and the job done through the screens."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from mission.deployment.actions import ask_override, authorise, record_arrival
from mission.deployment.models import Arrival, Authorisation, Breach, Override
from mission.force.models import State
from mission.vetting.actions import record_concern, request_check
from mission.vetting.models import Check, Concern, Scheme
from oversight.audit.models import Event
from tests.mission.force_of_tests import cleared, fit, member, unit_of
from tests.people import make_user

pytestmark = pytest.mark.django_db
VETTING = ("check", "certification", "concern")
DEPLOYMENT = ("authorisation", "override", "arrival", "breach", "rotation")


def day(count):
    return timezone.localdate() + timedelta(days=count)


def listed(label):
    return reverse(f"admin:mission_{label}_changelist")


def page(row):
    return reverse(f"admin:mission_{row._meta.model_name}_change", args=[row.pk])


def dialog(row, name, *part):
    suffix = "do_part" if part else "do"
    return reverse(f"admin:mission_{row._meta.model_name}_{suffix}", args=[row.pk, name, *part])


@pytest.fixture
def office(client_of, vetting_officer):
    return client_of(vetting_officer)


@pytest.fixture
def world(officers):
    """One record of each kind about people of Kenya."""
    first = officers[0]
    ready = fit(member("KE-1"), officers, day(0))
    known = member("KE-2")
    return {
        "check": request_check(
            scheme=Scheme.objects.get(pk="state_certification"), personnel=known, by=first
        ),
        "concern": record_concern(
            personnel=known,
            source="outside",
            gravity="other",
            opened_on=day(0),
            basis="Told by a neighbour.",
            by=first,
        ),
        "authorisation": authorise(person=ready, unit=unit_of(), arrives_on=day(3), by=first),
        "override": ask_override(
            person=known,
            unit=unit_of(),
            arrives_on=day(3),
            public_reason="A doctor was needed.",
            reason="The only surgeon.",
            by=first,
        ),
        "arrival": (
            arrival := record_arrival(
                state=State.objects.get(pk="KE"),
                service_number="KE-3",
                unit_code="KE-1",
                arrived_on=day(-1),
                by=first,
            )
        ),
        "breach": arrival.breach,
    }


def test_an_officer_opens_every_list_and_page(office, world):
    for label in (*VETTING, *DEPLOYMENT, "scheme", "personnel"):
        assert office.get(listed(label)).status_code == 200, label
    for row in world.values():
        assert office.get(page(row)).status_code == 200, row
    assert office.get(page(world["check"].personnel)).status_code == 200
    assert office.get(page(world["check"].scheme)).status_code == 200
    for label in ("check", "certification", "concern", "authorisation", "override", "arrival"):
        assert office.get(reverse(f"admin:mission_{label}_add")).status_code == 200, label


def test_every_dialog_that_is_offered_opens(client_of, officers, world):
    for officer in officers:
        client = client_of(officer)
        for row in world.values():
            for link in _dialogs(client.get(page(row)).content.decode()):
                assert client.get(link).status_code == 200, link


def _dialogs(body):
    import re

    return set(re.findall(r'href="(/admin/mission/[^"]+/do/[^"]+)"', body))


@pytest.mark.parametrize(
    "who", ["reviewer", "focal_point", "auditor", "administrator", "outsider", "monitor", "ngo"]
)
def test_others_find_nothing_here(request, client_of, world, who):
    client = client_of(request.getfixturevalue(who))
    for label in (*VETTING, *DEPLOYMENT):
        assert client.get(listed(label)).status_code in (302, 403, 404), label
    for row in world.values():
        assert client.get(page(row)).status_code in (302, 403, 404), row
        assert client.post(dialog(row, "withdraw")).status_code in (302, 403, 404), row


def test_a_lead_reads_deployment_and_never_vetting(client_of, lead, world):
    client = client_of(lead)
    for label in DEPLOYMENT:
        assert client.get(listed(label)).status_code == 200, label
        assert client.get(reverse(f"admin:mission_{label}_add")).status_code == 403, label
    for label in VETTING:
        assert client.get(listed(label)).status_code == 403, label
        assert client.get(page(world.get(label, world["check"]))).status_code == 404
    body = client.get(page(world["check"].personnel)).content.decode()
    assert "Told by a neighbour" not in body
    assert "Checks and concerns" not in body


def test_an_officer_of_another_contingent_sees_none_of_it(client_of, world):
    client = client_of(
        make_user("sv@office.example", "vetting_officer", scope=("contingent", "SV"))
    )
    for label in (*VETTING, *DEPLOYMENT):
        assert "KE-" not in client.get(listed(label)).content.decode(), label
    for row in world.values():
        assert client.get(page(row)).status_code == 404, row


def test_a_check_from_request_to_clearance(client_of, officers, world):
    first, second = (client_of(officer) for officer in officers)
    check = world["check"]
    first.post(dialog(check, "take_up"), {"reason": ""})
    check.refresh_from_db()
    sent = {"version": check.version, "outcome": "cleared", "basis": "A letter of the ministry."}
    assert first.post(dialog(check, "propose"), {**sent, "weight_detail": "for"}).status_code == 302
    check.refresh_from_db()
    assert check.credibility == {"detail": {"weight": "for", "note": ""}}
    assert first.get(dialog(check, "agree")).status_code == 404, "not by who proposed it"
    assert second.post(dialog(check, "agree"), {"reason": ""}).status_code == 302
    check.refresh_from_db()
    assert check.status == "cleared"


def test_what_somebody_changed_meanwhile_is_not_overwritten(office, world):
    check = world["check"]
    office.post(dialog(check, "take_up"), {"reason": ""})
    old = {"version": 1, "outcome": "cleared", "basis": "A letter."}
    answer = office.post(dialog(check, "propose"), old)
    assert answer.status_code == 412
    assert "A letter." in answer.content.decode()


def test_evidence_is_kept_sealed_and_saved_by_who_vets(office, client_of, lead, world):
    check = world["check"]
    letter = SimpleUploadedFile("letter.txt", b"The ministry certifies.", "text/plain")
    answer = office.post(dialog(check, "evidence"), {"title": "Letter", "file": letter})
    assert answer.status_code == 302, answer.content.decode()
    row = check.evidence.get()
    url = reverse("admin:mission_check_evidence", args=[check.pk, row.pk])
    saved = office.post(url)
    assert b"".join(saved.streaming_content) == b"The ministry certifies."
    assert saved["Content-Disposition"].startswith("attachment")
    assert Event.objects.filter(type="file.downloaded", subject_id=str(check.pk)).count() == 1
    assert office.get(url).status_code == 405
    assert client_of(lead).post(url).status_code == 404


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00 not a document"])
def test_a_file_that_is_not_taken_is_refused_beside_its_field(office, world, content):
    check = world["check"]
    bad = SimpleUploadedFile("letter.exe", content, "text/plain")
    answer = office.post(dialog(check, "evidence"), {"title": "Letter", "file": bad})
    assert answer.status_code == 400
    assert not check.evidence.exists()


def test_the_gate_names_what_is_missing_in_the_form(office, world):
    sent = {
        "state": "KE",
        "service_number": "KE-2",
        "unit": unit_of().pk,
        "arrives_on": day(5).isoformat(),
    }
    answer = office.post(reverse("admin:mission_authorisation_add"), sent)
    assert answer.status_code == 409
    assert "Certification by the contributing State" in answer.content.decode()
    assert Authorisation.objects.filter(personnel__service_number="KE-2").count() == 0


def test_an_exception_is_decided_by_a_lead(client_of, lead, world):
    row = world["override"]
    client = client_of(lead)
    assert client.post(dialog(row, "approve"), {"version": row.version}).status_code == 302
    assert Override.objects.get().state == "approved"


def test_an_arrival_and_a_departure_through_the_screens(office):
    sent = {"state": "KE", "service_number": "N 9", "unit_code": "NEW", "arrived_on": day(-2)}
    assert office.post(reverse("admin:mission_arrival_add"), sent).status_code == 302
    arrival = Arrival.objects.get()
    left = {"version": arrival.version, "left_on": day(0), "departure": "disciplinary"}
    assert office.post(dialog(arrival, "leave"), left).status_code == 302
    assert Breach.objects.get().state == "left"
    assert Concern.objects.get().source == "repatriation"


def test_a_breach_is_settled_with_a_reason(office, world):
    row = world["breach"]
    sent = {"version": row.version, "state": "closed", "reason": "Sent home the same day."}
    assert office.post(dialog(row, "close"), sent).status_code == 302
    assert Breach.objects.get().state == "closed"


def test_a_certification_for_many(client_of, officers):
    first, second = (client_of(officer) for officer in officers)
    member("KE-11")
    member("KE-12")
    sent = {
        "scheme": "state_certification",
        "state": "KE",
        "reference": "NPS/12",
        "dated_on": day(-2),
        "numbers": "KE-11\nke-12\nKE-13",
    }
    add = reverse("admin:mission_certification_add")
    refused = first.post(add, sent)
    assert refused.status_code == 400
    assert "KE-13" in refused.content.decode()
    assert first.post(add, {**sent, "numbers": "KE-11\nke-12"}).status_code == 302
    row = Check.objects.first().certification
    assert first.get(dialog(row, "accept")).status_code == 404
    assert second.post(dialog(row, "accept"), {"reason": ""}).status_code == 302
    assert set(Check.objects.values_list("status", flat=True)) == {"cleared"}


@pytest.mark.parametrize("label", ["check", "arrival", "breach"])
def test_lists_take_as_many_queries_whatever_their_length(
    office, officers, label, django_assert_max_num_queries
):
    for number in range(12):
        person = record_arrival(
            state=State.objects.get(pk="KE"),
            service_number=f"KE-{number}",
            unit_code="KE-1",
            arrived_on=day(-1),
            by=officers[0],
        ).personnel
        cleared("state_certification", person, officers)
    with django_assert_max_num_queries(20):
        office.get(listed(label))


def test_readiness_on_the_site(client_of, lead, reviewer, world):
    client = client_of(lead)
    body = client.get("/force/readiness/").content.decode()
    assert "KE-1" in body
    assert "Arrived without authorisation" in body
    assert client.get("/force/readiness/?on=nonsense").status_code == 400
    one = client.get(f"/force/readiness/{unit_of().pk}/").content.decode()
    assert "KE KE-3" in one
    file = client.post("/force/readiness/file/", {"format": "csv", "reason": "For the meeting."})
    assert b"KE-1" in b"".join(file.streaming_content)
    assert Event.objects.filter(type="list.exported").count() == 1
    assert client.post("/force/readiness/file/", {"format": "csv"}).status_code == 400
    other = client_of(reviewer)
    for url in ("/force/readiness/", f"/force/readiness/{unit_of().pk}/"):
        assert other.get(url).status_code == 404
    assert other.post("/force/readiness/file/", {"format": "csv"}).status_code == 404
