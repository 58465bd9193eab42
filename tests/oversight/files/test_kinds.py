"""What is taken, by content alone."""

import pytest

from oversight.authority.rules import RuleBroken
from oversight.files.actions import check
from oversight.files.rules import clean_name
from tests.files import REFUSED, TAKEN


@pytest.mark.parametrize("content_type", TAKEN)
def test_takes_what_it_says_it_takes(arrive, content_type):
    assert check(arrive(TAKEN[content_type]())).content_type == content_type


@pytest.mark.parametrize("case", REFUSED)
def test_refuses_in_a_sentence(arrive, case):
    make, code = REFUSED[case]
    with pytest.raises(RuleBroken) as refused:
        check(arrive(make()))
    assert refused.value.code == code and str(refused.value).endswith(".")


@pytest.mark.parametrize("beginning", ["BM te la maten an. ", "MZ ", "GIFT ", "ID4 "])
def test_words_that_begin_like_a_signature_are_still_words(arrive, beginning):
    assert check(arrive((beginning * 9).encode())).content_type == "text/plain"


def test_text_cut_in_the_middle_of_a_sign_is_a_text(arrive):
    assert check(arrive(("é" * 40_000).encode()[1:] + b"\n" * 70_000)).content_type == "text/plain"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("a\0b\x07.jpg", "ab.jpg"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("", "-"),
        ("...", "-"),
        ("Fòto Jan-Pyè.jpg", "Fòto Jan-Pyè.jpg"),
    ],
)
def test_hostile_names_lose_what_is_hostile(name, shown):
    assert clean_name(name) == shown


def test_long_names_are_shortened_and_keep_their_ending():
    short = clean_name("x" * 5_000 + ".jpeg")
    assert len(short) <= 120 and short.endswith("….jpeg")
