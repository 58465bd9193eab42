"""A lesson from a case asks for a change to a module and leads nowhere back."""

import pytest
from django.core.serializers import serialize

from cases.casework import actions
from cases.casework.rules import leads_back, like_numbers
from mission.training.models import ModuleChangeRequest, TrainingModule
from oversight.audit.models import Event
from oversight.authority.rules import NotPermitted, RuleBroken
from tests.mission.force_of_tests import member

pytestmark = pytest.mark.django_db
TEXT = "Practise how to approach somebody who does not understand the language."


@pytest.fixture
def module(db):
    return TrainingModule.objects.order_by("pk").first()


def ask(case, module, by, text=TEXT):
    actions.pass_lesson_on(case=case, module=module, text=text, by=by)


def test_the_request_holds_the_text_and_nothing_of_the_case(opened, module, reviewer):
    case = opened()
    ask(case, module, reviewer)
    request = ModuleChangeRequest.objects.get()
    assert request.text == TEXT
    row = serialize("json", [request])
    for trace in (case.reference, str(case.pk), str(reviewer.pk), reviewer.email):
        assert trace not in row
    assert Event.objects.about(case).filter(type="case.lesson_passed_on").count() == 1
    asked = Event.objects.about(request).get()
    assert (asked.actor_id, asked.reason) == ("", "")


def test_a_text_that_leads_back_is_refused(opened, alleged, module, reviewer):
    case = opened()
    alleged(case, reviewer, personnel=member("KE 07/77"))
    member("JM-4711", state="JM", unit="JM-1")
    report = case.links.get().report.reference
    for trace in (
        *(case.reference, case.reference.lower(), case.reference.replace("-", " "), report),
        *("R-0000-ABCD", "KE 07/77", "ke0777", "JM-4711"),
    ):
        with pytest.raises(RuleBroken) as refused:
            ask(case, module, reviewer, f"As in {trace}, do not shout.")
        assert (refused.value.code, refused.value.pointer) == ("text_leads_back", "/text"), trace
    assert not ModuleChangeRequest.objects.exists()


def test_words_of_the_case_are_not_copied(opened, module, reviewer):
    case = opened()
    told = "The two men stood by the blue gate until the lorry had left."
    actions.add_note(case=case, by=reviewer, text=told)
    for copy in (
        told,
        f"Teach: {told.upper()}",
        "two men stood... by the BLUE gate until the lorry",
    ):
        with pytest.raises(RuleBroken) as refused:
            ask(case, module, reviewer, copy)
        assert refused.value.code == "text_copied"
    ask(case, module, reviewer, "Do not stand by a gate.")


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_a_text_is_needed_and_has_an_end(opened, module, reviewer, text):
    with pytest.raises(RuleBroken):
        ask(opened(), module, reviewer, text)


def test_figures_and_years_are_no_numbers_of_people():
    assert like_numbers("In 2025, 12 of 300 officers; article 5.2 of 2699") == {"2699"}
    assert not leads_back("The community came in 2025.", ["C-7K3M-9QXD", "12"])
    assert leads_back("number 12 did it", ["12"])


def test_only_who_works_on_the_case_asks(opened, module, reviewer, focal_point, vetting_officer):
    case = opened()
    for stranger in (focal_point, vetting_officer):
        with pytest.raises(NotPermitted):
            ask(case, module, stranger)
