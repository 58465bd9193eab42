import csv
from pathlib import Path

import pytest

from mission.places.actions import find, load_shipped
from mission.places.models import Place, PlaceName

pytestmark = pytest.mark.django_db

# Real spellings, kept outside the project: used where a developer has them.
REAL = Path(__file__).parents[3] / "var" / "commune_name_variants.csv"


def codes(text, limit=3):
    return [place.code for place in find(text=text, limit=limit)]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("petyonvil", "HT0114"),
        ("petion ville", "HT0114"),
        ("Petyon-Vil", "HT0114"),
        ("PÉTIONVILLE", "HT0114"),
        ("Okap", "HT0311"),
        ("au cap", "HT0311"),
        ("cap haitien, haiti", "HT0311"),
        ("okay", "HT0711"),
        ("les cayes", "HT0711"),
        ("cayes", "HT0711"),
        ("jakmel", "HT0211"),
        ("jacml", "HT0211"),
        ("jamcel", "HT0211"),
        ("gonayiv", "HT0511"),
        ("Les Gonaives", "HT0511"),
        ("st marc", "HT0531"),
        ("Senmak", "HT0531"),
        ("lestere", "HT0513"),
        ("L' Estere", "HT0513"),
        ("saut deau", "HT0622"),
        ("sodo", "HT0622"),
        ("ile a vache", "HT0716"),
        ("mole st nicolas", "HT0931"),
        ("kwa dè bouke", "HT0131"),
        ("Croix des Bouquet", "HT0131"),
        ("Delmas 33, Port-au-Prince", "HT0112"),
        ("komin Delmas", "HT0112"),
        ("nord", "HT03"),
        ("Nòdwès", "HT09"),
        ("Latibonit", "HT05"),
        ("grand bois", "HT0134"),
        ("fond des blancs", "X-fond-des-blancs"),
        ("Marfranc", "X-marfranc"),
        ("haiti", "HT"),
    ],
)
def test_the_best_match_is_the_place_that_was_meant(written, code):
    assert codes(written)[0] == code


def test_a_commune_comes_before_the_arrondissement_of_its_name():
    assert codes("Port-au-Prince")[:2] == ["HT0111", "HT011"]


def test_a_section_is_found_without_its_number():
    assert "HT0114-01" in codes("montagne noire")


@pytest.mark.parametrize("written", ["", "   ", "!!", "\x00", "%", "_", "xqzw"])
def test_nothing_is_found_for_what_names_no_place(written):
    assert codes(written) == []


def test_a_very_long_text_is_cut_and_not_refused():
    assert codes("Jacmel " + "x" * 100_000) is not None


def test_one_slip_still_finds_each_commune():
    communes = Place.objects.filter(level="commune", pcode__isnull=False)
    missed = []
    for place in communes:
        name = place.name_fr
        middle = len(name) // 2
        written = name[:middle] + name[middle + 1 :]
        if place.code not in codes(written):
            missed.append(written)
    assert len(missed) <= len(communes) * 0.05


@pytest.mark.skipif(not REAL.exists(), reason="the list of real spellings is not shipped")
def test_real_spellings_are_found():
    with REAL.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    hits = sum(row["pcode"] in codes(row["variant"]) for row in rows)
    assert hits / len(rows) >= 0.95


def test_loading_twice_adds_nothing():
    counts = Place.objects.count(), PlaceName.objects.count()
    load_shipped()
    assert (Place.objects.count(), PlaceName.objects.count()) == counts


def test_the_gazetteer_is_whole():
    levels = [Place.objects.filter(level=level).count() for level in ("departement", "commune")]
    assert (Place.objects.count(), levels) == (769, [10, 146])
    assert Place.objects.filter(pcode__isnull=True).count() == 6
    assert not Place.objects.filter(parent=None).exclude(pcode="HT").exists()
