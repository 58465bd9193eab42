"""Ready texts: three languages, one mark, kept by leads."""

import pytest
from django.core.exceptions import ValidationError

from cases.reports.actions import (
    add_template,
    edit_template,
    offer_template,
    retire_template,
)
from cases.reports.actions.templates import load_templates
from cases.reports.choices import Purpose
from cases.reports.models import MessageTemplate
from cases.reports.rules.messages import strange_placeholders
from oversight.audit.models import Event
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken

pytestmark = pytest.mark.django_db
TEXTS = {
    f"{field}_{lang}": f"{field} {lang} {{reference}}"
    for field in ("name", "text")
    for lang in ("en", "fr", "ht")
}


@pytest.fixture
def shipped(db):
    load_templates()
    return MessageTemplate.objects.all()


def test_shipped_texts_are_whole_and_serve_every_purpose(shipped):
    assert set(shipped.values_list("purpose", flat=True)) == set(Purpose.values)
    for row in shipped:
        row.full_clean()
        assert (row.reviewed_fr, row.reviewed_ht) == (True, False)


def test_text_comes_in_the_language_of_the_report(shipped, filed):
    row = shipped.get(code="accept-taken-up")
    for language, word in (("fr", "Merci"), ("ht", "Mèsi"), ("en", "Thank you")):
        report = filed(language=language)
        text = row.text_for(report)
        assert text.startswith(word)
        assert report.reference in text
        assert "{" not in text


def test_only_leads_keep_the_texts(shipped, everybody):
    row = shipped.first()
    for name, person in everybody.items():
        if name == "lead":
            continue
        with pytest.raises(NotPermitted):
            edit_template(template=row, by=person, reason="x", text_en="mine")


def test_edited_text_survives_the_next_load(shipped, lead):
    row = shipped.first()
    with pytest.raises(RuleBroken):
        edit_template(template=row, by=lead, reason=" ", text_en="New.")
    edit_template(template=row, by=lead, reason="clearer", text_en="New.")
    load_templates()
    row.refresh_from_db()
    assert (row.text_en, row.version) == ("New.", 2)
    assert Event.objects.about(row).get().type == "template.edited"


@pytest.mark.parametrize("text", ["{name}", "Hi {", "}", "{reference} {0}", "{{reference}}"])
def test_no_other_mark_is_taken(shipped, lead, text):
    with pytest.raises(ValidationError):
        edit_template(template=shipped.first(), by=lead, reason="x", text_ht=text)


def test_marks_are_found():
    assert strange_placeholders("{reference} fine") == []
    assert strange_placeholders("{a} {b} {a}") == ["{a}", "{b}"]


def test_new_text_is_added_once_and_can_rest(lead):
    row = add_template(code="mine", purpose="ask", by=lead, reason="x", order=1, **TEXTS)
    with pytest.raises(Conflict):
        add_template(code="mine", purpose="ask", by=lead, reason="x", order=1, **TEXTS)
    retire_template(template=row, by=lead, reason="x")
    assert not MessageTemplate.objects.all().offered("ask").filter(pk="mine").exists()
    offer_template(template=row, by=lead, reason="x")
    assert MessageTemplate.objects.all().offered("ask").filter(pk="mine").exists()
