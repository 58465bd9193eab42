"""Who can see a record, why, and who has."""

import pytest

from cases.casework import actions
from tests.people import make_user

pytestmark = pytest.mark.django_db
SEA = ["rape"]


def who(client, record):
    kind = record._meta.model_name
    response = client.get(f"/admin/cases/{kind}/{record.pk}/who/")
    assert response.status_code == 200
    return response


def reasons(response):
    return {entry["user"].name: entry["why"] for entry in response.context["people"]}


def test_everybody_who_can_see_it_is_named_with_role_limit_and_standing(
    client_of, opened, reviewer, lead
):
    case = opened()
    make_user("west@office.example", "reviewer", scope=("department", "HT01"))
    make_user("north@office.example", "reviewer", scope=("department", "HT03"))
    found = reasons(who(client_of(reviewer), case))
    assert set(found) == {"reviewer", "lead", "west"}
    assert found["reviewer"] == ["works on the case", "holds the role “reviewer”"]
    assert found["west"] == ["holds the role “reviewer” (Ouest)"]


def test_page_agrees_with_the_rule_for_every_person(client_of, everybody, opened, lead):
    for case in (opened(), opened(by=everybody["focal_point"], types=SEA)):
        listed = set(reasons(who(client_of(lead), case)))
        rule = {
            name
            for name, user in everybody.items()
            if type(case).objects.visible_to(user).filter(pk=case.pk).exists()
        }
        assert listed == rule


def test_who_takes_no_part_is_said_apart(client_of, opened, reviewer, other_reviewer, lead):
    case = opened()
    actions.recuse(case=case, user=other_reviewer, by=other_reviewer, reason="a cousin")
    response = who(client_of(lead), case)
    assert [person.name for person in response.context["barred"]] == ["other_reviewer"]
    assert "other_reviewer" not in reasons(response)


def test_who_saw_a_restricted_record_is_shown_to_whom_may_see_it(
    client_of, api, report, opened, focal_point, lead
):
    row = report(types=SEA)
    client_of(focal_point).get(f"/admin/cases/report/{row.pk}/change/")
    (entry,) = who(client_of(lead), row).context["saw"]
    assert entry["name"] == "focal_point" and entry["what"] == ["reading restricted records: 1"]
    case = opened(by=focal_point, types=SEA)
    for path in ("", "notes/", "allegations/"):
        assert api(lead).get(f"/api/v1/cases/{case.pk}/{path}").status_code == 200
    (entry,) = who(client_of(lead), case).context["saw"]
    assert entry["name"] == "lead" and entry["what"] == ["reading restricted records: 1"]


def test_page_takes_the_same_queries_for_ten_people_and_for_thirty(
    client_of, opened, lead, django_assert_max_num_queries
):
    case, client = opened(), client_of(lead)
    who(client, case)
    for number in range(30):
        make_user(f"r{number}@office.example", "reviewer")
    with django_assert_max_num_queries(14):
        assert len(reasons(who(client, case))) == 32


@pytest.mark.parametrize("role", ["reviewer", "administrator", "auditor", "monitor", "outsider"])
def test_nobody_else_learns_who_sees_a_restricted_record(
    client_of, everybody, opened, report, focal_point, role
):
    for record in (opened(by=focal_point, types=SEA), report(types=SEA)):
        kind = record._meta.model_name
        answer = client_of(everybody[role]).get(f"/admin/cases/{kind}/{record.pk}/who/")
        assert answer.status_code in (302, 403, 404)
