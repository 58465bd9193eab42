"""Allegations: one person x one type."""

import pytest

from cases.casework import actions
from cases.casework.models import Allegation, Case
from cases.reports.models import Report
from mission.mandate.models import Provision
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from oversight.deadlines.models import Notice
from tests.people import make_user


def test_two_officers_and_two_types_are_four_allegations_in_one_case(
    opened, alleged, reviewer, kenya
):
    case = opened()
    for person in (1, 2):
        for kind in ("assault", "theft_extortion"):
            alleged(
                case,
                reviewer,
                type=kind,
                person_number=person,
                affiliation="mission_personnel",
                contingent=kenya,
            )

    assert Allegation.objects.filter(case=case).count() == 4
    assert Case.objects.count() == 1


def test_person_without_a_number_is_a_new_one(opened, alleged, reviewer):
    case = opened()

    numbers = [alleged(case, reviewer).person_number for _ in range(2)]

    assert numbers == [1, 2]


def test_person_named_again_keeps_their_contingent(opened, alleged, reviewer, kenya):
    case = opened()
    alleged(case, reviewer, affiliation="mission_personnel", contingent=kenya)

    again = alleged(case, reviewer, type="torture", person_number=1)

    assert (again.affiliation, again.contingent) == ("mission_personnel", kenya)


def test_person_cannot_change_sides(opened, alleged, reviewer):
    case = opened()
    alleged(case, reviewer, affiliation="gang")

    with pytest.raises(Conflict):
        alleged(case, reviewer, type="torture", person_number=1, affiliation="prison_staff")


def test_same_person_and_type_is_counted_once(opened, alleged, reviewer):
    case = opened()
    alleged(case, reviewer)

    with pytest.raises(Conflict):
        alleged(case, reviewer, person_number=1)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"type": "magic"}, "/type"),
        ({"affiliation": "martians"}, "/perpetrator/affiliation"),
        ({"involvement": "some"}, "/involvement"),
        ({"victim_age_band": "7"}, "/victim_age_band"),
        ({"person_number": 2}, "/perpetrator/person"),
        ({"person_number": 0}, "/perpetrator/person"),
    ],
)
def test_bad_value_is_named(opened, alleged, reviewer, change, pointer):
    with pytest.raises(RuleBroken) as refused:
        alleged(opened(), reviewer, **change)

    assert refused.value.pointer == pointer


def test_contingent_fits_only_people_of_the_force(opened, alleged, reviewer, kenya):
    with pytest.raises(RuleBroken):
        alleged(opened(), reviewer, affiliation="gang", contingent=kenya)


def test_provision_out_of_force_needs_a_reason(opened, reviewer):
    ended = Provision.objects.filter(valid_to__lt="2025-03-01", prolongations=None).first()
    later = Provision.objects.filter(valid_from__gt="2025-03-02").first()
    case = opened()

    for provision in filter(None, (ended, later)):
        with pytest.raises(RuleBroken) as refused:
            actions.add_allegation(case=case, type="assault", provision=provision, by=reviewer)
        assert refused.value.code == "provision_not_in_force"

    with_reason = actions.add_allegation(
        case=case, type="assault", provision=later, by=reviewer, reason="It still binds."
    )
    assert with_reason.provision == later


def test_sexual_type_raises_the_track_and_who_works_on_it_keeps_sight(
    opened, alleged, reviewer, other_reviewer, focal_point
):
    case = opened()
    assert Case.objects.visible_to(other_reviewer).exists()

    alleged(case, reviewer, type="rape")

    case.refresh_from_db()
    assert (case.track, case.confidentiality) == ("sea", "highly_restricted")
    assert Case.objects.visible_to(reviewer).exists()
    assert Case.objects.visible_to(focal_point).exists()
    assert not Case.objects.visible_to(other_reviewer).exists()
    assert not Report.objects.triable_by(other_reviewer).exists()
    told = Notice.objects.filter(kind="case_brought").values_list("recipient__name", flat=True)
    assert list(told) == ["focal_point"]


@pytest.mark.parametrize("band", ["15-17", "0-4", "minor_unknown_age"])
def test_victim_under_18_makes_it_a_child_case(opened, alleged, reviewer, band):
    allegation = alleged(opened(), reviewer, type="transactional_sex", victim_age_band=band)

    assert Case.objects.get(pk=allegation.case_id).track == "child"


def test_person_of_the_accused_state_leaves_the_case(opened, alleged, reviewer, kenya):
    kenyan = make_user("kenyan@office.example", "reviewer", state="KE")
    case = opened()
    actions.assign(case=case, user=kenyan, by=reviewer, declaration=True)

    alleged(case, reviewer, affiliation="mission_personnel", contingent=kenya)

    assert not Case.objects.visible_to(kenyan).exists()
    assert not Report.objects.triable_by(kenyan).exists()
    assert not Case.objects.assigned_to(kenyan).exists()


def test_closed_case_takes_no_allegation(opened, alleged, reviewer):
    case = opened()
    actions.apply(
        case=case, name="close", by=reviewer, disposition="information_only", feedback="given"
    )

    with pytest.raises(Conflict):
        alleged(case, reviewer)


def test_stranger_adds_nothing(opened, alleged, focal_point):
    with pytest.raises(NotPermitted):
        alleged(opened(), focal_point)
