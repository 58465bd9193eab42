"""The register of the force: who enters, changes, moves and reads, and what is refused."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from mission.force.actions import (
    change_person,
    find_by_name,
    move_to_unit,
    note_export,
    register_person,
    reveal_name,
)
from mission.force.actions.people import commander_of
from mission.force.models import Personnel, State, UnitMembership
from oversight.audit.models import Event
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken, Stale
from tests.mission.force_of_tests import JOINED, member, unit_of
from tests.people import make_user
from tests.together import outcomes

pytestmark = pytest.mark.django_db
OTHERS = ("lead", "reviewer", "focal_point", "ngo", "auditor", "administrator", "monitor")
DAY = timedelta(days=1)


@pytest.fixture
def narrow():
    return make_user("sv@office.example", "vetting_officer", scope=("contingent", "SV"))


def register(by, number="ZQ-1", *, state="KE", **traits):
    row = State.objects.get(pk=state)
    return register_person(state=row, service_number=number, by=by, **traits)


def test_an_officer_enters_somebody_and_the_name_is_nowhere_in_the_event(vetting_officer):
    person = register(vetting_officer, "zq  1", name="Wilhelmina  Oberon", rank=" Sergeant ")
    assert (str(person), person.rank, str(person.name)) == ("KE ZQ 1", "Sergeant", "•••")
    event = Event.objects.get(type="person.registered")
    assert event.actor_id == str(vetting_officer.pk)
    assert "Oberon" not in str(event.__dict__)


@pytest.mark.parametrize("who", OTHERS)
def test_others_enter_change_move_and_name_nobody(request, who):
    by, person = request.getfixturevalue(who), member("ZQ-1", name="Wilhelmina Oberon")
    acts = (
        lambda: register(by, "ZQ-2"),
        lambda: change_person(person=person, version=1, by=by, rank="x"),
        lambda: move_to_unit(person=person, unit=unit_of(code="KE-2"), on=JOINED, by=by),
        lambda: reveal_name(person=person, by=by, reason="x"),
        lambda: find_by_name(name="Wilhelmina Oberon", by=by),
    )
    for act in acts:
        with pytest.raises(NotPermitted):
            act()
    assert Personnel.objects.get().rank == ""


def test_an_officer_of_another_state_enters_changes_and_finds_nobody(narrow):
    person = member("ZQ-1", name="Wilhelmina Oberon")
    for act in (
        lambda: register(narrow),
        lambda: change_person(person=person, version=1, by=narrow, rank="x"),
        lambda: move_to_unit(person=person, unit=unit_of(code="KE-2"), on=JOINED, by=narrow),
        lambda: reveal_name(person=person, by=narrow, reason="x"),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert find_by_name(name="Wilhelmina Oberon", by=narrow) == []
    assert register(narrow, state="SV").state_id == "SV"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", "number_missing"),
        ("  ", "number_missing"),
        ("9" * 41, "number_too_long"),
        ("a\0", "number_too_long"),
    ],
)
def test_what_is_no_service_number_is_refused(vetting_officer, number, code):
    with pytest.raises(RuleBroken) as refused:
        register(vetting_officer, number)
    assert (refused.value.code, refused.value.pointer) == (code, "/service_number")


def test_the_longest_number_is_taken(vetting_officer):
    assert register(vetting_officer, "9" * 40).service_number == "9" * 40


def test_a_number_is_once_in_a_state_and_may_be_in_another(vetting_officer):
    register(vetting_officer, "zq-1")
    with pytest.raises(Conflict) as refused:
        register(vetting_officer, " ZQ-1 ")
    assert refused.value.code == "number_taken"
    assert register(vetting_officer, "ZQ-1", state="SV")


def test_a_function_that_is_no_word_of_the_list_is_refused(vetting_officer):
    with pytest.raises(RuleBroken) as refused:
        register(vetting_officer, function="sorcerer")
    assert refused.value.pointer == "/function"
    person = register(vetting_officer, function="patrol")
    with pytest.raises(RuleBroken):
        change_person(person=person, version=1, by=vetting_officer, function="sorcerer")


def test_a_change_counts_up_and_the_same_again_writes_nothing(vetting_officer):
    person = member("ZQ-1")
    changed = change_person(person=person, version=1, by=vetting_officer, rank="Sergeant")
    assert (changed.rank, changed.version) == ("Sergeant", 2)
    same = change_person(person=person, version=2, by=vetting_officer, rank="Sergeant")
    assert same.version == 2
    assert Event.objects.filter(type="person.changed").count() == 1


def test_a_stale_change_is_refused(vetting_officer):
    person = member("ZQ-1")
    change_person(person=person, version=1, by=vetting_officer, rank="Sergeant")
    with pytest.raises(Stale):
        change_person(person=person, version=1, by=vetting_officer, rank="Inspector")
    assert Personnel.objects.get().rank == "Sergeant"


def test_only_some_fields_are_changed_here(vetting_officer):
    with pytest.raises(TypeError):
        change_person(person=member("ZQ-1"), version=1, by=vetting_officer, service_number="ZQ-2")


def test_a_line_of_reporting_never_goes_round_nor_to_another_state(vetting_officer):
    top, below = member("ZQ-1"), member("ZQ-2")
    change_person(person=below, version=1, by=vetting_officer, reports_to=top)
    stranger = member("ZQ-3", state="SV", unit="SV-1")
    for above in (below, top, stranger):
        with pytest.raises(RuleBroken) as refused:
            change_person(person=top, version=1, by=vetting_officer, reports_to=above)
        assert refused.value.code == "line_goes_round"
    freed = change_person(person=below, version=2, by=vetting_officer, reports_to=None)
    assert freed.reports_to is None


def test_a_move_ends_the_membership_on_its_day(vetting_officer):
    person, on = member("ZQ-1"), date(2026, 3, 1)
    move_to_unit(person=person, unit=unit_of(code="KE-2"), on=on, by=vetting_officer)
    where = [person.memberships.on(day).get().unit.code for day in (on - DAY, on, on + DAY)]
    assert where == ["KE-1", "KE-2", "KE-2"]


def test_a_move_before_a_later_one_lasts_until_that_one(vetting_officer):
    person = member("ZQ-1")
    late, early = date(2026, 5, 1), date(2026, 3, 1)
    move_to_unit(person=person, unit=unit_of(code="KE-3"), on=late, by=vetting_officer)
    move_to_unit(person=person, unit=unit_of(code="KE-2"), on=early, by=vetting_officer)
    found = list(
        person.memberships.order_by("from_on").values_list("unit__code", "from_on", "to_on")
    )
    assert found == [("KE-1", JOINED, early), ("KE-2", early, late), ("KE-3", late, None)]


def test_a_move_before_the_first_unit_lasts_until_it(vetting_officer):
    person, on = member("ZQ-1"), JOINED - 9 * DAY
    move_to_unit(person=person, unit=unit_of(code="KE-2"), on=on, by=vetting_officer)
    assert person.memberships.get(from_on=on).to_on == JOINED


def test_a_second_move_on_the_same_day_takes_the_place_of_the_first(vetting_officer):
    person, on = member("ZQ-1"), date(2026, 3, 1)
    for code in ("KE-2", "KE-3", "KE-3"):
        move_to_unit(person=person, unit=unit_of(code=code), on=on, by=vetting_officer)
    assert person.memberships.get(from_on=on).unit.code == "KE-3"
    assert Event.objects.filter(type="person.moved", actor_id=vetting_officer.pk).count() == 2


def test_nobody_is_moved_into_a_unit_of_another_state(vetting_officer):
    with pytest.raises(RuleBroken) as refused:
        move_to_unit(
            person=member("ZQ-1"), unit=unit_of("SV", "SV-1"), on=JOINED, by=vetting_officer
        )
    assert refused.value.code == "other_contingent"


def test_who_commands_a_unit_depends_on_the_day(vetting_officer):
    first, second, on = member("ZQ-1"), member("ZQ-2"), date(2026, 3, 1)
    about = {"unit": unit_of(), "commands": True, "by": vetting_officer}
    assert commander_of(unit_of(), on) is None
    move_to_unit(person=first, on=on, **about)
    move_to_unit(person=second, on=on + 5 * DAY, **about)
    assert commander_of(unit_of(), on - DAY) is None
    assert commander_of(unit_of(), on + 4 * DAY) == first
    assert commander_of(unit_of(), on + 5 * DAY) == second


def test_a_name_is_read_for_a_reason_alone_and_the_reading_is_an_event(vetting_officer):
    person = member("ZQ-1", name="Wilhelmina Oberon")
    with pytest.raises(RuleBroken) as refused:
        reveal_name(person=person, by=vetting_officer, reason="  ")
    assert refused.value.code == "reason_missing"
    assert reveal_name(person=person, by=vetting_officer, reason="A call.") == "Wilhelmina Oberon"
    assert Event.objects.get(type="identity.revealed").reason == "A call."


def test_whose_name_nobody_knows_has_none_to_read(vetting_officer):
    with pytest.raises(RuleBroken) as refused:
        reveal_name(person=member("ZQ-1"), by=vetting_officer, reason="A call.")
    assert refused.value.code == "nothing_sealed"


def test_two_people_of_one_name_are_both_found_and_each_is_an_event(vetting_officer):
    for number in ("ZQ-1", "ZQ-2"):
        member(number, name="Wilhelmína Oberon")
    member("ZQ-3", name="Wilhelmina Oberons")
    found = find_by_name(name=" wilhelmina  OBERON ", by=vetting_officer)
    assert [row.service_number for row in found] == ["ZQ-1", "ZQ-2"]
    assert Event.objects.filter(type="person.found_by_name").count() == 2
    for part in ("Wilhelmina", "Oberon"):
        assert find_by_name(name=part, by=vetting_officer) == []
    with pytest.raises(RuleBroken):
        find_by_name(name="  ", by=vetting_officer)


def test_a_list_leaves_for_a_reason_and_who_took_it_is_written_down(vetting_officer, reviewer):
    about = {"list": "personnel", "format": "csv", "rows": 3, "filters": ["b", "a"]}
    needs = (Permission.PERSONNEL_SEE,)
    with pytest.raises(RuleBroken):
        note_export(**about, needs=needs, by=vetting_officer, reason=" ")
    with pytest.raises(NotPermitted):
        note_export(**about, needs=needs, by=reviewer, reason="A meeting.")
    row = note_export(**about, needs=needs, by=vetting_officer, reason="A meeting.")
    assert (row.filters, row.rows) == (["a", "b"], 3)
    assert Event.objects.get(type="list.exported").reason == "A meeting."


@pytest.mark.django_db(transaction=True)
def test_one_number_entered_twice_at_once_is_one_person(vetting_officer):
    enter = [lambda: register(vetting_officer, "ZQ-1") for _ in range(2)]
    assert outcomes(*enter) == ["done", "number_taken"]
    assert Personnel.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_once_one_is_stale(vetting_officer, vetting_officer2):
    person = member("ZQ-1")
    found = outcomes(
        lambda: change_person(person=person, version=1, by=vetting_officer, rank="Sergeant"),
        lambda: change_person(person=person, version=1, by=vetting_officer2, rank="Inspector"),
    )
    assert found == ["done", "stale"]
    assert Personnel.objects.get().version == 2


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_leave_nobody_in_two_units(vetting_officer, vetting_officer2):
    person, on = member("ZQ-1"), timezone.localdate()
    units = unit_of(code="KE-2"), unit_of(code="KE-3")
    found = outcomes(
        lambda: move_to_unit(person=person, unit=units[0], on=on, by=vetting_officer),
        lambda: move_to_unit(person=person, unit=units[1], on=on, by=vetting_officer2),
    )
    assert found == ["done", "done"]
    assert UnitMembership.objects.on(on).filter(personnel=person).count() == 1
