from datetime import date

import pytest

from cases.reports.rules import clean, fingerprint, new_reference, period_of, track_for
from cases.reports.rules.dates import begins_after
from cases.reports.rules.tracks import is_child, is_sensitive
from cases.reports.workflow import TRANSITIONS, available, transition_from
from oversight.authority.rules import Conflict, Mistakes
from tests.cases.reports.bodies import body

TODAY = date(2026, 11, 23)


def pointers(**changes):
    with pytest.raises(Mistakes) as refusal:
        clean(body(**changes), today=TODAY)
    return {mistake.pointer: mistake.code for mistake in refusal.value.found}


@pytest.mark.parametrize(
    ("precision", "start", "end", "period"),
    [
        ("day", date(2025, 3, 2), None, (date(2025, 3, 2), date(2025, 3, 2))),
        ("day", date(2025, 3, 2), date(2025, 3, 4), (date(2025, 3, 2), date(2025, 3, 4))),
        ("month", date(2024, 2, 17), None, (date(2024, 2, 1), date(2024, 2, 29))),
        ("season", date(2025, 5, 17), None, (date(2025, 4, 1), date(2025, 6, 30))),
        ("year", date(2025, 5, 17), None, (date(2025, 1, 1), date(2025, 12, 31))),
        ("month", date(2025, 1, 9), date(2025, 3, 9), (date(2025, 1, 1), date(2025, 3, 31))),
        ("unknown", None, None, None),
    ],
)
def test_period_is_the_whole_range_that_is_meant(precision, start, end, period):
    assert period_of(precision, start, end) == period


def test_month_that_has_begun_is_not_in_the_future():
    assert not begins_after("month", date(2026, 11, 30), TODAY)
    assert not begins_after("day", TODAY, TODAY)
    assert begins_after("month", date(2026, 12, 1), TODAY)
    assert begins_after("day", date(2026, 11, 24), TODAY)


@pytest.mark.parametrize(
    ("types", "child", "track"),
    [
        ({"assault", "integrity"}, False, "general"),
        ({"rape", "sexual"}, False, "sea"),
        ({"rape", "sexual"}, True, "child"),
        ({"sexual_abuse_of_child", "sexual"}, False, "child"),
        ({"recruitment_use", "children"}, False, "child"),
        ({"assault"}, True, "child"),
        ({"death_in_custody", "life", "arbitrary_arrest", "liberty"}, False, "death"),
        ({"arbitrary_arrest", "liberty"}, False, "detention"),
        ({"corruption", "conduct"}, False, "conduct"),
        (set(), False, "general"),
    ],
)
def test_track_follows_types_and_age(types, child, track):
    assert track_for(types, child) == track


def test_torture_takes_two_people_though_its_track_is_open():
    assert is_sensitive({"torture", "integrity"}, "general")
    assert not is_sensitive({"assault", "integrity"}, "general")


def test_age_says_who_is_a_child():
    assert is_child(age_band="15-17", told=None) is True
    assert is_child(age_band="18-24", told=None) is False
    assert is_child(age_band="unknown", told=True) is True
    assert is_child(age_band="", told=None) is None


def test_references_have_no_sign_that_is_misread():
    made = {new_reference("R") for _ in range(500)}
    assert len(made) == 500
    assert not set("".join(made)[1:]) & set("ILOU")


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"occurred_from": "2026-11-24"}, "/occurred_from", "future"),
        ({"occurred_to": "2026-11-24"}, "/occurred_to", "future"),
        ({"occurred_to": "2025-03-01"}, "/occurred_to", "reversed"),
        ({"occurred_from": None}, "/occurred_from", "date_missing"),
        ({"occurred_from": "2 March"}, "/occurred_from", "not_a_date"),
        ({"occurred_from": "2025-02-30"}, "/occurred_from", "not_a_date"),
        ({"occurred_from": 20250302}, "/occurred_from", "not_a_date"),
        ({"date_precision": "unknown"}, "/occurred_from", "date_unknown"),
        ({"date_precision": "week"}, "/date_precision", "unknown_code"),
        ({"time_of_day": "25:00"}, "/time_of_day", "not_a_time"),
        ({"narrative": "x" * 20_001}, "/narrative", "too_long"),
        ({"narrative": "a\x00b"}, "/narrative", "control_signs"),
        ({"narrative": "a\ud800b"}, "/narrative", "control_signs"),
        ({"narrative": 7}, "/narrative", "not_text"),
        ({"narrative": "  ", "types": []}, "/narrative", "nothing_told"),
        ({"types": "assault"}, "/types", "not_a_list"),
        ({"types": [None, 3]}, "/types/1", "not_text"),
        ({"types": ["a"] * 61}, "/types", "too_many"),
        ({"narrativ": "x"}, "/narrativ", "unknown_field"),
        ({"source": {"kind": "x"}}, "/source/kind", "unknown_field"),
        ({"source": "me"}, "/source", "not_an_object"),
        ({"source": {"credibility": "7"}}, "/source/credibility", "unknown_code"),
        (
            {"consent": {"state": "refused", "grants": ["internal_only"]}},
            "/consent/grants",
            "not_given",
        ),
        ({"consent": {"state": "given", "on": "2027-01-01"}}, "/consent/on", "future"),
        ({"persons": [{"number": 2}]}, "/persons/0/role", "role_missing"),
        ({"persons": [{"role": "victim", "number": 0}]}, "/persons/0/number", "not_a_number"),
        ({"persons": [{"role": "victim", "name": "x"}]}, "/persons/0/name", "unknown_field"),
        (
            {"persons": [{"role": "victim", "age_band": "5-11", "is_child": False}]},
            "/persons/0/is_child",
            "age_contradicts",
        ),
    ],
)
def test_body_is_refused_at_its_field(changes, pointer, code):
    assert pointers(**changes).get(pointer) == code


def test_every_mistake_is_named_at_once():
    found = pointers(occurred_from="2027-01-01", narrative="\x07", nonsense=1)
    assert set(found) == {"/occurred_from", "/narrative", "/nonsense"}


@pytest.mark.parametrize("data", [None, [], "text", 7])
def test_what_is_not_an_object_is_refused(data):
    with pytest.raises(Mistakes) as refusal:
        clean(data, today=TODAY)
    assert refusal.value.found[0].code == "not_an_object"


def test_text_at_the_limit_fits_and_line_ends_become_one_kind():
    read = clean(body(narrative="é" * 19_998 + "\r\nb"), today=TODAY)
    assert read.narrative.endswith("é\nb")


def test_contact_is_dropped_unless_consent_was_given():
    source = {"contact": "509 0000 0000"}
    assert clean(body(source=source), today=TODAY).contact
    for state in ("refused", "not_asked", "withdrawn"):
        assert not clean(body(source=source, consent={"state": state}), today=TODAY).contact


def test_old_record_may_leave_everything_unsaid():
    read = clean({}, today=TODAY, told_in_full=False)
    assert (read.date_precision, read.occurred_from, read.narrative) == ("unknown", None, "")


def test_fingerprint_ignores_order_and_blanks_but_no_word():
    first = fingerprint(clean(body(types=["assault", "torture"]), today=TODAY))
    again = clean(
        body(types=["torture", "assault"], narrative=body()["narrative"] + " "), today=TODAY
    )
    other = clean(body(types=["torture", "assault"], narrative="Lòt bagay."), today=TODAY)
    assert fingerprint(again) == first != fingerprint(other)


@pytest.mark.parametrize(
    ("status", "names"),
    [
        (
            "submitted",
            {"accept", "decline", "mark_duplicate", "ask", "refuse_proposal", "withdraw_proposal"},
        ),
        ("needs_information", {"answer", "amend_question", "remind", "withdraw_question"}),
        ("accepted", {"withdraw_acceptance", "inform"}),
        ("declined", {"reopen", "inform"}),
        ("duplicate", {"reopen", "inform"}),
    ],
)
def test_moves_of_each_state(status, names):
    assert {move.name for move in available(status)} == names
    for other in {move.name for move in TRANSITIONS} - names:
        with pytest.raises(Conflict):
            transition_from(status, other)


@pytest.mark.parametrize("data", [[], "x", 7, None])
def test_body_that_is_no_object_is_one_mistake(data):
    with pytest.raises(Mistakes) as refusal:
        clean(data, today=TODAY)
    assert [(m.code, m.pointer) for m in refusal.value.found] == [("not_an_object", "")]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"types": [None]}, {"/types/0": "not_text"}),
        ({"types": ["assault", 7, None]}, {"/types/1": "not_text", "/types/2": "not_text"}),
        ({"persons": [{"role": "boss"}]}, {"/persons/0/role": "unknown_code"}),
        ({"persons": [{}]}, {"/persons/0/role": "role_missing"}),
        ({"persons": ["x"]}, {"/persons/0": "not_an_object"}),
        ({"source": []}, {"/source": "not_an_object"}),
    ],
)
def test_each_mistake_is_said_once_at_its_own_place(changes, found):
    with pytest.raises(Mistakes) as refusal:
        clean(body(**changes), today=TODAY)
    assert sorted((m.pointer, m.code) for m in refusal.value.found) == sorted(found.items())


UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u2063\u3164\u2800\ufe0f \n\t"


@pytest.mark.parametrize("narrative", [UNSEEN, "\u202e\u2066", "\u2028\u00a0\u3000"])
def test_text_of_nothing_that_can_be_seen_tells_nothing(narrative):
    assert pointers(narrative=narrative, types=[]) == {"/narrative": "nothing_told"}


def test_text_loses_signs_that_turn_it_round_and_keeps_joiners():
    turned = "Patwouy \u202enan\u202c \u2067mache\u2069 a, \U0001f468\u200d\U0001f469"
    read = clean(body(narrative=turned), today=TODAY)
    assert read.narrative == "Patwouy nan mache a, \U0001f468\u200d\U0001f469"


def test_control_signs_alone_are_still_refused():
    assert pointers(narrative="\x07", types=[]) == {"/narrative": "control_signs"}
