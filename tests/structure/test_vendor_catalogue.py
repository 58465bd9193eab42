"""What the packages say reaches people in French and Creole: nothing missing, nothing broken."""

import re
from collections import Counter
from pathlib import Path

import polib
import pytest
from django.conf import settings

from oversight.management.commands import vendor_strings

CATALOGUES = sorted((settings.BASE_DIR / "locale-vendor").glob("*/LC_MESSAGES/*.po"))
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[a-zA-Z%]|\{[^{}]*\}")
TAG = re.compile(r"</?\w+[^<>]*>")

each_catalogue = pytest.mark.parametrize(
    "path", CATALOGUES, ids=lambda path: f"{path.parts[-3]}-{path.stem}"
)


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("domain", vendor_strings.DOMAINS)
@pytest.mark.parametrize("language", vendor_strings.LANGUAGES)
def test_every_string_of_the_packages_is_translated(language, domain):
    missing = vendor_strings.missing(language, domain)
    assert not missing, f"run manage.py vendor_strings: {missing}"


def test_extraction_sees_every_kind_of_source():
    found = vendor_strings.extract("django")
    assert ("", "This field is required.", "") in found
    assert ("abbrev. month", "Aug.", "") in found
    assert ("", "%(counter)s result", "%(counter)s results") in found
    assert ("", "Apply Filters", "") in found
    assert ("", "6 a.m.", "") in vendor_strings.extract("djangojs")


def test_extraction_leaves_out_applications_that_are_not_installed():
    sources = set(vendor_strings.extract("django").values())
    assert not [name for name in sources if "contrib/gis/" in name or "contrib/flatpages" in name]


@each_catalogue
def test_compiled_catalogue_is_current(path: Path):
    compiled = path.with_suffix(".mo").read_bytes()
    assert compiled == polib.pofile(str(path)).to_binary(), "run manage.py vendor_strings --compile"


@each_catalogue
def test_every_entry_is_complete_and_counts_as_its_language_does(path: Path):
    catalogue = polib.pofile(str(path))
    assert catalogue.metadata["Plural-Forms"] == "nplurals=2; plural=(n > 1);"
    assert not [entry.msgid for entry in catalogue if not entry.translated()]
    assert not [e.msgid for e in catalogue if e.msgid_plural and sorted(e.msgstr_plural) != [0, 1]]


@each_catalogue
def test_placeholders_tags_and_edges_are_those_of_the_original(path: Path):
    wrong = []
    for entry in polib.pofile(str(path)):
        originals = [entry.msgid, entry.msgid_plural or entry.msgid]
        for text in texts(entry):
            same = [Counter(PLACEHOLDER.findall(o)) for o in originals]
            tags = [Counter(TAG.findall(o)) for o in originals]
            edges = [(o[:1].isspace(), o[-1:].isspace()) for o in originals]
            if (
                Counter(PLACEHOLDER.findall(text)) not in same
                or Counter(TAG.findall(text)) not in tags
                or (text[:1].isspace(), text[-1:].isspace()) not in edges
            ):
                wrong.append((entry.msgid, text))
    assert not wrong


def test_creole_says_that_it_awaits_review():
    for path in CATALOGUES:
        if path.parts[-3] == "ht":
            assert "Awaiting review by a Creole speaker" in polib.pofile(str(path)).header
