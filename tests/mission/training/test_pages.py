"""The matrix, the lists and the dialogs of training."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mission.training.actions import ask_for_change, hold_session, record_results
from mission.training.models import TrainingModule, TrainingResult, TrainingSession
from tests.mission.force_of_tests import JOINED, member
from tests.people import make_user
from tests.together import outcomes

pytestmark = pytest.mark.django_db
MATRIX, MODULES, PERSONNEL = "/force/training/", "/api/v1/training/", "/api/v1/personnel/"
API_MATRIX = "/api/v1/training/matrix/"
OTHERS = ["reviewer", "focal_point", "ngo", "monitor", "auditor", "administrator", "outsider"]


def page(name, *args):
    return reverse(f"admin:mission_{name}", args=args)


def a_module(months=12):
    module = TrainingModule.objects.order_by("order").first()
    TrainingModule.objects.filter(pk=module.pk).update(valid_months=months)
    module.refresh_from_db()
    return module


def passed(person, module, on, by):
    return record_results(module=module, people=[person], result="passed", on=on, by=by)


@pytest.fixture
def session(vetting_officer):
    return hold_session(
        module=a_module(), held_on=timezone.localdate(), trainer="BINUH", by=vetting_officer
    )


def test_the_matrix_counts_a_pass_from_its_first_to_its_last_day(client, vetting_officer):
    client.force_login(vetting_officer)
    module = a_module()
    begun = timezone.localdate() - timedelta(days=40)
    one = member("KE-1")
    member("KE-2")
    row = passed(one, module, begun, vetting_officer)[0].result
    for on, trained in (
        (begun - timedelta(days=1), 0),
        (begun, 1),
        (row.until_on, 1),
        (row.until_on + timedelta(days=1), 0),
    ):
        answer = client.get(MATRIX, {"on": on.isoformat()})
        assert answer.status_code == 200
        (line,) = answer.context["lines"]
        assert line.members == 2
        cell = next(cell for cell in line.cells if cell.module == module)
        assert (cell.trained, cell.share) == (trained, 50 * trained)


def test_nobody_is_a_member_the_day_before_joining(client, vetting_officer):
    client.force_login(vetting_officer)
    member("KE-1")
    eve = JOINED - timedelta(days=1)
    assert not client.get(MATRIX, {"on": eve.isoformat()}).context["lines"]
    assert client.get(MATRIX, {"on": JOINED.isoformat()}).context["lines"]


def test_a_cell_leads_to_those_who_lack_the_module(client, vetting_officer):
    client.force_login(vetting_officer)
    module, today = a_module(), timezone.localdate()
    one = member("KE-1")
    member("KE-2")
    passed(one, module, today, vetting_officer)
    unit = one.memberships.get().unit_id
    url = f"{page('personnel_changelist')}?unit={unit}&untrained={module.pk}"
    assert url.replace("&", "&amp;") in client.get(MATRIX).content.decode()
    listed = client.get(url).content.decode()
    assert "KE-2" in listed
    assert "KE KE-1" not in listed and one.reference not in listed
    eve = today - timedelta(days=1)
    then = f"?unit={unit}@{eve}&amp;untrained={module.pk}@{eve}"
    assert then in client.get(MATRIX, {"on": eve.isoformat()}).content.decode()


@pytest.mark.parametrize("on", ["2026-02-30", "yesterday", "0001-01-01", "9999-12-31"])
def test_a_malformed_day_is_said(client, vetting_officer, on):
    client.force_login(vetting_officer)
    assert client.get(MATRIX, {"on": on}).status_code == 400


@pytest.mark.parametrize("role", OTHERS)
def test_who_does_not_see_the_register_finds_no_matrix(client, api, request, role):
    user = request.getfixturevalue(role)
    client.force_login(user)
    assert client.get(MATRIX).status_code == 404
    assert client.get("/force/strength/").status_code == 404
    for url in (MODULES, API_MATRIX, PERSONNEL):
        assert api(user).get(url).status_code == 403


def test_who_is_not_signed_in_is_led_to_sign_in(client):
    assert client.get(MATRIX).status_code == 302
    assert client.get("/force/strength/").status_code == 302
    assert client.get(API_MATRIX).status_code == 401


def test_a_scope_narrows_the_matrix_and_the_register(client, api):
    member("KE-1")
    member("SV-1", state="SV", unit="SV-1")
    narrow = make_user("narrow@office.example", "vetting_officer", scope=("contingent", "KE"))
    client.force_login(narrow)
    assert [line.unit.code for line in client.get(MATRIX).context["lines"]] == ["KE-1"]
    assert client.get(MATRIX, {"state": "SV"}).status_code == 400
    assert [row["state"] for row in api(narrow).get(PERSONNEL).json()["results"]] == ["KE"]
    assert [row["state"] for row in api(narrow).get(API_MATRIX).json()["results"]] == ["KE"]


def test_the_matrix_asks_the_same_number_of_questions_whatever_the_size(
    client, vetting_officer, django_assert_max_num_queries
):
    client.force_login(vetting_officer)
    for number in range(12):
        member(f"KE-{number}", unit=f"KE-{number % 6}")
    client.get(MATRIX)
    with django_assert_max_num_queries(16):
        assert len(client.get(MATRIX).context["lines"]) == 6


def test_the_api_names_nobody(api, vetting_officer):
    member("KE-1", name="Amina Otieno")
    answer = api(vetting_officer).get(PERSONNEL)
    assert answer.status_code == 200
    (row,) = answer.json()["results"]
    assert set(row) == {"state", "service_number", "rank", "function", "status", "unit"}
    assert row["unit"] == "KE-1"
    assert "Otieno" not in answer.content.decode()
    assert api(vetting_officer).get(API_MATRIX, {"on": "2026-13-01"}).status_code == 400
    assert api(vetting_officer).get(MODULES).json()["results"]


def test_pasted_numbers_are_shown_before_they_are_recorded(client, vetting_officer, session):
    client.force_login(vetting_officer)
    member("KE-1")
    url = page("trainingsession_changelist") + f"{session.pk}/do/record/"
    sent = {"state": "KE", "result": "passed", "numbers": "ke-1\nKE-9\nKE-1\n"}
    seen = client.post(url, sent)
    assert seen.status_code == 200
    assert seen.context["preview"]["left_out"] == ["KE-9"]
    assert not TrainingResult.objects.exists()
    for _again in range(2):
        assert client.post(url, {**sent, "confirmed": "1"}).status_code == 302
    assert TrainingResult.objects.get().personnel.service_number == "KE-1"
    assert "KE-1" in client.get(page("trainingsession_change", session.pk)).content.decode()


def test_numbers_that_nobody_has_are_said(client, vetting_officer, session):
    client.force_login(vetting_officer)
    url = page("trainingsession_changelist") + f"{session.pk}/do/record/"
    answer = client.post(url, {"state": "KE", "result": "passed", "numbers": "X"})
    assert answer.status_code == 400


def test_a_session_is_entered_and_a_lead_may_not(client, vetting_officer, lead):
    client.force_login(vetting_officer)
    sent = {"module": a_module().pk, "held_on": timezone.localdate(), "trainer": "BINUH"}
    assert client.post(page("trainingsession_add"), sent).status_code == 302
    assert TrainingSession.objects.get().trainer == "BINUH"
    client.force_login(lead)
    assert client.get(page("trainingsession_add")).status_code == 403
    assert client.get(page("trainingsession_changelist")).status_code == 200


def test_a_request_for_change_is_decided_once(client, vetting_officer):
    client.force_login(vetting_officer)
    row = ask_for_change(module=a_module(), text="Practise at night.")
    assert "Practise" in client.get(page("modulechangerequest_change", row.pk)).content.decode()
    assert any(p["rows"] for p in client.get("/admin/").context["work"])
    url = page("modulechangerequest_changelist") + f"{row.pk}/do/decide/"
    sent = {"state": "taken_up", "answer": "From May on."}
    assert client.post(url, sent).status_code == 302
    assert client.post(url, sent).status_code in (403, 404, 409)
    row.refresh_from_db()
    assert (row.state, row.answer) == ("taken_up", "From May on.")


def test_every_page_of_training_opens(client, vetting_officer, session):
    client.force_login(vetting_officer)
    one = member("KE-1")
    result = passed(one, session.module, session.held_on, vetting_officer)[0].result
    for url in (
        page("trainingmodule_changelist"),
        page("trainingmodule_change", session.module.pk),
        page("trainingresult_changelist"),
        page("trainingresult_change", result.pk),
        page("trainingresult_take_out"),
        page("modulechangerequest_changelist"),
        "/force/strength/",
    ):
        assert client.get(url).status_code == 200, url
    assert session.module.label in client.get(page("personnel_change", one.pk)).content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_same_list_entered_twice_at_once_is_recorded_once(vetting_officer):
    """Two officers paste the same list, each in another order: one waits, then finds it there."""
    module, today = a_module(), timezone.localdate()
    people = [member(f"KE-{number}") for number in range(4)]

    def enter(rows):
        return lambda: record_results(
            module=module, people=rows, result="passed", on=today, by=vetting_officer
        )

    assert outcomes(enter(people), enter(people[::-1])) == ["done", "done"]
    assert TrainingResult.objects.count() == 4
