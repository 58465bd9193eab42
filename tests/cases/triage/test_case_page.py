"""The page of a case and what is done from it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.casework import actions
from oversight.deadlines.models import Deadline
from tests.cases.triage.test_report_page import do


def page(case, suffix="change/"):
    return f"/admin/cases/case/{case.pk}/{suffix}"


def part(case, name, row, client, **data):
    return do(client, case, name, part=str(row.pk), **data)


def test_page_shows_sections_and_next_steps(client_of, reviewer, opened, alleged):
    case = opened()
    alleged(case, reviewer)
    text = client_of(reviewer).get(page(case)).content.decode()
    for expected in (
        *("Start the investigation", "Close the case", "Add an allegation", "Person 1"),
        *("Put somebody on the case", "Write a note", "Who can see this case", reviewer.name),
        "The clock of the assessment ends",
    ):
        assert expected in text


def test_blocked_move_says_why_and_is_no_link(client_of, reviewer, investigated):
    case = actions.apply(case=investigated(by=reviewer), name="begin_decision", by=reviewer)
    text = client_of(reviewer).get(page(case)).content.decode()
    assert "Add at least one allegation first." in text
    assert page(case, "do/begin_follow_up/") not in text


def test_move_asks_confirms_and_moves(client_of, reviewer, opened):
    case, client = opened(), client_of(reviewer)
    assert client.get(page(case, "do/start_investigation/")).status_code == 200
    case.refresh_from_db()
    assert case.status == "assessment"
    assert do(client, case, "start_investigation").status_code == 302
    case.refresh_from_db()
    assert case.status == "investigation"


def test_closing_asks_how_it_ended(client_of, reviewer, opened):
    case, client = opened(), client_of(reviewer)
    answer = do(client, case, "close", reason="Typed before")
    assert answer.status_code == 400
    assert "Typed before" in answer.content.decode()
    data = {"disposition": "no_jurisdiction", "feedback": "given", "reason": ""}
    offered = client.get(page(case, "do/close/")).context["form"].fields["disposition"].choices
    data["disposition"] = next(code for code, _label in offered if code not in ("", "pending"))
    assert do(client, case, "close", **data).status_code == 302
    case.refresh_from_db()
    assert case.status == "closed"


def test_stale_move_is_refused(client_of, reviewer, opened):
    case = opened()
    actions.add_note(case=case, by=reviewer, text="meanwhile")
    answer = client_of(reviewer).post(page(case, "do/start_investigation/"), {"version": 1})
    assert answer.status_code == 412
    case.refresh_from_db()
    assert case.status == "assessment"


def test_note_is_kept_and_shown(client_of, reviewer, opened):
    case, client = opened(), client_of(reviewer)
    assert do(client, case, "note", text="Called the clinic.").status_code == 302
    assert "Called the clinic." in client.get(page(case)).content.decode()
    assert do(client, case, "note", text="").status_code == 400


def test_allegation_is_added_and_refusals_stand_beside_their_field(
    client_of, reviewer, opened, provision, kenya
):
    case, client = opened(), client_of(reviewer)
    data = {
        "type": "assault",
        "affiliation": "mission_personnel",
        "contingent": kenya.pk,
        "involvement": "unknown",
        "provision": provision.pk,
        "person_number": "",
        "victim_age_band": "",
    }
    assert do(client, case, "allegation", **data).status_code == 302
    assert case.allegations.get().contingent == kenya
    again = do(client, case, "allegation", **(data | {"person_number": "1"}))
    assert again.status_code == 409
    assert again.context["form"].errors.get("type")


def test_finding_goes_from_one_person_to_another(
    client_of, reviewer, other_reviewer, investigated, alleged
):
    case = investigated(by=reviewer)
    allegation = alleged(case, reviewer)
    mine, theirs = client_of(reviewer), client_of(other_reviewer)
    data = {
        "outcome": "substantiated",
        "standard_of_proof": "balance_of_probabilities",
        "reasoning": "Two accounts agree.",
    }
    without = part(case, "finding", allegation, mine, **data)
    assert without.status_code == 400
    assert "Two accounts agree." in without.content.decode()
    source = str(case.links.get().report_id)
    assert part(case, "finding", allegation, mine, **data, sources=[source]).status_code == 302
    finding = allegation.findings.get()
    own = part(case, "adopt", finding, mine)
    assert own.status_code == 403
    assert "do/adopt" not in mine.get(page(case)).content.decode()
    assert part(case, "return", finding, theirs, reason="").status_code == 400
    assert part(case, "adopt", finding, theirs).status_code == 302
    finding.refresh_from_db()
    assert finding.status == "adopted"


def test_dialog_about_a_row_of_another_case_is_not_there(
    client_of, reviewer, investigated, alleged
):
    case, other = investigated(by=reviewer), investigated(by=reviewer)
    foreign = alleged(other, reviewer)
    client = client_of(reviewer)
    for wrong in (str(foreign.pk), "1", "x"):
        assert client.get(page(case, f"do/finding/{wrong}/")).status_code == 404
    assert client.get(page(case, "do/finding/")).status_code == 404


def test_person_joins_with_a_declaration_and_leaves(client_of, reviewer, other_reviewer, opened):
    case, client = opened(), client_of(reviewer)
    data = {"user": str(other_reviewer.pk)}
    assert do(client, case, "assign", **data).status_code == 400
    assert do(client, case, "assign", **data, declaration="on").status_code == 302
    row = case.access.get(user=other_reviewer)
    assert part(case, "unassign", row, client).status_code == 302
    assert not case.access.filter(user=other_reviewer, ended_at=None).exists()


def test_who_steps_back_is_led_away_from_the_case(client_of, reviewer, opened):
    case, client = opened(), client_of(reviewer)
    answer = do(client, case, "recuse", user=str(reviewer.pk), reason="I know the family.")
    assert answer.status_code == 302
    assert client.get(page(case)).status_code == 404
    assert client.get(answer.url).status_code == 200


def test_who_page_names_everybody_the_rule_lets_in(
    client_of, reviewer, other_reviewer, focal_point, lead, administrator, opened
):
    case = opened()
    text = client_of(reviewer).get(page(case, "who/")).content.decode()
    for person in (reviewer, other_reviewer, lead):
        assert person.name in text
    for person in (focal_point, administrator):
        assert person.name not in text
    assert "works on the case" in text


def clock_page(case, clock, name):
    back = f"?next={page(case)}"
    return reverse("admin:oversight_deadline_do", args=[clock.pk, name]) + back


def test_clock_is_steered_from_the_page_of_its_case(client_of, reviewer, lead, opened):
    case = opened()
    clock = Deadline.objects.of_subject(case).running().get()
    mine, theirs = client_of(reviewer), client_of(lead)
    done = mine.post(clock_page(case, clock, "pause"), {"reason": "Holiday of the court"})
    assert (done.status_code, done.url) == (302, page(case))
    assert "Clock paused" in mine.get(page(case)).content.decode()
    assert mine.post(clock_page(case, clock, "run_on")).status_code == 302
    early = mine.post(clock_page(case, clock, "ask_time"), {"reason": "r", "due_at": "2020-01-01"})
    assert early.status_code == 400
    assert early.context["form"].errors["due_at"]
    late = (clock.due_at + timedelta(days=5)).date().isoformat()
    asked = mine.post(clock_page(case, clock, "ask_time"), {"reason": "r", "due_at": late})
    assert asked.status_code == 302
    assert "asks for more time, until" in mine.get(page(case)).content.decode()
    assert mine.get(clock_page(case, clock, "approve_time")).status_code == 404
    assert theirs.post(clock_page(case, clock, "approve_time")).status_code == 302
    moved = Deadline.objects.get(pk=clock.pk)
    assert timezone.localdate(moved.due_at).isoformat() == late


def test_restricted_case_names_its_focal_point_first(client_of, focal_point, lead, opened):
    case = opened(by=lead, types=["rape"])
    client = client_of(lead)
    assert "Name a focal point first" in client.get(page(case)).content.decode()
    data = {"user": str(focal_point.pk), "declaration": "on"}
    assert do(client, case, "focal_point", **data).status_code == 302
    assert do(client, case, "start_investigation").status_code == 302


@pytest.mark.parametrize("word", ["substantiated", "mission_personnel", "HT0111", "None"])
def test_page_shows_words_and_no_codes(client_of, reviewer, investigated, proposed, word):
    case = investigated(by=reviewer)
    proposed(case, reviewer)
    text = client_of(reviewer).get(page(case)).content.decode()
    body = text[text.index('class="office triage"') :]
    assert f">{word}<" not in body
