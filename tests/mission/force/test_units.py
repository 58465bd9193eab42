"""Units: a tree within one contingent."""

import pytest

from mission.force.actions import add_unit, change_unit, find_or_create_unit
from mission.force.models import State, Unit
from oversight.audit.models import Event
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from tests.mission.force_of_tests import unit_of
from tests.people import make_user
from tests.together import outcomes

pytestmark = pytest.mark.django_db


def state(code="KE"):
    return State.objects.get(pk=code)


def test_an_officer_adds_a_unit_under_another(vetting_officer):
    top = add_unit(state=state(), code=" A  1 ", by=vetting_officer)
    part = add_unit(state=state(), code="A 1/1", label="Platoon", parent=top, by=vetting_officer)
    assert (top.code, top.label_ht, part.label_fr, part.parent) == ("A 1", "A 1", "Platoon", top)
    assert Event.objects.filter(type="unit.added").count() == 2


@pytest.mark.parametrize(
    "who", ["lead", "reviewer", "focal_point", "ngo", "auditor", "administrator", "monitor"]
)
def test_others_add_and_change_no_unit(request, who):
    by, unit = request.getfixturevalue(who), unit_of()
    for act in (
        lambda: add_unit(state=state(), code="X", by=by),
        lambda: find_or_create_unit(state=state(), code="X", by=by),
        lambda: change_unit(unit=unit, by=by, reason="x", label_en="X"),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert Unit.objects.get().label_en == "KE-1"


def test_an_officer_of_another_state_changes_none():
    narrow = make_user("sv@office.example", "vetting_officer", scope=("contingent", "SV"))
    with pytest.raises(NotPermitted):
        add_unit(state=state(), code="X", by=narrow)
    with pytest.raises(NotPermitted):
        change_unit(unit=unit_of(), by=narrow, reason="x", label_en="X")
    assert add_unit(state=state("SV"), code="X", by=narrow)


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("", "unit_missing"),
        (" ", "unit_missing"),
        ("x" * 41, "unit_too_long"),
        ("a\0", "unit_too_long"),
    ],
)
def test_what_is_no_code_is_refused(vetting_officer, code, refusal):
    with pytest.raises(RuleBroken) as refused:
        add_unit(state=state(), code=code, by=vetting_officer)
    assert (refused.value.code, refused.value.pointer) == (refusal, "/unit")


def test_a_code_is_once_in_a_contingent_however_it_is_written(vetting_officer):
    add_unit(state=state(), code="Alpha", by=vetting_officer)
    with pytest.raises(Conflict) as refused:
        add_unit(state=state(), code="ALPHA", by=vetting_officer)
    assert refused.value.code == "unit_exists"
    assert find_or_create_unit(state=state(), code="alpha")[1] is False
    assert add_unit(state=state("SV"), code="Alpha", by=vetting_officer)


def test_a_unit_never_stands_above_itself_nor_under_another_state(vetting_officer):
    top = add_unit(state=state(), code="a", by=vetting_officer)
    part = add_unit(state=state(), code="b", parent=top, by=vetting_officer)
    for unit, parent, code in (
        (top, part, "goes_round"),
        (top, top, "goes_round"),
        (top, unit_of("SV", "SV-1"), "other_contingent"),
    ):
        with pytest.raises(RuleBroken) as refused:
            change_unit(unit=unit, parent=parent, by=vetting_officer, reason="x")
        assert refused.value.code == code
    assert change_unit(unit=part, parent=None, by=vetting_officer, reason="Split.").parent is None


def test_a_change_tells_what_changed_and_nothing_else(vetting_officer):
    change_unit(
        unit=unit_of(), by=vetting_officer, reason="Renamed.", label_en="One", label_fr="KE-1"
    )
    event = Event.objects.get(type="unit.changed")
    assert (set(event.changes), event.reason) == ({"label_en"}, "Renamed.")


@pytest.mark.django_db(transaction=True)
def test_one_unit_made_twice_at_once_is_one(vetting_officer):
    unit_of()
    make = [lambda: add_unit(state=state(), code="new", by=vetting_officer) for _ in range(2)]
    assert outcomes(*make) == ["done", "unit_exists"]
    assert Unit.objects.filter(code="new").count() == 1
