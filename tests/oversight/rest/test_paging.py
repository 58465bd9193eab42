"""Every row is met exactly once, however many share one value; bad cursors are refused."""

from base64 import urlsafe_b64encode
from types import SimpleNamespace

import pytest
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from mission.places.models import Place
from oversight.rest.api.paging import Pages

pytestmark = pytest.mark.django_db
URL = "/api/v1/places/"
MANY = 1500


@pytest.fixture
def equal_places():
    rows = [
        Place(key=f"same-{n:04}", name_fr="Même", level="commune", sort_key="meme")
        for n in range(MANY)
    ]
    Place.objects.bulk_create(rows)
    return Place.objects.filter(sort_key="meme")


def page_at(address, rows, ordering):
    pages = Pages()
    request = Request(APIRequestFactory().get(address))
    found = pages.paginate_queryset(rows, request, SimpleNamespace(ordering=ordering))
    return found, pages.get_paginated_response([]).data


def walk(rows, ordering, size, way="next", address=URL):
    """The keys of every page, and the address of the last."""
    seen = []
    address = f"{address}?page_size={size}" if "?" not in address else address
    while address:
        last = address
        found, told = page_at(address, rows, ordering)
        seen.append([row.key for row in found])
        address = told[way]
        assert len(seen) <= MANY, "it never ends"
    return seen, last


@pytest.mark.parametrize("ordering", [("sort_key",), ("-sort_key",), ("sort_key", "-key")])
@pytest.mark.parametrize("size", [1000, 400])
def test_equal_values_are_walked_forwards_and_back(equal_places, ordering, size):
    forwards, last = walk(equal_places, ordering, size)
    back, _first = walk(equal_places, ordering, size, "previous", last)

    keys = [key for page in forwards for key in page]
    assert len(keys) == len(set(keys)) == MANY
    expected = sorted(keys, reverse=ordering[-1].startswith("-"))
    assert keys == expected
    assert [key for page in reversed(back) for key in page] == keys


def test_order_of_the_list_is_kept_across_pages(api, equal_places):
    keys, address = [], f"{URL}?page_size=700"
    while address:
        told = api(None).get(address).json()
        keys += [row["name"] for row in told["results"]]
        address = told["next"]
    assert len(keys) == Place.objects.count()


def test_rows_added_meanwhile_shift_nothing(equal_places):
    found, told = page_at(f"{URL}?page_size=10", equal_places, ("sort_key", "key"))
    Place.objects.create(key="same-", name_fr="Même", level="commune", sort_key="meme")
    following, _told = page_at(told["next"], equal_places, ("sort_key", "key"))
    assert (found[-1].key, following[0].key) == ("same-0009", "same-0010")


def test_whole_list_on_one_page_has_no_links(equal_places):
    rows = equal_places.filter(key__lt="same-0005")
    _found, told = page_at(f"{URL}?page_size=5", rows, ("key",))
    assert (told["next"], told["previous"]) == (None, None)


def encoded(text):
    return urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        *("cD1hYmM=", "cD0lMDA=", "x", "", "é", "%00", "a" * 5000),
        *map(encoded, ["7", "null", "{}", "[false,7]", "[false,[]]", '[false,["a"]]']),
        *map(encoded, ['[false,["a","b","c"]]', '[0,["a","b"]]', '[false,["a",null]]']),
        *map(encoded, ['[false,["a","\\u0000"]]', "[" * 900]),
    ],
)
def test_cursor_that_was_never_given_is_refused(api, cursor):
    answer = api(None).get(URL, {"cursor": cursor})
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("application/problem+json")
    assert [e["pointer"] for e in answer.json()["errors"]] == ["/cursor"]


@pytest.mark.parametrize("values", [["x", "y"], ["2025-01-01", "1"], ["9" * 400, "x"]])
def test_cursor_of_another_list_is_refused(api, reviewer, values):
    cursor = encoded('[false,["' + '","'.join(values) + '"]]')
    assert api(reviewer).get("/api/v1/reports/", {"cursor": cursor}).status_code == 400


@pytest.mark.parametrize("size", ["0", "1001", "-1", "x", "", "9" * 30, "1.5", "٣"])
def test_page_size_out_of_bounds_is_refused(api, size):
    answer = api(None).get(URL, {"page_size": size})
    assert answer.status_code == 400
    assert [e["pointer"] for e in answer.json()["errors"]] == ["/page_size"]


@pytest.mark.parametrize("size", [1, 1000])
def test_page_size_at_the_bounds_is_taken(api, size):
    assert api(None).get(URL, {"page_size": size}).status_code == 200
