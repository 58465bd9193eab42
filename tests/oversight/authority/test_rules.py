"""Who may do what: roles, scopes, days, tokens."""

import datetime

import pytest
import time_machine

from oversight.accounts.actions import approve_grant, grant_role, revoke_grant
from oversight.accounts.models import User
from oversight.authority.choices import Permission
from oversight.authority.rules import NotPermitted, holds, may, require
from tests.people import make_user

P = Permission


def again(user: User) -> User:
    """The user as the next request reads them."""
    return User.objects.get(pk=user.pk)


def test_nobody_may_anything_without_a_role(outsider):
    assert not any(holds(outsider, permission) for permission in Permission)


def test_reviewer_reaches_open_tracks_and_no_restricted_one(reviewer):
    assert may(reviewer, P.CASE_SEE, track="general")
    assert not may(reviewer, P.CASE_SEE, track="sea")
    assert not may(reviewer, P.CASE_SEE, track="child")


def test_focal_point_reaches_restricted_tracks_only(focal_point):
    assert may(focal_point, P.CASE_SEE, track="sea")
    assert not may(focal_point, P.CASE_SEE, track="general")


def test_administrator_sees_no_case(administrator):
    assert not holds(administrator, P.CASE_SEE, P.REPORT_TRIAGE, P.IDENTITY_REVEAL)


def test_department_scope_ends_at_the_department(db):
    scoped = make_user("west@office.example", "reviewer", scope=("department", "HT01"))

    assert may(scoped, P.CASE_SEE, track="general", department="HT01")
    assert not may(scoped, P.CASE_SEE, track="general", department="HT02")
    assert not may(scoped, P.CASE_SEE, track="general", department=None)


def test_token_narrows_what_the_person_may(reviewer):
    reviewer.token_scopes = frozenset({P.CASE_SEE})

    assert holds(reviewer, P.CASE_SEE)
    assert not holds(reviewer, P.CASE_WORK)


def test_inactive_person_may_nothing(reviewer):
    reviewer.is_active = False

    assert not holds(reviewer, P.CASE_SEE)


@pytest.mark.parametrize(
    ("day", "runs"), [("01", False), ("02", True), ("05", True), ("06", False)]
)
def test_grant_runs_from_first_to_last_day(db, administrator, day, runs):
    user = make_user("dated@office.example")
    grant_role(
        user=user,
        role="monitor",
        by=administrator,
        starts_on=datetime.date(2026, 3, 2),
        ends_on=datetime.date(2026, 3, 5),
    )

    with time_machine.travel(f"2026-03-{day}T12:00:00-05:00"):
        assert holds(again(user), P.REPORT_FILE) is runs


def test_role_that_sees_cases_waits_for_a_lead(administrator, lead, outsider):
    grant = grant_role(user=outsider, role="reviewer", by=administrator)
    assert not holds(again(outsider), P.CASE_SEE)

    approve_grant(grant=grant, by=lead)
    assert holds(again(outsider), P.CASE_SEE)


def test_administrator_cannot_approve_or_grant_themselves(administrator, lead):
    with pytest.raises(NotPermitted):
        grant_role(user=administrator, role="reviewer", by=administrator)
    grant = grant_role(user=lead, role="focal_point", by=administrator)
    with pytest.raises(NotPermitted):
        approve_grant(grant=grant, by=administrator)
    with pytest.raises(NotPermitted):
        approve_grant(grant=grant, by=lead)


def test_revoked_role_ends_at_once(administrator, lead, reviewer):
    revoke_grant(grant=reviewer.grants.get(), by=administrator, reason="left")

    assert not holds(again(reviewer), P.CASE_SEE)


def test_require_refuses_with_a_sentence(ngo):
    with pytest.raises(NotPermitted, match="role"):
        require(ngo, P.CASE_SEE)
