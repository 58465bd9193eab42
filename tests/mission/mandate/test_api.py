import pytest

pytestmark = pytest.mark.django_db
URL = "/api/v1/provisions/"


@pytest.fixture
def anyone(api):
    return api(None)


def test_anyone_reads_what_was_in_force_on_a_day(anyone):
    body = anyone.get(URL, {"in_force_on": "2024-12-01"}).json()
    assert set(body) == {"next", "previous", "results"}
    first = body["results"][0]
    assert (first["slug"], first["instrument"], first["paragraph"]) == (
        "authorise-mss",
        "sres-2699",
        "1",
    )
    assert first["prolonged_by"] == ["sres-2751"]
    assert first["in_force_until"] == "2025-10-02"
    assert "sres-2793-oversight" not in [row["slug"] for row in body["results"]]


def test_an_unchecked_number_is_null(anyone):
    rows = anyone.get(URL, {"q": "vetting"}).json()["results"]
    vetting = next(row for row in rows if row["slug"] == "vetting")
    assert vetting["paragraph"] is None
    assert vetting["verification_status"] == "verified_secondary"
    assert vetting["source"]["url"] is None


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"in_force_on": "2024-13-01"}, "/in_force_on"),
        ({"in_force_on": "yesterday"}, "/in_force_on"),
        ({"in_force_from": "x"}, "/in_force_from"),
        ({"instrument": "sres-1"}, "/instrument"),
        ({"category": "nonsense"}, "/category"),
        ({"lang": "de"}, "/lang"),
        ({"q": "\x00"}, "/q"),
    ],
)
def test_a_bad_query_is_refused_beside_its_field(anyone, query, pointer):
    answer = anyone.get(URL, query)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_a_period_counts_both_its_ends(anyone):
    rows = anyone.get(URL, {"in_force_from": "2025-10-02", "in_force_to": "2025-12-01"}).json()
    slugs = {row["slug"] for row in rows["results"]}
    assert {"vetting", "sres-2793-oversight"} <= slugs


@pytest.mark.parametrize("how", ["query", "header"])
def test_texts_come_in_the_language_asked_for(anyone, how):
    query = {"q": "wastewater"} | ({"lang": "ht"} if how == "query" else {})
    headers = {"accept-language": "ht"} if how == "header" else {}
    row = anyone.get(URL, query, headers=headers).json()["results"][0]
    assert row["title"] == "Dlo sal ak anviwònman"
    assert row["category_label"] == "Anviwònman ak sante"


def test_one_request_leaves_no_language_behind(anyone):
    anyone.get(URL, {"lang": "ht", "q": "wastewater"})
    row = anyone.get(URL, {"q": "wastewater"}).json()["results"][0]
    assert row["title"] == "Wastewater and environment"


def test_pages_hold_every_provision_once(anyone):
    slugs, url = [], f"{URL}?page_size=9"
    while url:
        body = anyone.get(url).json()
        slugs += [row["slug"] for row in body["results"]]
        url = body["next"]
    assert len(slugs) == len(set(slugs)) == 70


def test_an_unchanged_list_is_not_sent_again(anyone):
    tag = anyone.get(URL)["ETag"]
    again = anyone.get(URL, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_reading_provisions_takes_few_queries(anyone, django_assert_max_num_queries):
    anyone.get(URL)
    with django_assert_max_num_queries(4):
        anyone.get(URL, {"page_size": 1000})


def test_instruments_say_what_renews_what(anyone):
    rows = {row["slug"]: row for row in anyone.get("/api/v1/instruments/").json()["results"]}
    assert rows["sres-2751"]["renews"] == ["sres-2699"]
    assert rows["sres-2793"]["valid_to"] is None
    assert rows["iccpr"]["verification_status"] == "unverified"
    assert rows["iccpr"]["source"] is None


def test_nobody_writes_over_the_api(api, lead):
    assert api(lead).post(URL, {}).status_code == 405
