"""The dialogs in which reports change their case, work changes hands and texts are filled in."""

import pytest

from cases.casework import actions as casework
from cases.casework.models import Case
from cases.reports import actions
from cases.reports.actions.templates import load_templates
from oversight.deadlines.models import Notice
from tests.cases.triage.test_report_page import do, page

pytestmark = pytest.mark.django_db


def case_page(case, suffix="change/"):
    return f"/admin/cases/case/{case.pk}/{suffix}"


def link_of(case):
    return case.standing_links().first()


def body(answer):
    return answer.content.decode()


def test_every_new_dialog_opens_and_does_nothing(client_of, reviewer, report, opened):
    case, asked, accepted = opened(), report(), report()
    actions.ask(report=asked, by=reviewer, message="Which day?")
    actions.accept(report=accepted, by=reviewer)
    client, link = client_of(reviewer), link_of(case)
    standing = case.access.get()
    addresses = [
        *(page(asked, f"do/{n}/") for n in ("amend_question", "remind", "withdraw_question")),
        *(page(accepted, f"do/{n}/") for n in ("withdraw_acceptance", "inform")),
        page(asked, "do/ask_to_take/"),
        *(
            case_page(case, f"do/{n}/{link.pk}/")
            for n in ("move_report", "split_report", "take_back_report")
        ),
        case_page(case, f"do/hand_over/{standing.pk}/"),
        case_page(case, "do/ask_to_take/"),
        case_page(case, "do/note/"),
    ]
    version = Case.objects.get(pk=case.pk).version
    for address in addresses:
        assert client.get(address).status_code == 200, address
    assert Case.objects.get(pk=case.pk).version == version


def test_report_is_moved_by_reference_or_by_choosing(client_of, reviewer, report, opened):
    one, other = opened(), opened()
    casework.add_reports(case=one, reports=[report()], by=reviewer)
    client, link = client_of(reviewer), link_of(one)
    offered = body(client.get(case_page(one, f"do/move_report/{link.pk}/")))
    assert other.reference in offered
    data = {"reason": "other market"}
    nothing = do(client, one, "move_report", part=link.pk, **data)
    words = do(client, one, "move_report", part=link.pk, case="Market", **data)
    assert (nothing.status_code, words.status_code) == (400, 400)
    assert "Choose the case you mean." in body(words)
    assert "other market" in body(words)
    done = do(client, one, "move_report", part=link.pk, picked=str(other.pk), **data)
    assert done.url == case_page(other)
    assert other.standing_links().filter(report=link.report).exists()
    text = body(client.get(case_page(one)))
    assert "Reports that have left the case" in text


def test_hidden_case_is_neither_found_nor_taken(client_of, reviewer, focal_point, report, opened):
    case = opened()
    casework.add_reports(case=case, reports=[report()], by=reviewer)
    hidden = opened(by=focal_point, types=["rape"])
    client, link = client_of(reviewer), link_of(case)
    for data in ({"case": hidden.reference}, {"picked": str(hidden.pk)}, {"case": "Market"}):
        answer = do(client, case, "move_report", part=link.pk, reason="x", **data)
        assert answer.status_code == 400
        assert str(hidden.pk) not in body(answer).replace(f'value="{hidden.pk}"', "")
    assert case.standing_links().count() == 2


def test_last_report_leaves_after_saying_so(client_of, reviewer, opened, alleged):
    one, other = opened(), opened()
    alleged(one, reviewer)
    client, link = client_of(reviewer), link_of(one)
    shown = body(client.get(case_page(one, f"do/move_report/{link.pk}/")))
    assert "Nothing would be left that these rest on: Person 1" in shown
    data = {"case": other.reference, "reason": "kept words"}
    refused = do(client, one, "move_report", part=link.pk, **data)
    assert refused.status_code == 400
    assert "kept words" in body(refused)
    do(client, one, "move_report", part=link.pk, leaves_empty="on", **data)
    assert "No report stands in this case." in body(client.get(case_page(one)))


def test_stale_move_is_refused(client_of, reviewer, opened):
    one, other = opened(), opened()
    link = link_of(one)
    address = case_page(one, f"do/move_report/{link.pk}/")
    data = {"version": 0, "case": other.reference, "reason": "kept", "leaves_empty": "on"}
    answer = client_of(reviewer).post(address, data)
    assert answer.status_code == 412
    assert "kept" in body(answer)
    assert link_of(one) == link


def test_report_gets_a_case_of_its_own(client_of, reviewer, report, opened):
    case = opened()
    casework.add_reports(case=case, reports=[report()], by=reviewer)
    link = link_of(case)
    data = {"title": "Bridge", "severity": "moderate", "declaration": "on", "reason": "x"}
    answer = do(client_of(reviewer), case, "split_report", part=link.pk, **data)
    made = Case.objects.get(title="Bridge")
    assert answer.url == case_page(made)


def test_acceptance_is_taken_back_from_either_page(client_of, reviewer, report, opened):
    alone, case = report(), opened()
    inside = link_of(case).report
    actions.accept(report=alone, by=reviewer)
    client = client_of(reviewer)
    do(client, alone, "withdraw_acceptance", reason="mistake")
    data = {"reason": "mistake", "leaves_empty": "on"}
    do(client, case, "take_back_report", part=link_of(case).pk, **data)
    for row in (alone, inside):
        row.refresh_from_db()
        assert row.status == "submitted"


def test_content_of_a_report_one_may_not_read_is_not_on_the_case(
    client_of, opened, reviewer, lead, report
):
    one, other = opened(by=lead), opened(by=lead)
    told = report(place_as_told="Pòtay", place=None, types=["torture"])
    casework.add_reports(case=one, reports=[told], by=lead)
    casework.recuse(case=one, user=reviewer, by=lead, reason="kin")
    casework.move_report(case=one, report=told, to=other, by=lead, reason="x")
    text = body(client_of(reviewer).get(case_page(other)))
    assert told.reference in text
    assert "Not yours to read." in text
    assert "Pòtay" not in text


def test_ready_text_is_filled_in_the_language_of_the_report(client_of, reviewer, report):
    load_templates()
    row, client = report(language="ht"), client_of(reviewer)
    shown = body(client.get(page(row, "do/accept/")))
    assert "awaiting review: Haitian Creole" in shown
    for press in ({"fill": "1", "message": "mine"}, {}):
        data = {"template": "accept-taken-up", "reason": "kept words", **press}
        answer = do(client, row, "accept", **data)
        assert answer.status_code == 200
        assert "Mèsi. Nou li rapò ou a " + row.reference in body(answer)
        assert "kept words" in body(answer)
    row.refresh_from_db()
    assert row.status == "submitted"
    own = {"template": "accept-taken-up", "message": "Mèsi anpil."}
    assert do(client, row, "accept", **own).status_code == 302
    assert row.decisions.get(name="accept").message == "Mèsi anpil."


def test_many_get_the_ready_text_each_in_their_language(client_of, reviewer, report):
    load_templates()
    rows = [report(language="fr"), report(language="ht")]
    data = {
        "confirmed": "1",
        "selected": [str(row.pk) for row in rows],
        "template": "accept-taken-up",
    }
    client_of(reviewer).post("/admin/cases/report/bulk/accept/", data)
    said = [row.decisions.get(name="accept").message for row in rows]
    assert [text.split(".")[0] for text in said] == ["Merci", "Mèsi"]


def test_template_of_another_purpose_is_not_taken(client_of, reviewer, report):
    load_templates()
    answer = do(client_of(reviewer), report(), "accept", template="decline-too-little")
    assert answer.status_code == 400


def test_note_tells_the_ticked_and_the_named(client_of, reviewer, other_reviewer, lead, opened):
    case, client = opened(), client_of(reviewer)
    text = f"@{lead.name}: look at this."
    do(client, case, "note", text=text, told=[str(other_reviewer.pk)])
    for person in (lead, other_reviewer):
        assert Notice.objects.filter(recipient=person, kind="mentioned").count() == 1
    assert "Told:" in body(client.get(case_page(case)))


def test_note_offers_nobody_who_does_not_see_the_case(client_of, reviewer, focal_point, opened):
    case, client = opened(), client_of(reviewer)
    assert str(focal_point.pk) not in body(client.get(case_page(case, "do/note/")))
    answer = do(client, case, "note", text="x", told=[str(focal_point.pk)])
    assert answer.status_code == 400
    assert not case.notes.exists()


def test_case_and_report_are_handed_over(client_of, reviewer, other_reviewer, report, opened):
    case, row = opened(), report()
    actions.assign(report=row, user=reviewer, by=reviewer)
    client, to = client_of(reviewer), str(other_reviewer.pk)
    standing = case.access.get()
    refused = do(client, case, "hand_over", part=standing.pk, to=to, reason="kept words")
    assert refused.status_code == 400
    assert "kept words" in body(refused)
    data = {"to": to, "reason": "on leave", "declaration": "on"}
    assert do(client, case, "hand_over", part=standing.pk, **data).status_code == 302
    assert do(client, row, "hand_over", to=to, reason="on leave").status_code == 302
    row.refresh_from_db()
    assert row.assigned_to == other_reviewer
    assert case.access.get(ended_at__isnull=True).user == other_reviewer


def test_questions_stand_in_one_place(client_of, reviewer, monitor, report):
    row = report()
    actions.ask(report=row, by=reviewer, message="Which day?")
    client = client_of(reviewer)
    do(client, row, "amend_question", message="Which morning?")
    actions.answer(report=row, by=monitor, text="It was Monday.")
    found = client.get(page(row)).context["questions"]
    assert [(entry["row"].message, len(entry["answers"])) for entry in found] == [
        ("Which morning?", 1),
        ("Which day?", 0),
    ]
    listed = body(client.get("/admin/cases/report/?tab=answered"))
    assert row.reference in listed


def test_proposal_shows_in_queue_page_and_work(client_of, reviewer, other_reviewer, report):
    row = report(types=["torture"])
    actions.decline(report=row, by=reviewer, reason="r", code="other")
    first, second = client_of(reviewer), client_of(other_reviewer)
    assert "Waits for a second person" in body(second.get("/admin/cases/report/?tab=second"))
    assert "A colleague proposes to set it aside." in body(second.get("/desk/"))
    assert "A colleague proposes to set it aside." not in body(first.get("/desk/"))
    assert "Take your proposal back" in body(first.get(page(row)))
    assert "Do not follow the proposal" in body(second.get(page(row)))
    assert do(second, row, "refuse_proposal", reason="No.").status_code == 302
    assert "Waits for a second person" not in body(second.get("/admin/cases/report/"))


def test_bulk_decline_only_proposes_what_takes_two(client_of, reviewer, report):
    light, grave = report(), report(types=["torture"])
    data = {
        "confirmed": "1",
        "selected": [str(light.pk), str(grave.pk)],
        "code": "other",
        "reason": "x",
    }
    client_of(reviewer).post("/admin/cases/report/bulk/decline/", data)
    statuses = []
    for row in (light, grave):
        row.refresh_from_db()
        statuses.append(row.status)
    assert statuses == ["declined", "submitted"]
