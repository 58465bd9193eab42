"""Vocabularies: public, in three languages, retired rather than removed."""

import pytest

from oversight.audit.models import Event
from oversight.authority.rules import NotPermitted, RuleBroken
from oversight.vocabularies.actions import edit_term, load_shipped, retire_term
from oversight.vocabularies.models import (
    Term,
    forget_terms,
    label_of,
    offered_choices,
    require_code,
)


@pytest.fixture
def rape(db):
    yield Term.objects.get(vocabulary_id="violation_types", code="rape")
    forget_terms()


def test_anyone_reads_every_list_in_the_language_asked(api, db):
    body = api(None).get("/api/v1/vocabularies/?lang=ht").json()

    types = next(v for v in body["results"] if v["vocabulary"] == "violation_types")
    rape = next(term for term in types["terms"] if term["code"] == "rape")
    assert "adejak" in rape["label"]
    assert rape["parent"] == "sexual"


def test_unknown_language_is_refused_with_a_pointer(api, db):
    answer = api(None).get("/api/v1/vocabularies/?lang=xx")

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["pointer"] == "/lang"


def test_same_list_again_is_304(api, db):
    first = api(None).get("/api/v1/vocabularies/")
    again = api(None).get("/api/v1/vocabularies/", headers={"if-none-match": first["ETag"]})

    assert again.status_code == 304 and not again.content


def test_every_term_has_three_labels(db):
    assert not Term.objects.filter(label_fr="") and not Term.objects.filter(label_ht="")


def test_retired_term_is_no_longer_offered_but_keeps_its_label(rape, administrator):
    retire_term(term=rape, by=administrator, reason="test")
    forget_terms()

    assert "rape" not in dict(offered_choices("violation_types"))
    assert "rape" in dict(offered_choices("violation_types", keep="rape"))
    assert label_of("violation_types", "rape") != "rape"
    with pytest.raises(RuleBroken) as refused:
        require_code("violation_types", "rape", "/types/0")
    assert refused.value.pointer == "/types/0"


def test_loading_again_leaves_an_edited_term_alone(rape, administrator):
    edit_term(term=rape, by=administrator, reason="wording", label_en="Rape (as the office says)")

    load_shipped()

    rape.refresh_from_db()
    assert rape.label_en == "Rape (as the office says)"
    assert Event.objects.filter(type="term.edited").exists()


def test_only_who_manages_vocabularies_edits_them(rape, reviewer):
    with pytest.raises(NotPermitted):
        edit_term(term=rape, by=reviewer, reason="no", label_en="x")
