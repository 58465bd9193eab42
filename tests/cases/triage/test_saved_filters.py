"""Filters kept under a name: one's own, shared by leads, harmless to others."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from cases.triage.actions import edit_filter, keeping, remove_filter, save_filter
from cases.triage.models import SavedFilter
from oversight.audit.models import Event
from oversight.authority.rules import NotPermitted, RuleBroken

LIST = "/admin/cases/report/"
SAVED = f"{LIST}filters/"


@pytest.fixture
def kept(reviewer):
    return save_filter(name="West", list="report", query="tab=all&department=HT01", by=reviewer)


def test_the_filters_in_use_are_kept_and_offered(client_of, reviewer, report):
    inside, outside = report(place="HT0111"), report(place="HT0511")
    client = client_of(reviewer)
    sent = {"name": "West", "query": "tab=all&department=HT01&page=7&unknown=1&__proto__=x"}
    answer = client.post(SAVED, sent, follow=True)
    row = SavedFilter.objects.get()
    assert row.query == "tab=all&department=HT01"
    page = client.get(f"{LIST}?{row.query}").content.decode()
    assert ">West</a>" in page and 'aria-current="page">West' in page
    assert inside.reference in page and outside.reference not in page
    assert answer.status_code == 200


def test_a_list_opens_with_the_first_one_until_asked_otherwise(client_of, reviewer, kept):
    edit_filter(saved=kept, name="West", is_shared=False, is_first=True, by=reviewer)
    client = client_of(reviewer)
    assert client.get(LIST).url == f"?{kept.query}"
    assert client.get(f"{LIST}?tab=waiting").status_code == 200
    other = save_filter(name="North", list="report", query="tab=all", by=reviewer)
    edit_filter(saved=other, name="North", is_shared=False, is_first=True, by=reviewer)
    assert SavedFilter.objects.get(is_first=True) == other


def test_nobody_else_sees_or_touches_it(client_of, reviewer, other_reviewer, administrator, kept):
    client = client_of(other_reviewer)
    assert "West" not in client.get(f"{LIST}?tab=all").content.decode()
    for method in (client.get, client.post):
        assert method(f"{SAVED}{kept.pk}/", {"remove": "1"}).status_code == 404
    assert client_of(administrator).get(SAVED).status_code == 403
    assert Client().get(SAVED).status_code == 302
    for call in (edit_filter, remove_filter):
        more = {} if call is remove_filter else {"name": "x", "is_shared": False, "is_first": False}
        with pytest.raises(NotPermitted):
            call(saved=kept, by=other_reviewer, **more)
    assert not SavedFilter.objects.visible_to(administrator).exists()


def test_a_lead_shares_and_each_sees_their_own_lines(client_of, lead, reviewer, report):
    hidden = report(types=["sexual_assault"])
    row = save_filter(name="All there is", list="report", query="tab=all", by=lead)
    edit_filter(saved=row, name=row.name, is_shared=True, is_first=False, by=lead)
    page = client_of(reviewer).get(f"{LIST}?tab=all").content.decode()
    assert "All there is" in page
    assert hidden.reference not in page


def test_only_a_lead_shares_and_never_words(reviewer, lead, kept):
    with pytest.raises(NotPermitted):
        edit_filter(saved=kept, name="West", is_shared=True, is_first=False, by=reviewer)
    words = save_filter(name="Words", list="report", query="tab=all&q=jean", by=lead)
    with pytest.raises(RuleBroken) as refused:
        edit_filter(saved=words, name="Words", is_shared=True, is_first=False, by=lead)
    assert refused.value.code == "words_in_it"


def test_a_name_serves_once_and_is_not_empty(reviewer, kept):
    with pytest.raises(RuleBroken) as refused:
        save_filter(name=" west ", list="report", query="", by=reviewer)
    assert refused.value.code == "name_taken"
    save_filter(name="West", list="case", query="", by=reviewer)
    with pytest.raises(ValidationError):
        save_filter(name="  ", list="report", query="", by=reviewer)


def test_there_is_an_end_to_keeping(reviewer, kept, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_FILTERS", 1)
    with pytest.raises(RuleBroken) as refused:
        save_filter(name="One more", list="report", query="", by=reviewer)
    assert refused.value.code == "too_many"


def test_it_is_renamed_and_removed_by_hand(client_of, reviewer, kept):
    client = client_of(reviewer)
    assert client.post(f"{SAVED}{kept.pk}/", {"name": ""}).status_code == 400
    assert client.post(f"{SAVED}{kept.pk}/", {"name": "Ouest"}).status_code == 302
    assert "Ouest" in client.get(SAVED).content.decode()
    assert client.post(f"{SAVED}{kept.pk}/", {"remove": "1"}).status_code == 302
    assert not SavedFilter.objects.exists()


def test_events_hold_neither_name_nor_search(reviewer):
    row = save_filter(name="Jean of the market", list="report", query="q=jean", by=reviewer)
    remove_filter(saved=row, by=reviewer)
    written = str(list(Event.objects.filter(type__startswith="filter.").values()))
    assert "jean" not in written.lower()


def test_a_value_the_reader_does_not_know_breaks_nothing(client_of, reviewer):
    query = "tab=all&provision=gone&assigned=nobody-of-this-name&department=HT99"
    save_filter(name="Old", list="report", query=query, by=reviewer)
    assert client_of(reviewer).get(f"{LIST}?{query}").status_code == 200
