"""Could telling harm somebody? Judged on the case by two people; only the answer leaves it."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.casework import actions
from cases.casework.models import CaseConcern, CaseProtection
from mission.vetting.actions import tell_state
from mission.vetting.models import Concern, ProtectionAssessment
from oversight.audit.models import Event
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from oversight.deadlines.models import Deadline, Notice
from tests.together import outcomes

pytestmark = pytest.mark.django_db
GROUNDS = "The witness lives beside the base."


@pytest.fixture
def passed(adopted):
    adopted()
    return CaseConcern.objects.get()


def assess(passed, by, *, may_tell, grounds=GROUNDS):
    return actions.assess(passed=passed, may_tell=may_tell, grounds=grounds, by=by)


def clock_runs(passed):
    rows = Deadline.objects.of_subject(passed.allegation.case).running()
    return rows.filter(clock="protection_assessment").exists()


def told(passed, by):
    return tell_state(concern=passed.concern, addressed_to="The State", by=by)


def test_no_is_passed_on_at_once_without_author_and_grounds(passed, reviewer, vetting_officer):
    assert clock_runs(passed)
    assess(passed, reviewer, may_tell=False)
    answer = ProtectionAssessment.objects.get()
    assert (answer.may_tell, answer.grounds, answer.assessed_by) == (False, "", None)
    assert not clock_runs(passed)
    with pytest.raises(Conflict):
        told(passed, vetting_officer)


def test_yes_waits_for_a_second_person(passed, reviewer, other_reviewer, vetting_officer, lead):
    row = assess(passed, reviewer, may_tell=True)
    assert not ProtectionAssessment.objects.exists()
    assert clock_runs(passed)
    asked = Notice.objects.filter(kind="second_person").values_list("recipient__name", flat=True)
    assert "lead" in set(asked)
    with pytest.raises(Conflict):
        told(passed, vetting_officer)
    with pytest.raises(NotPermitted) as refused:
        actions.decide_assessment(protection=row, agreed=True, by=reviewer)
    assert refused.value.code == "needs_two"

    actions.decide_assessment(protection=row, agreed=True, by=other_reviewer)

    assert ProtectionAssessment.objects.get().may_tell
    assert not clock_runs(passed)
    notice = told(passed, vetting_officer)
    assert notice.month == timezone.localdate().replace(day=1)


def test_without_agreement_the_answer_is_no(passed, reviewer, other_reviewer, vetting_officer):
    row = assess(passed, reviewer, may_tell=True)
    with pytest.raises(RuleBroken):
        actions.decide_assessment(protection=row, agreed=False, by=other_reviewer, reason=" ")
    actions.decide_assessment(
        protection=row, agreed=False, by=other_reviewer, reason="They live there."
    )
    assert not ProtectionAssessment.objects.get().may_tell
    with pytest.raises(Conflict):
        told(passed, vetting_officer)
    with pytest.raises(Conflict):
        actions.decide_assessment(protection=row, agreed=True, by=other_reviewer)


def test_it_is_assessed_anew_and_the_latest_counts(
    passed, reviewer, other_reviewer, vetting_officer
):
    row = assess(passed, reviewer, may_tell=True)
    with pytest.raises(Conflict) as refused:
        assess(passed, other_reviewer, may_tell=True)
    assert refused.value.code == "assessment_waits"
    actions.decide_assessment(protection=row, agreed=True, by=other_reviewer)
    assess(passed, reviewer, may_tell=False)
    with pytest.raises(Conflict):
        told(passed, vetting_officer)


def test_who_said_yes_can_still_say_no(passed, reviewer, other_reviewer):
    row = assess(passed, reviewer, may_tell=True)
    assess(passed, reviewer, may_tell=False, grounds="They have moved back.")
    row.refresh_from_db()
    assert row.state == "aside"
    assert not ProtectionAssessment.objects.get().may_tell
    with pytest.raises(Conflict):
        actions.decide_assessment(protection=row, agreed=True, by=other_reviewer)


def test_a_lifted_concern_is_neither_assessed_nor_told(
    passed, taken_up, reviewer, other_reviewer, vetting_officer
):
    waiting = assess(passed, reviewer, may_tell=True)
    taken_up(passed.finding, "unfounded", reviewer, other_reviewer)
    with pytest.raises(Conflict):
        assess(passed, reviewer, may_tell=False)
    with pytest.raises(Conflict):
        actions.decide_assessment(protection=waiting, agreed=True, by=other_reviewer)
    with pytest.raises(Conflict):
        told(passed, vetting_officer)


def test_grounds_are_sealed_and_read_with_a_reason(passed, reviewer, other_reviewer):
    row = assess(passed, reviewer, may_tell=False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT grounds FROM cases_caseprotection")
        assert "witness" not in cursor.fetchone()[0]
    with pytest.raises(RuleBroken):
        actions.read_grounds(protection=row, by=other_reviewer, reason=" ")
    text = actions.read_grounds(protection=row, by=other_reviewer, reason="Second look.")
    assert text == GROUNDS
    case = passed.allegation.case
    assert Event.objects.about(case).filter(type="identity.revealed").count() == 1


def test_only_who_works_on_the_case_assesses_and_reads(
    passed, reviewer, focal_point, vetting_officer, monitor, auditor
):
    row = assess(passed, reviewer, may_tell=True)
    for stranger in (focal_point, vetting_officer, monitor, auditor):
        with pytest.raises(NotPermitted):
            assess(passed, stranger, may_tell=False)
        with pytest.raises(NotPermitted):
            actions.decide_assessment(protection=row, agreed=True, by=stranger)
        with pytest.raises(NotPermitted):
            actions.read_grounds(protection=row, by=stranger, reason="Curious.")
        assert not CaseProtection.objects.visible_to(stranger).exists()
        assert not CaseConcern.objects.visible_to(stranger).exists()
    assert CaseProtection.objects.visible_to(reviewer).count() == 1


def test_the_database_wants_two_people_for_yes(passed, reviewer):
    row = assess(passed, reviewer, may_tell=True)
    rows = CaseProtection.objects.filter(pk=row.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state="stands")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state="stands", decided_by=reviewer)


@pytest.mark.django_db(transaction=True)
def test_two_assessments_at_once_leave_one_that_waits(adopted, reviewer, other_reviewer):
    adopted()
    passed = CaseConcern.objects.get()
    came = outcomes(
        lambda: assess(passed, reviewer, may_tell=True),
        lambda: assess(passed, other_reviewer, may_tell=True),
    )
    assert came == ["assessment_waits", "done"]


# --- What the database itself refuses, whoever writes --------------------------------------------
NOTICE = """
    INSERT INTO mission_statenotice (id, concern_id, assessment_id, addressed_to, month, sent_on,
        recorded_by_id, recorded_at)
    VALUES (gen_random_uuid(), %s, %s, 'x', date_trunc('month', %s::date), current_date, %s, now())
"""
ANSWER = """
    INSERT INTO mission_protectionassessment
        (concern_id, may_tell, grounds, assessed_by_id, assessed_at)
    VALUES (%s, %s, %s, %s, now()) RETURNING id
"""


def sql(text, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(text, values)
        return cursor.fetchone()[0] if cursor.description else None


def test_no_notice_by_sql_without_its_own_latest_assessment_that_allows_it(
    passed, vetting_officer, accused
):
    day = timezone.localdate()
    other = Concern.objects.create(
        personnel=accused, source="open_source", gravity="other", opened_on=day
    )
    elsewhere = sql(ANSWER, other.pk, True, "", None)
    no = sql(ANSWER, passed.concern_id, False, "", None)
    for answer in (elsewhere, no):
        with pytest.raises(IntegrityError):
            sql(NOTICE, passed.concern_id, answer, day, vetting_officer.pk)
    yes = sql(ANSWER, passed.concern_id, True, "", None)
    with pytest.raises(IntegrityError):
        sql(NOTICE, passed.concern_id, yes, day.replace(year=2001), vetting_officer.pk)
    sql(NOTICE, passed.concern_id, yes, day, vetting_officer.pk)
    sql(ANSWER, passed.concern_id, False, "", None)
    with pytest.raises(IntegrityError):
        sql(NOTICE, passed.concern_id, yes, day, vetting_officer.pk)


def test_no_grounds_and_no_author_of_a_case_in_vetting_by_sql(passed, reviewer):
    for grounds, author in (("A word.", None), ("", reviewer.pk)):
        with pytest.raises(IntegrityError):
            sql(ANSWER, passed.concern_id, False, grounds, author)
