"""Vocabularies in the admin: added to, edited, retired, with reasons."""

import re

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from oversight.audit.models import Event
from oversight.vocabularies import actions, columns
from oversight.vocabularies.models import Term, Vocabulary, forget_terms, offered_choices
from tests.cases.summaries import rows

pytestmark = pytest.mark.django_db
NEW = {
    "code": "asked_later",
    "label_en": "asked later",
    "label_fr": "demandé plus tard",
    "label_ht": "mande pita",
    "reason": "agreed in March",
}
SURE = {"confirmed": "1"}


@pytest.fixture(autouse=True)
def _terms_again():
    """Terms are kept in the process for a minute: those of these tests must not reach the next."""
    yield
    forget_terms()


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
        browser.post(do(vocabulary, "add"), NEW | SURE)
    assert Term.objects.filter(code=NEW["code"]).count() == 1
    assert Client().get(page_of(vocabulary)).status_code == 302


def test_a_term_is_added_edited_retired_and_offered_again(client_of, administrator, vocabulary):
    browser = client_of(administrator)
    assert browser.post(do(vocabulary, "add"), NEW | SURE).status_code == 302
    term = Term.objects.get(code=NEW["code"])
    assert term.order > 0
    changed = {**NEW, "order": "3", "note": "a note", "label_fr": "plus tard"}
    changed.pop("code")
    assert browser.post(do(vocabulary, "edit", term.pk), changed | SURE).status_code == 302
    assert (
        browser.post(do(vocabulary, "retire", term.pk), {"reason": "unused"} | SURE).status_code
        == 302
    )
    term.refresh_from_db()
    assert (term.label_fr, term.order, bool(term.retired_on)) == ("plus tard", 3, True)
    assert "retired on" in browser.get(page_of(vocabulary)).content.decode()
    assert (
        browser.post(do(vocabulary, "offer", term.pk), {"reason": "needed"} | SURE).status_code
        == 302
    )
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
        client_of(administrator).post(
            do(vocabulary, "retire", term.pk), {"reason": "unused"} | SURE
        )
    assert term.code not in dict(offered_choices(vocabulary.pk))
    assert term.code in dict(offered_choices(vocabulary.pk, keep=term.code))


def test_lists_are_found_by_their_terms(client_of, administrator, vocabulary):
    term = vocabulary.terms.first()
    address = reverse("admin:oversight_vocabulary_changelist")
    answer = client_of(administrator).get(address, {"q": term.code})
    assert vocabulary in answer.context["cl"].result_list


def test_a_change_is_shown_before_it_is_made(client_of, administrator, vocabulary):
    browser, term = client_of(administrator), vocabulary.terms.first()
    old = term.label_fr
    sent = {
        "label_en": term.label_en,
        "label_fr": "tout autre chose",
        "label_ht": term.label_ht,
        "order": str(term.order),
        "parent": term.parent.code if term.parent else "",
        "note": term.note,
        "reason": "clearer",
    }
    shown = browser.post(do(vocabulary, "edit", term.pk), sent)
    text = shown.content.decode()
    assert f"{old} → tout autre chose" in text
    assert "Old records show the new words too" in text
    term.refresh_from_db()
    assert term.label_fr == old
    kept = dict(shown.context["kept"]) | {"seen": shown.context["preview"].seen}
    again = browser.post(do(vocabulary, "edit", term.pk), kept | {"edit": "1"})
    assert again.context["form"].data["label_fr"] == "tout autre chose"
    assert browser.post(do(vocabulary, "edit", term.pk), kept | SURE).status_code == 302
    term.refresh_from_db()
    assert term.label_fr == "tout autre chose"
    same = browser.post(do(vocabulary, "edit", term.pk), sent)
    assert "Nothing is different from now." in same.content.decode()


@pytest.mark.parametrize("name", ["edit", "retire"])
def test_a_preview_that_is_out_of_date_is_refused(client_of, administrator, vocabulary, name):
    browser, term = client_of(administrator), vocabulary.terms.first()
    sent = {"label_en": "x", "label_fr": "x", "label_ht": "x", "order": "1", "reason": "clearer"}
    shown = browser.post(do(vocabulary, name, term.pk), sent)
    kept = sent | {"seen": shown.context["preview"].seen} | SURE
    actions.edit_term(term=term, by=administrator, reason="meanwhile", label_en="another")
    answer = browser.post(do(vocabulary, name, term.pk), kept)
    assert answer.status_code == 412
    assert "Somebody changed this meanwhile" in answer.content.decode()
    term.refresh_from_db()
    assert (term.label_en, term.retired_on) == ("another", None)
    again = browser.post(do(vocabulary, name, term.pk), sent)
    kept = sent | {"seen": again.context["preview"].seen} | SURE
    assert browser.post(do(vocabulary, name, term.pk), kept).status_code == 302


def test_a_new_term_is_shown_where_it_would_stand(client_of, administrator, vocabulary):
    browser = client_of(administrator)
    shown = browser.post(do(vocabulary, "add"), NEW)
    last = vocabulary.terms.order_by("order", "code").last()
    assert f"It stands after “{last.label_en}”." in shown.content.decode()
    assert not Term.objects.filter(code=NEW["code"]).exists()
    seen = shown.context["preview"].seen
    actions.add_term(vocabulary=vocabulary, by=administrator, **NEW | {"code": "meanwhile"})
    answer = browser.post(do(vocabulary, "add"), NEW | SURE | {"seen": seen})
    assert answer.status_code == 412


def test_what_is_wrong_is_said_before_anything_is_shown(client_of, administrator, vocabulary):
    code = vocabulary.terms.first().code
    browser = client_of(administrator)
    assert browser.post(do(vocabulary, "add"), NEW | {"code": code}).status_code == 400
    assert browser.post(do(vocabulary, "add"), NEW | {"reason": ""}).status_code == 400


def test_a_rarely_used_term_looks_like_one_nobody_uses(client_of, administrator, monitor):
    used, unused = Term.objects.filter(vocabulary_id="violation_types", parent__isnull=False)[:2]
    browser = client_of(administrator)

    def said(term):
        return columns.of_retirement(term.vocabulary, administrator, {}, term).remarks[-1]

    def tell(number):
        for report in rows.reports(number, by=monitor, filed="2026-08-01T10:00"):
            report.types = [used.code]
            report.save(update_fields=["types"])

    tell(columns.FEW - 1)
    assert said(used) == said(unused)
    tell(1)
    assert said(used) == "5 records or more have it now."
    text = browser.post(do(used.vocabulary, "retire", used.pk), {"reason": "x"}).content.decode()
    assert "Records that have it keep it" in text


def test_the_code_of_a_term_is_never_changed(client_of, administrator, vocabulary):
    term = vocabulary.terms.first()
    sent = {"code": "other", "label_en": "x", "label_fr": "x", "label_ht": "x", "order": "1"}
    sent |= {"reason": "x"} | SURE
    assert client_of(administrator).post(do(vocabulary, "edit", term.pk), sent).status_code == 302
    code = term.code
    term.refresh_from_db()
    assert term.code == code
    assert term.label_en == "x"


def test_every_field_of_codes_names_a_list_that_is_there():
    known = set(Vocabulary.objects.values_list("code", flat=True))
    for code in known:
        for model, field in columns._users_of(code):
            assert model._meta.get_field(field)
    named = {
        name
        for model in apps.get_models()
        for name in getattr(model, "audit_vocabularies", {}).values()
    }
    assert named <= known


def test_every_list_opens_by_the_link_of_the_list(client_of, administrator):
    browser = client_of(administrator)
    page = browser.get(reverse("admin:oversight_vocabulary_changelist")).content.decode()
    links = set(re.findall(r'href="(/admin/oversight/vocabulary/[^"?]+/change/)', page))
    assert any("_5F" in link for link in links)
    assert {browser.get(link).status_code for link in links} == {200}
