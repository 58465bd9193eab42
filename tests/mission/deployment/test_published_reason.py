"""The published reason of an exception leads to nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mission.deployment.actions import ask_override, decide_override
from oversight.authority.rules import RuleBroken
from oversight.sealing.rules import Sealed
from tests.mission.force_of_tests import member, unit_of

pytestmark = pytest.mark.django_db


def ask(person, by, text):
    day = timezone.localdate() + timedelta(days=3)
    about = {"person": person, "unit": unit_of(), "arrives_on": day, "by": by}
    return ask_override(**about, public_reason=text, reason="Only for the office.")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("For ZQ-4711 a place was kept.", "names_the_person"),
        ("For zq 47 11 a place was kept.", "names_the_person"),
        ("Because wilhelmína speaks Creole.", "names_the_person"),
        ("OBERON is a nurse.", "names_the_person"),
        ("A Kenyan nurse was needed.", "names_the_contingent"),
        ("Needed by ke-1 at once.", "names_the_contingent"),
        ("Needed before the twelfth, 12 June.", "number_in_reason"),
        ("", "text_missing"),
    ],
)
def test_a_reason_that_leads_to_somebody_is_refused(officers, text, code):
    with pytest.raises(RuleBroken) as refused:
        ask(member("ZQ-4711", name="Wilhelmina Oberon"), officers[0], text)
    assert (refused.value.code, refused.value.pointer) == (code, "/public_reason")
    assert "ilhelm" not in str(refused.value) and "beron" not in str(refused.value)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("77", "A nurse was needed for seventy-seven people."),
        ("KE-4711", "The unit at Kenscoff had no nurse."),
        ("ZQ-1", "A word with zq in it."),
    ],
)
def test_what_leads_to_nobody_is_taken(officers, number, text):
    row = ask(member(number, name="Al Oberon"), officers[0], f"{text} Also alone.")
    assert row.public_reason.startswith(text)


def test_a_person_without_a_name_is_asked_for_too(officers):
    assert ask(member("ZQ-1"), officers[0], "A nurse was needed.").public_reason


def test_whoever_was_renamed_meanwhile_is_not_named_either(officers):
    person = member("ZQ-1", name="Somebody Else")
    asked = ask(person, officers[0], "Rosalind was needed.")
    person.name = Sealed.of("Rosalind Quill")
    person.save(update_fields=("name",))
    with pytest.raises(RuleBroken) as refused:
        decide_override(override=asked, approved=True, by=officers[1])
    assert refused.value.code == "names_the_person"
    decide_override(override=asked, approved=False, by=officers[1], reason="It names her.")
