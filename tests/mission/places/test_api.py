import pytest

pytestmark = pytest.mark.django_db
URL = "/api/v1/places/"


@pytest.fixture
def anyone(api):
    return api(None)


def test_anyone_finds_a_place_best_first(anyone):
    best = anyone.get(URL, {"q": "petyonvil"}).json()["results"][0]
    assert (best["pcode"], best["level"], best["parent"]) == ("HT0114", "commune", "HT011")
    assert best["within"] == "Ouest"


def test_a_place_has_its_creole_name_in_creole(anyone):
    best = anyone.get(URL, {"q": "petionville", "lang": "ht"}).json()["results"][0]
    assert (best["name"], best["within"]) == ("Petyonvil", "Lwès")


def test_a_search_can_be_narrowed_to_a_level(anyone):
    rows = anyone.get(URL, {"q": "port au prince", "level": "arrondissement"}).json()["results"]
    assert rows[0]["pcode"] == "HT011"
    assert {row["level"] for row in rows} == {"arrondissement"}


def test_a_place_without_code_has_a_key(anyone):
    best = anyone.get(URL, {"q": "marfranc"}).json()["results"][0]
    assert (best["pcode"], best["key"]) == (None, "X-marfranc")


def test_children_of_a_place_are_listed(anyone):
    rows = anyone.get(URL, {"parent": "HT", "level": "departement"}).json()["results"]
    assert len(rows) == 10


@pytest.mark.parametrize("code", ["HT0111", "ht0111"])
def test_a_code_is_read_in_either_case(anyone, code):
    rows = anyone.get(URL, {"parent": code}).json()["results"]
    assert {row["level"] for row in rows} == {"section_communale"}


def test_pages_hold_every_place_once(anyone):
    keys, url = [], f"{URL}?page_size=100"
    while url:
        body = anyone.get(url).json()
        keys += [row["key"] for row in body["results"]]
        url = body["next"]
    assert len(keys) == len(set(keys)) == 769


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"level": "village"}, "/level"),
        ({"parent": "HT99"}, "/parent"),
        ({"q": "x" * 500}, "/q"),
    ],
)
def test_a_bad_query_is_refused_beside_its_field(anyone, query, pointer):
    answer = anyone.get(URL, query)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_a_search_takes_few_queries(anyone, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        anyone.get(URL, {"q": "jakmel"})
