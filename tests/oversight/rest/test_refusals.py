"""Under /api/ every refusal is a problem document, and none tells how the inside works."""

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from oversight.rest.api.views import PublicListView

pytestmark = pytest.mark.django_db
PLACES = "/api/v1/places/"


def problem_of(answer, status):
    assert answer.status_code == status, answer.content[:200]
    assert answer["Content-Type"].startswith("application/problem+json")
    told = answer.json()
    assert told["status"] == status and told["detail"] and told["title"]
    return told


@pytest.mark.parametrize(
    "address",
    [
        *("/api/", "/api/v1/", "/api/v1/nope/", "/api/v1/cases/7/", "/api/v2/cases/"),
        *("/api/v1/summaries/%00/x/", "/api/v1/summaries/latest/%00/", "/api/v1/releases/%00/"),
    ],
)
def test_address_that_does_not_exist_is_a_problem_document(api, lead, address):
    told = problem_of(api(lead).get(address), 404)
    assert [e["code"] for e in told["errors"]] == ["not_found"]


@pytest.mark.parametrize("address", ["/reports/%00/", "/%00", "/admin/%00/", "/language/%00/"])
def test_nul_in_an_address_is_no_page(client_of, lead, address):
    answer = client_of(lead).get(address)
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("query", ["q=a%00", "x=1&%00=2", "q=a%2500"])
def test_nul_in_a_query_is_refused(api, lead, client_of, query):
    answer = api(None).get(f"{PLACES}?{query}")
    if "%2500" in query:  # the sign itself, written out, is harmless
        assert answer.status_code == 200
        return
    problem_of(answer, 400)
    assert client_of(lead).get(f"/admin/cases/report/?{query}").status_code == 400


def test_nul_in_a_query_is_pointed_at(api):
    told = problem_of(api(None).get(f"{PLACES}?level=x&q=a%00"), 400)
    assert [e["pointer"] for e in told["errors"]] == ["/q"]


@pytest.mark.parametrize(
    "query",
    [
        *("updated_since=9999-12-31T23:59:59%2B23:59", "updated_since=9999-12-31T23:59:59-23:59"),
        *("updated_since=0001-01-01T00:00:00%2B23:59", "filed_to=9999-12-31"),
        *("filed_from=9999-12-31", "filed_from=0001-01-01", "filed_to=0001-01-01"),
    ],
)
def test_instants_at_the_edge_of_time_never_fail(api, reviewer, query):
    for collection in ("reports", "cases"):
        answer = api(reviewer).get(f"/api/v1/{collection}/?{query}")
        if answer.status_code != 200:
            problem_of(answer, 400)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_days_at_the_edge_of_time_never_break_a_queue(client_of, lead, day):
    client = client_of(lead)
    for field in ("filed_from", "filed_to"):
        assert client.get(f"/admin/cases/report/?{field}={day}").status_code == 200
    for field in ("opened_from", "opened_to"):
        assert client.get(f"/admin/cases/case/?{field}={day}").status_code == 200


def test_failure_of_ours_tells_no_details(api, monkeypatch):
    def fail(self, *args, **kwargs):
        raise RuntimeError("secret inside")

    monkeypatch.setattr(PublicListView, "paginate_queryset", fail)
    client = api(None)
    client.raise_request_exception = False
    answer = client.get("/api/v1/instruments/")
    problem_of(answer, 500)
    assert "secret" not in answer.content.decode()


@pytest.mark.parametrize("address", [PLACES, "/api/v1/vocabularies/", "/api/v1/schema/"])
def test_format_that_is_not_offered_is_406(address):
    problem_of(Client().get(f"{address}?format=xml"), 406)


def test_format_that_is_not_offered_is_406_for_staff_too(api, reviewer):
    told = problem_of(api(reviewer).get("/api/v1/cases/?format=xml"), 406)
    assert "json" in told["detail"]
    assert api(reviewer).get("/api/v1/cases/?format=json").status_code == 200


@pytest.mark.parametrize("method", ["delete", "put", "patch"])
def test_method_that_a_collection_lacks_is_405_with_what_it_has(api, reviewer, ngo, method):
    client = api(reviewer)
    for collection in ("reports", "cases"):
        answer = getattr(client, method)(f"/api/v1/{collection}/", {})
        problem_of(answer, 405)
        assert {"GET", "POST"} <= set(answer["Allow"].split(", "))
        problem_of(getattr(api(ngo), method)(f"/api/v1/{collection}/", {}), 403)
        problem_of(getattr(api(None), method)(f"/api/v1/{collection}/", {}), 401)


def test_body_that_is_not_json_is_refused_without_internals(api, reviewer):
    for body in ('{"title": ', "\xff", "{'a': 1}", "NaN", "[" * 100_000, "9" * 5000):
        answer = api(reviewer).post(
            "/api/v1/cases/", body.encode("latin-1"), content_type="application/json"
        )
        told = problem_of(answer, 400)
        for word in ("line", "column", "char", "codec", "position", "digits"):
            assert word not in told["detail"]


def test_unchanged_description_is_304():
    client = Client()
    tag = client.get("/api/v1/schema/")["ETag"]
    assert client.get("/api/v1/schema/", headers={"if-none-match": tag}).status_code == 304


def test_operations_of_the_description_have_names_of_their_own():
    told = SchemaGenerator().get_schema(request=None, public=True)
    names = [o["operationId"] for path in told["paths"].values() for o in path.values()]
    assert len(names) == len(set(names))
    assert not [name for name in names if name[-1].isdigit()]
