"""The share of declined reports, for leads; and the ready texts as a screen."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.reports import actions
from cases.reports.actions.templates import load_templates
from cases.reports.models import MessageTemplate
from cases.triage.columns import declined_share, since_when

pytestmark = pytest.mark.django_db
PAGE = "/admin/cases/report/declined/"


def share(user):
    return declined_share(since=since_when(), user=user)


def test_share_is_counted_by_who_where_and_track(report, reviewer, other_reviewer, lead):
    for by in (reviewer, other_reviewer):
        actions.accept(report=report(), by=by)
    for _number in range(2):
        actions.decline(report=report(), by=reviewer, reason="x")
    found = share(lead)
    assert (found.whole.declined, found.whole.decided, found.whole.percent) == (2, 4, 50)
    assert [(s.label, s.declined, s.decided) for s in found.reviewers] == [
        (reviewer.name, 2, 3),
        (other_reviewer.name, 0, 1),
    ]
    assert [(s.decided, s.percent) for s in found.departments] == [(4, 50)]
    assert [s.label for s in found.tracks] == ["general"]


def test_decision_taken_back_and_old_ones_do_not_count(report, reviewer, lead):
    old = timezone.now() - timedelta(days=120)
    actions.decline(report=report(), by=reviewer, reason="x", now=old)
    again = actions.decline(report=report(), by=reviewer, reason="x")
    actions.reopen(report=again, by=reviewer, reason="y")
    assert share(lead).whole.decided == 0


def test_nobody_counts_what_they_may_not_see(report, reviewer, focal_point):
    row = report(types=["rape"])
    actions.accept(report=row, by=focal_point)
    assert share(reviewer).whole.decided == 0


def test_counts_take_one_query_and_names_two(report, reviewer, lead, django_assert_num_queries):
    actions.decline(report=report(), by=reviewer, reason="x")
    lead.held  # noqa: B018 - read once per person
    with django_assert_num_queries(3):
        share(lead)


def test_page_is_for_leads_and_its_links_narrow_the_list(client_of, everybody, report, reviewer):
    actions.decline(report=report(), by=reviewer, reason="x")
    actions.accept(report=report(), by=reviewer)
    for name, person in everybody.items():
        status = client_of(person).get(PAGE).status_code
        assert (status == 200) == (name == "lead"), name
    client = client_of(everybody["lead"])
    found = client.get(PAGE).context["shares"]
    for part in (found.whole, *found.reviewers, *found.departments, *found.tracks):
        assert client.get(part.url).context["listing"].count == 1
    assert "1 of 2 decided reports were declined (50 %)" in client.get("/desk/").content.decode()


def test_ready_texts_are_a_screen_for_leads(client_of, everybody):
    load_templates()
    address = "/admin/cases/messagetemplate/ask-when/change/"
    for name, person in everybody.items():
        status = client_of(person).get(address).status_code
        assert (status == 200) == (name == "lead"), name
    text = client_of(everybody["lead"]).get(address).content.decode()
    for word in ("Can you say", "Pouvez-vous", "Èske ou ka", "awaiting review"):
        assert word in text


def test_ready_text_is_edited_and_added_in_dialogs(client_of, lead):
    load_templates()
    client, row = client_of(lead), MessageTemplate.objects.get(pk="ask-when")
    address = "/admin/cases/messagetemplate/ask-when/do/edit/"
    texts = {f"{f}_{lang}": f"{f} {lang}" for f in ("name", "text") for lang in ("en", "fr", "ht")}
    data = {"version": row.version, "order": 5, "reason": "clearer", **texts}
    wrong = client.post(address, data | {"text_ht": "Bonjou {non}"})
    assert wrong.status_code == 400
    assert "Bonjou {non}" in wrong.content.decode()
    assert client.post(address, data).status_code == 302
    assert client.post(address, data).status_code == 412
    add = "/admin/cases/messagetemplate/add/"
    assert client.get(add).status_code == 200
    new = {"code": "mine", "purpose": "ask", "order": 1, "reason": "x", **texts}
    assert client.post(add, new | {"text_en": "{x}"}).status_code == 400
    assert client.post(add, new).status_code == 302
    assert client.post(add, new).status_code == 400
    assert MessageTemplate.objects.get(pk="mine").text_fr == "text fr"
