"""The timeline of a case speaks in words and keeps what the log does not hold."""

from cases.casework import actions
from cases.casework.actions.moves import EVENTS
from oversight.audit.columns import timeline
from oversight.audit.models import Event
from oversight.audit.rules import sentence_of


def test_codes_are_shown_with_their_labels_and_people_by_name(
    opened, alleged, reviewer, other_reviewer
):
    case = opened()
    actions.edit_case(case=case, by=reviewer, title="Secret", severity="grave")
    actions.assign(case=case, user=other_reviewer, by=reviewer, declaration=True)
    alleged(case, reviewer, type="theft_extortion")

    told = {entry["title"]: entry["lines"] for entry in reversed(timeline(case))}

    assert told["reviewer changed the title or severity of the case."] == [
        "Title: changed",
        "Severity: Moderate → Grave",
    ]
    assert "Person: other_reviewer" in told["reviewer put somebody on the case."]
    assert "Type: Theft or extortion" in told["reviewer added an allegation."]
    assert "Secret" not in str(told)


def test_every_event_of_a_case_has_a_sentence(investigated, proposed, reviewer, lead):
    case = investigated(by=reviewer)
    actions.adopt(finding=proposed(case, reviewer), by=lead)
    actions.add_note(case=case, by=reviewer, text="x")
    for name in ("begin_decision", "begin_follow_up"):
        actions.apply(case=case, name=name, by=reviewer)

    for kind in Event.objects.about(case).values_list("type", flat=True):
        assert sentence_of(kind, "Ana") != f"Ana: {kind}"


def test_every_move_has_an_event_with_a_sentence():
    for kind in EVENTS.values():
        assert sentence_of(f"case.{kind}", "Ana") != f"Ana: case.{kind}"
