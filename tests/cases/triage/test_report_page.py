"""The page of a report and what is done from it."""

import pytest
from django.test import Client

from cases.casework.models import Case
from cases.reports import actions
from cases.reports.models import Report
from oversight.audit.models import Event

CONTACT = "Jan Batis 3456"


def page(row, suffix="change/"):
    return f"/admin/cases/report/{row.pk}/{suffix}"


def do(client, row, name, *, part="", **data):
    """Opens the dialog as a person does, then sends it."""
    model = row._meta.model_name
    address = f"/admin/cases/{model}/{row.pk}/do/{name}/" + (f"{part}/" if part else "")
    version = type(row).objects.get(pk=row.pk).version
    return client.post(address, {"version": version, **data})


def test_page_shows_the_words_and_what_is_possible(client_of, reviewer, report):
    row = report()
    text = client_of(reviewer).get(page(row)).content.decode()
    for expected in ("Patrouille", "Accept", "Decline", "Ask for more", "Open a case", "Timeline"):
        assert expected in text


def test_opening_a_dialog_does_nothing(client_of, reviewer, report):
    row = report()
    client = client_of(reviewer)
    for name in ("accept", "decline", "mark_duplicate", "ask", "open_case", "assign"):
        assert client.get(page(row, f"do/{name}/")).status_code == 200
    row.refresh_from_db()
    assert (row.status, row.version) == ("submitted", 1)


def test_accepting_moves_the_report_and_says_so(client_of, reviewer, report):
    row = report()
    answer = do(client_of(reviewer), row, "accept", reason="clear", message="Thank you.")
    assert answer.status_code == 302
    assert answer.url == page(row)
    row.refresh_from_db()
    assert row.status == "accepted"


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("decline", {"code": "other", "reason": "not ours", "message": "Sorry."}, "declined"),
        ("ask", {"message": "Which day?"}, "needs_information"),
    ],
)
def test_decision_keeps_both_texts(client_of, reviewer, report, name, data, status):
    row = report()
    do(client_of(reviewer), row, name, **data)
    row.refresh_from_db()
    assert row.status == status
    text = client_of(reviewer).get(page(row)).content.decode()
    assert data["message"] in text


def test_what_was_typed_stays_when_a_field_is_missing(client_of, reviewer, report):
    row = report()
    answer = do(client_of(reviewer), row, "decline", message="Kept words")
    assert answer.status_code == 400
    assert "Kept words" in answer.content.decode()
    row.refresh_from_db()
    assert row.status == "submitted"


def test_stale_dialog_is_refused_and_keeps_the_words(client_of, reviewer, other_reviewer, report):
    row = report()
    actions.assign(report=row, user=other_reviewer, by=other_reviewer)
    address = page(row, "do/accept/")
    client = client_of(reviewer)
    answer = client.post(address, {"version": 1, "reason": "long thought"})
    text = answer.content.decode()
    assert answer.status_code == 412
    assert "long thought" in text
    assert "Somebody changed this" in text
    # The dialog now stands on the new version: sending it again works.
    assert client.post(address, {"version": 2, "reason": "long thought"}).status_code == 302


def test_dialog_of_another_state_is_not_there(client_of, reviewer, report):
    row = report()
    actions.accept(report=row, by=reviewer, reason="")
    assert client_of(reviewer).get(page(row, "do/decline/")).status_code == 404


def test_duplicate_names_another_visible_report(client_of, reviewer, focal_point, report):
    first, second, hidden = report(), report(), report(types=["rape"])
    client = client_of(reviewer)
    refused = [
        do(client, second, "mark_duplicate", duplicate_of=reference, reason="same")
        for reference in (hidden.reference, "R-0000-0000")
    ]
    assert [answer.status_code for answer in refused] == [400, 400]
    sentence = "There is no report with this reference."
    assert all(sentence in answer.content.decode() for answer in refused)
    wanted = first.reference.lower()
    assert (
        do(client, second, "mark_duplicate", duplicate_of=wanted, reason="same").status_code == 302
    )
    second.refresh_from_db()
    assert second.status == "duplicate"


def test_own_report_is_decided_by_somebody_else(client_of, reviewer, report):
    row = report(by=reviewer)
    text = client_of(reviewer).get(page(row)).content.decode()
    assert "somebody else has to decide" in text
    answer = do(client_of(reviewer), row, "accept")
    assert answer.status_code == 403
    row.refresh_from_db()
    assert row.status == "submitted"


def test_declining_a_grave_report_takes_two(client_of, focal_point, lead, report):
    row = report(types=["rape"])
    data = {"code": "other", "reason": "r", "message": "m"}
    do(client_of(focal_point), row, "decline", **data)
    row.refresh_from_db()
    assert row.status == "submitted"
    assert "Confirm to decline" in client_of(lead).get(page(row)).content.decode()
    do(client_of(lead), row, "decline", **data)
    row.refresh_from_db()
    assert row.status == "declined"


def test_case_is_opened_from_the_report_and_shown(client_of, reviewer, report):
    row = report()
    data = {"title": "Market", "severity": "moderate", "declaration": "on"}
    answer = do(client_of(reviewer), row, "open_case", **data)
    case = Case.objects.get()
    assert answer.url == f"/admin/cases/case/{case.pk}/change/"
    assert Report.objects.get(pk=row.pk).status == "accepted"
    assert case.reference in client_of(reviewer).get(page(row)).content.decode()


def test_case_is_not_opened_without_the_declaration(client_of, reviewer, report):
    answer = do(client_of(reviewer), report(), "open_case", title="Market", severity="moderate")
    assert answer.status_code == 400
    assert not Case.objects.exists()


def test_report_joins_an_open_case_by_reference(client_of, reviewer, report, opened):
    case, row = opened(), report()
    client = client_of(reviewer)
    assert do(client, row, "add_to_case", case="C-0000-0000").status_code == 400
    assert do(client, row, "add_to_case", case=case.reference).status_code == 302
    assert case.links.filter(report=row).exists()


def test_contact_is_shown_once_with_a_reason_and_an_event(client_of, reviewer, report):
    row = report(source={"type": "witness_testimony", "contact": CONTACT})
    client = client_of(reviewer)
    assert CONTACT not in client.get(page(row)).content.decode()
    assert do(client, row, "reveal", reason="").status_code == 400
    answer = do(client, row, "reveal", reason="to call back")
    assert answer.status_code == 200
    assert CONTACT in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert Event.objects.filter(type="identity.revealed", actor_id=reviewer.pk).count() == 1
    assert CONTACT not in client.get(page(row)).content.decode()


def test_nothing_to_reveal_offers_no_dialog(client_of, reviewer, report):
    assert client_of(reviewer).get(page(report(), "do/reveal/")).status_code == 404


def test_similar_reports_stay_within_what_one_may_see(client_of, reviewer, lead, report):
    row, near, hidden = report(), report(), report(types=["rape"])
    seen = client_of(reviewer).get(page(row)).content.decode()
    assert near.reference in seen
    assert hidden.reference not in seen
    assert hidden.reference in client_of(lead).get(page(row)).content.decode()


def test_answer_by_telephone_is_written_down(client_of, reviewer, report):
    row = report()
    actions.ask(report=row, by=reviewer, message="Which day?")
    assert do(client_of(reviewer), row, "answer", text="It was Monday.").status_code == 302
    row.refresh_from_db()
    assert row.status == "submitted"
    assert "It was Monday." in client_of(reviewer).get(page(row)).content.decode()


def test_dialog_refuses_a_post_without_csrf(reviewer, report):
    client = Client(enforce_csrf_checks=True)
    client.force_login(reviewer, backend="allauth.account.auth_backends.AuthenticationBackend")
    row = report()
    assert client.post(page(row, "do/accept/"), {"version": 1}).status_code == 403
    row.refresh_from_db()
    assert row.status == "submitted"


def test_page_leads_on_through_the_list_one_came_from(client_of, reviewer, report):
    rows = sorted((report() for _number in range(3)), key=lambda row: row.reference)
    client, query = client_of(reviewer), "?next=/admin/cases/report/%3Fo%3Dreference"
    beside = [str(rows[0].pk), str(rows[2].pk)]

    def steps():
        found = client.get(page(rows[1]) + query).context["walk"]
        return [found[way].split("/")[4] for way in ("previous", "following")]

    assert steps() == beside
    # Decided, it has left the list; the way goes on from where it stood.
    actions.accept(report=rows[1], by=reviewer, reason="")
    assert steps() == beside
    assert not client.get(page(rows[1])).context["walk"]
