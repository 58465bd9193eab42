"""Nobody holds at once a role that sees cases and one that sees vetting files."""

from datetime import timedelta
from itertools import combinations

import pytest
from django.utils import timezone

from oversight.accounts.actions import approve_grant, grant_role, revoke_grant
from oversight.accounts.models import RoleGrant
from oversight.authority.rules import ROLES, Conflict, clash
from tests.people import make_user
from tests.together import outcomes

pytestmark = pytest.mark.django_db
CASES = ("reviewer", "focal_point", "lead")


def day(count):
    return timezone.localdate() + timedelta(days=count)


def test_exactly_the_roles_of_the_two_sides_clash():
    found = {frozenset(p) for p in combinations(ROLES, 2) if clash(*(ROLES[code] for code in p))}
    assert found == {frozenset({role, "vetting_officer"}) for role in CASES}


@pytest.mark.parametrize("role", CASES)
@pytest.mark.parametrize("first", [True, False])
def test_the_second_side_is_refused(role, first, administrator):
    one, other = (role, "vetting_officer") if first else ("vetting_officer", role)
    user = make_user("both@office.example", one)
    for by in (administrator, None):
        with pytest.raises(Conflict) as refused:
            grant_role(user=user, role=other, by=by)
        assert (refused.value.code, refused.value.pointer) == ("incompatible_roles", "/role")


def test_a_narrow_scope_makes_no_difference(administrator):
    user = make_user("both@office.example", "reviewer", scope=("department", "HT01"))
    with pytest.raises(Conflict):
        grant_role(
            user=user,
            role="vetting_officer",
            by=administrator,
            scope_kind="contingent",
            scope_value="KE",
        )


def test_days_that_overlap_are_refused_and_days_that_follow_are_not():
    user = make_user("both@office.example")
    grant_role(user=user, role="reviewer", by=None, starts_on=day(10), ends_on=day(20))
    for starts, ends in ((0, None), (0, 10), (20, None), (12, 13)):
        with pytest.raises(Conflict):
            grant_role(
                user=user,
                role="vetting_officer",
                by=None,
                starts_on=day(starts),
                ends_on=None if ends is None else day(ends),
            )
    grant_role(user=user, role="vetting_officer", by=None, starts_on=day(0), ends_on=day(9))
    grant_role(user=user, role="vetting_officer", by=None, starts_on=day(21))


def test_one_that_waits_counts_and_one_that_ended_does_not(administrator):
    user = make_user("both@office.example")
    waiting = grant_role(user=user, role="reviewer", by=administrator)
    assert waiting.awaits_approval
    with pytest.raises(Conflict):
        grant_role(user=user, role="vetting_officer", by=administrator)
    revoke_grant(grant=waiting, by=administrator, reason="A mistake.")
    grant_role(user=user, role="vetting_officer", by=administrator)


def test_approving_asks_again(administrator, lead):
    user = make_user("both@office.example", "vetting_officer")
    old = RoleGrant.objects.create(
        user=user, role="reviewer", granted_by=administrator, awaits_approval=True
    )
    with pytest.raises(Conflict) as refused:
        approve_grant(grant=old, by=lead)
    assert refused.value.code == "incompatible_roles"


def test_the_form_says_it_beside_the_role(client_of, administrator):
    user = make_user("both@office.example", "reviewer")
    answer = client_of(administrator).post(
        f"/admin/oversight/user/{user.pk}/do/grant/",
        {
            "role": "vetting_officer",
            "scope_value": "=",
            "starts_on": day(0).isoformat(),
            "reason": "Helps out.",
        },
    )
    assert answer.status_code == 409
    assert "role" in answer.context["form"].errors
    assert "Nobody sees cases and vetting files at the same time" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_grants_at_once_leave_one_side():
    user = make_user("both@office.example")
    came = outcomes(
        lambda: grant_role(user=user, role="reviewer", by=None),
        lambda: grant_role(user=user, role="vetting_officer", by=None),
    )
    assert came == ["done", "incompatible_roles"]
