"""Vocabularies in the admin: added to, edited, retired, with reasons."""

import pytest
from django.test import Client
from django.urls import reverse

from oversight.audit.models import Event
from oversight.vocabularies.models import Term, Vocabulary, offered_choices

pytestmark = pytest.mark.django_db
NEW = {
    "code": "asked_later",
    "label_en": "asked later",
    "label_fr": "demandé plus tard",
    "label_ht": "mande pita",
    "reason": "agreed in March",
}


@pytest.fixture
def vocabulary():
    return Vocabulary.objects.filter(terms__isnull=False).order_by("code").first()


def page_of(vocabulary):
    return reverse("admin:oversight_vocabulary_change", args=[vocabulary.pk])


def do(vocabulary, name, *part):
    suffix = "do_part" if part else "do"
    return reverse(f"admin:oversight_vocabulary_{suffix}", args=[vocabulary.pk, name, *part])


def test_only_administrators_keep_vocabularies(client_of, everybody, vocabulary):
    for name, user in everybody.items():
        browser = client_of(user)
        for address in (
            reverse("admin:oversight_vocabulary_changelist"),
            page_of(vocabulary),
            do(vocabulary, "add"),
        ):
            answer = browser.get(address)
            expected = {200} if name == "administrator" else {302, 403, 404}
            assert answer.status_code in expected, (name, address)
        browser.post(do(vocabulary, "add"), NEW)
    assert Term.objects.filter(code=NEW["code"]).count() == 1
    assert Client().get(page_of(vocabulary)).status_code == 302


def test_a_term_is_added_edited_retired_and_offered_again(client_of, administrator, vocabulary):
    browser = client_of(administrator)
    assert browser.post(do(vocabulary, "add"), NEW).status_code == 302
    term = Term.objects.get(code=NEW["code"])
    assert term.order > 0
    changed = {**NEW, "order": "3", "note": "a note", "label_fr": "plus tard"}
    changed.pop("code")
    assert browser.post(do(vocabulary, "edit", term.pk), changed).status_code == 302
    assert browser.post(do(vocabulary, "retire", term.pk), {"reason": "unused"}).status_code == 302
    term.refresh_from_db()
    assert (term.label_fr, term.order, bool(term.retired_on)) == ("plus tard", 3, True)
    assert "retired on" in browser.get(page_of(vocabulary)).content.decode()
    assert browser.post(do(vocabulary, "offer", term.pk), {"reason": "needed"}).status_code == 302
    term.refresh_from_db()
    assert term.retired_on is None
    events = Event.objects.filter(target_id=str(term.pk)).order_by("id")
    assert [event.type for event in events] == ["term.added"] + ["term.edited"] * 3


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"code": "Not A Code"}, "code"),
        ({"code": ""}, "code"),
        ({"label_ht": ""}, "label_ht"),
        ({"reason": " "}, "reason"),
        ({"parent": "nowhere"}, "parent"),
        ({"order": "-1"}, "order"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(client_of, administrator, vocabulary, wrong, field):
    answer = client_of(administrator).post(do(vocabulary, "add"), NEW | wrong)
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert not Term.objects.filter(code=NEW["code"]).exists()


def test_a_code_is_used_once_in_its_list(client_of, administrator, vocabulary):
    code = vocabulary.terms.first().code
    answer = client_of(administrator).post(do(vocabulary, "add"), NEW | {"code": code})
    assert answer.status_code == 400


def test_a_term_does_not_stand_below_itself(client_of, administrator):
    child = Term.objects.filter(parent__isnull=False).first()
    term = child.parent
    sent = {
        "label_en": term.label_en,
        "label_fr": term.label_fr,
        "label_ht": term.label_ht,
        "order": term.order,
        "parent": child.code,
        "reason": "x",
    }
    answer = client_of(administrator).post(do(term.vocabulary, "edit", term.pk), sent)
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["parent"]


def test_a_retired_term_is_offered_no_more(
    client_of, administrator, vocabulary, django_capture_on_commit_callbacks
):
    term = vocabulary.terms.first()
    with django_capture_on_commit_callbacks(execute=True):
        client_of(administrator).post(do(vocabulary, "retire", term.pk), {"reason": "unused"})
    assert term.code not in dict(offered_choices(vocabulary.pk))
    assert term.code in dict(offered_choices(vocabulary.pk, keep=term.code))


def test_lists_are_found_by_their_terms(client_of, administrator, vocabulary):
    term = vocabulary.terms.first()
    address = reverse("admin:oversight_vocabulary_changelist")
    answer = client_of(administrator).get(address, {"q": term.code})
    assert vocabulary in answer.context["cl"].result_list
