"""Lists of cases: filters, search, feed, and their cost."""

from datetime import timedelta

import pytest

from cases.casework import actions
from cases.casework.models import Case

CASES = "/api/v1/cases/"


def found(client, **query):
    answer = client.get(CASES, query)
    assert answer.status_code == 200, answer.json()
    return [row["id"] for row in answer.json()["results"]]


@pytest.mark.parametrize(
    "query",
    [
        {"status": "assessment"},
        {"track": "detention"},
        {"severity": "grave"},
        {"place": "HT0111"},
        {"place": "HT01"},
        {"assigned": "me"},
        {"q": "market"},
        {"q": "patrouille marche"},
        {"updated_since": "2020-01-01"},
    ],
)
def test_filter_finds(api, opened, reviewer, query):
    case = opened(types=["arbitrary_arrest"], severity="grave")

    assert found(api(reviewer), **query) == [str(case.pk)]


@pytest.mark.parametrize(
    "query",
    [
        {"status": "closed"},
        {"track": "conduct"},
        {"severity": "low"},
        {"place": "HT02"},
        {"assigned": "none"},
        {"q": "helicopter"},
        {"q": "%"},
        {"updated_since": "2120-01-01T00:00:00Z"},
    ],
)
def test_filter_leaves_out(api, opened, reviewer, query):
    opened()

    assert found(api(reviewer), **query) == []


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"status": "x"}, "/status"),
        ({"place": "HT99999"}, "/place"),
        ({"assigned": "x"}, "/assigned"),
        ({"updated_since": "x"}, "/updated_since"),
        ({"severity": "x"}, "/severity"),
    ],
)
def test_unknown_value_is_pointed_at(api, reviewer, query, pointer):
    answer = api(reviewer).get(CASES, query)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_search_forgives_accents_and_case(api, report, reviewer):
    case = actions.open_case(reports=[report()], title="Décès à Pétion-Ville", by=reviewer)

    assert found(api(reviewer), q="PETION deces") == [str(case.pk)]
    assert found(api(reviewer), q=case.reference.lower()) == [str(case.pk)]


def test_words_of_a_report_out_of_sight_find_nothing(api, opened, report, lead, reviewer):
    case = opened(by=lead)
    actions.add_reports(case=case, reports=[report(types=["rape"], narrative="fontaine")], by=lead)

    assert found(api(reviewer), q="fontaine") == []
    assert found(api(lead), q="fontaine") == [str(case.pk)]


def test_feed_comes_in_the_order_of_change(api, opened, reviewer):
    first, second = opened(), opened()
    actions.add_note(case=first, by=reviewer, text="x")
    since = (second.updated_at - timedelta(days=1)).isoformat()

    assert found(api(reviewer), updated_since=since) == [str(second.pk), str(first.pk)]


def test_pages_follow_each_other(api, opened, reviewer):
    made = {str(opened().pk) for _ in range(3)}
    client = api(reviewer)

    first = client.get(CASES, {"page_size": 2}).json()
    second = client.get(first["next"]).json()

    assert {row["id"] for row in first["results"] + second["results"]} == made
    assert second["next"] is None


def test_list_costs_the_same_for_any_number(api, opened, reviewer, django_assert_max_num_queries):
    for _ in range(4):
        opened()
    client = api(reviewer)
    client.get(CASES)

    with django_assert_max_num_queries(5):
        assert len(found(client)) == 4


def test_one_case_costs_the_same_for_any_content(
    api, opened, alleged, reviewer, kenya, django_assert_max_num_queries
):
    case = opened()
    for _ in range(4):
        alleged(case, reviewer, affiliation="mission_personnel", contingent=kenya)
    client = api(reviewer)
    client.get(CASES)

    with django_assert_max_num_queries(13):
        client.get(f"{CASES}{case.pk}/")


def test_panels_show_each_what_waits_for_them(
    opened, investigated, proposed, reviewer, other_reviewer, lead
):
    from cases.casework.columns import cases_of_nobody, findings_to_decide

    lonely = opened()
    actions.unassign(case=lonely, user=reviewer, by=lead)
    finding = proposed(investigated(by=reviewer), reviewer)

    assert [row["title"] for row in cases_of_nobody(lead)] == [lonely.reference]
    reference = finding.allegation.case.reference
    assert [row["title"] for row in findings_to_decide(other_reviewer)] == [reference]
    assert findings_to_decide(reviewer) == []
    assert Case.objects.assigned_to(reviewer).count() == 1
