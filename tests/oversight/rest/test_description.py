"""The description of the API tells every address, every refusal, and only words of OpenAPI 3.1."""

import json

import pytest
from drf_spectacular.generators import SchemaGenerator

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    return SchemaGenerator().get_schema(request=None, public=True)


def operations(told):
    return [(p, m, o) for p, item in told["paths"].items() for m, o in item.items()]


def test_every_address_has_a_summary_and_a_description(told):
    without = [
        (p, m) for p, m, o in operations(told) if not o.get("summary") or not o.get("description")
    ]
    assert without == []


def test_every_refusal_is_described_as_a_problem_document(told):
    for path, method, operation in operations(told):
        needed = {"400", "429"}
        if {} not in operation["security"]:
            needed |= {"401", "403"}
        if "{" in path:
            needed.add("404")
        found = operation["responses"]
        assert needed <= set(found), (path, method)
        for status, answer in found.items():
            assert status == "304" or "RateLimit" in answer["headers"]
            if status[0] == "4":
                assert list(answer["content"]) == ["application/problem+json"]
        assert "Retry-After" in found["429"]["headers"]


def test_no_word_of_an_older_version_is_left(told):
    assert told["openapi"] == "3.1.0"
    text = json.dumps(told)
    assert '"nullable"' not in text and '"exclusiveMinimum": true' not in text


def test_every_reference_leads_somewhere(told):
    parts = told["components"]["schemas"]
    for text in json.dumps(told).split('"$ref": "#/components/schemas/')[1:]:
        assert text.partition('"')[0] in parts


def test_lists_that_can_be_followed_say_so(told):
    followed = {
        path
        for path, _method, operation in operations(told)
        if "updated_since" in {p["name"] for p in operation.get("parameters", ())}
    }
    names = ("cases", "allegations", "reports", "summaries", "instruments", "provisions", "places",
             "contingents", "vocabularies")  # fmt: skip
    assert followed == {f"/api/v1/{name}/" for name in names}
    for path in followed:
        content = told["paths"][path]["get"]["responses"]["200"]["content"]
        name = content["application/json"]["schema"]["$ref"].rpartition("/")[2]
        assert {"tombstones", "next_since"} <= set(
            told["components"]["schemas"][name]["properties"]
        )
