"""The dialogs of a case with which something reaches the force: who it is, protection, a lesson."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.casework import actions
from cases.casework.columns import protections_to_assess
from cases.casework.models import Allegation, CaseConcern, CaseProtection
from mission.training.models import ModuleChangeRequest, TrainingModule
from tests.cases.triage.test_case_page import page, part
from tests.cases.triage.test_report_page import do
from tests.mission.force_of_tests import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(db):
    return member("KE-0777", name="Fictional Name")


def text_of(client, case, suffix="change/"):
    return client.get(page(case, suffix)).content.decode()


def test_an_allegation_is_added_against_a_number_and_no_name_is_offered(
    client_of, reviewer, opened, person, kenya
):
    case, client = opened(), client_of(reviewer)
    asked = text_of(client, case, "do/allegation/")
    assert "KE-0777" not in asked
    data = {"type": "assault", "affiliation": "unknown", "involvement": "unknown"}
    number = {"service_number": " ke-0777 "}
    assert do(client, case, "allegation", **data, **number).status_code == 400
    refused = do(client, case, "allegation", **data, service_number="KE-1", contingent=kenya.pk)
    assert refused.status_code == 400
    assert "Nobody of this State is known by this number." in refused.content.decode()
    answer = do(client, case, "allegation", **data, **number, contingent=kenya.pk)
    assert answer.status_code == 302
    allegation = Allegation.objects.get(case=case)
    assert (allegation.personnel, allegation.affiliation) == (person, "mission_personnel")
    shown = text_of(client, case)
    assert "KE KE-0777" in shown
    assert "Fictional Name" not in shown


def test_somebody_is_named_corrected_and_taken_back(client_of, reviewer, opened, alleged, person):
    case, client = opened(), client_of(reviewer)
    allegation = alleged(case, reviewer)

    def say(**data):
        return part(case, "person", allegation, client, reason="A roster.", **data)

    assert say(state="KE", service_number="KE-0777").status_code == 302
    allegation.refresh_from_db()
    assert allegation.personnel == person
    for wrong in ({"state": "SV", "service_number": "KE-0777"}, {"service_number": "KE-0777"}):
        assert say(**wrong).status_code == 400
    assert say().status_code == 302
    allegation.refresh_from_db()
    assert allegation.personnel is None


def test_the_page_leads_from_the_finding_to_the_assessment(
    client_of, reviewer, other_reviewer, lead, adopted
):
    case = adopted().allegation.case
    passed = CaseConcern.objects.get()
    client, other = client_of(reviewer), client_of(other_reviewer)
    shown = text_of(client, case)
    assert "Those who vet were told" in shown
    assert "Nobody outside is told before it is assessed" in shown
    assert [row["title"] for row in protections_to_assess(reviewer)] == [case.reference]
    assert protections_to_assess(lead) == []

    sent = part(case, "assess", passed, client, may_tell="yes", grounds="Far away by now.")
    assert sent.status_code == 302
    row = CaseProtection.objects.get()
    shown = text_of(client, case)
    assert "A colleague has to agree." in shown
    assert "It is proposed that the State may be told." in shown
    assert "Far away by now." not in shown
    assert reverse("admin:cases_case_do_part", args=[case.pk, "agree", row.pk]) not in shown
    assert protections_to_assess(reviewer) == []
    assert [row["title"] for row in protections_to_assess(lead)] == [case.reference]
    assert part(case, "agree", row, client).status_code == 403

    grounds = part(case, "grounds", row, other, reason="Before I agree.")
    assert "Far away by now." in grounds.content.decode()
    assert part(case, "disagree", row, other, reason="").status_code == 400
    assert part(case, "agree", row, other, reason="").status_code == 302
    shown = text_of(client, case)
    assert "The State may be told." in shown
    assert protections_to_assess(lead) == []


def test_an_answer_and_grounds_are_needed(client_of, reviewer, adopted):
    case = adopted().allegation.case
    passed, client = CaseConcern.objects.get(), client_of(reviewer)
    for data in ({"may_tell": "no"}, {"grounds": "x"}, {"may_tell": "maybe", "grounds": "x"}):
        assert part(case, "assess", passed, client, **data).status_code == 400
    assert not CaseProtection.objects.exists()


def test_a_lesson_is_asked_for_from_the_page(client_of, reviewer, opened):
    case, client = opened(), client_of(reviewer)
    module = TrainingModule.objects.order_by("pk").first()
    assert "Ask for a change to a training module" in text_of(client, case)
    back = do(client, case, "lesson", module=module.pk, text=f"As in {case.reference}.")
    assert back.status_code == 400
    assert "nothing that leads back" in back.content.decode()
    assert do(client, case, "lesson", module=module.pk, text="Practise.").status_code == 302
    assert ModuleChangeRequest.objects.get().text == "Practise."
    assert "asked for a change to a training module" in text_of(client, case)


def test_dialogs_are_hidden_from_who_does_not_see_the_case(
    client_of, focal_point, vetting_officer, administrator, reviewer, adopted
):
    case = adopted().allegation.case
    passed = CaseConcern.objects.get()
    row = actions.assess(passed=passed, may_tell=True, grounds="Far away.", by=reviewer)
    for user in (focal_point, vetting_officer, administrator):
        client = client_of(user)
        for name, about in (("assess", passed), ("agree", row), ("grounds", row)):
            assert part(case, name, about, client, reason="x").status_code == 404
        assert do(client, case, "lesson").status_code == 404


def test_of_another_case_nothing_is_found(client_of, reviewer, opened, adopted):
    adopted()
    passed, elsewhere = CaseConcern.objects.get(), opened()
    answer = part(elsewhere, "assess", passed, client_of(reviewer), may_tell="no", grounds="x")
    assert answer.status_code == 404


def test_the_page_takes_as_many_queries_for_many_allegations(client_of, reviewer, adopted, alleged):
    finding = adopted()
    case, client = finding.allegation.case, client_of(reviewer)
    client.get(page(case))
    with CaptureQueriesContext(connection) as few:
        client.get(page(case))
    for kind in ("threat_intimidation", "humiliation", "theft_extortion"):
        alleged(case, reviewer, type=kind)
    with CaptureQueriesContext(connection) as many:
        client.get(page(case))
    assert len(many) <= len(few) + 1
