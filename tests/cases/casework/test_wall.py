"""The wall between cases and vetting, both ways: what crosses it is whom, when and how grave."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from cases.casework import actions
from cases.casework.models import CaseConcern, CaseProtection
from mission.deployment.actions import authorise
from mission.deployment.models import Permit, readiness_of, standing_of
from mission.deployment.rules import GateClosed
from mission.force.models import Personnel
from mission.vetting.actions import (
    add_evidence,
    lodge_appeal,
    propose_outcome,
    record_concern,
    request_check,
    tell_state,
)
from mission.vetting.actions import apply as move_check
from mission.vetting.models import Check, Concern, Scheme, StateNotice
from oversight.audit.models import Event
from oversight.authority.rules import Conflict, NotPermitted
from oversight.deadlines.models import Deadline, Message, Notice
from tests.cases.casework.walls import read_everything, tables
from tests.mission.force_of_tests import unit_of

pytestmark = pytest.mark.django_db
WORDS = ("Zanmantenarblan", "Kachimbolaro", "Tristepitimi", "Wobinetsekre", "Lesonmalouk")
PLANTED = ("Dosyevetingkache", "Prevkonfidansyel", "Apelsekretanpil", "Kondisyonkache")


def in_days(count):
    return timezone.localdate() + timedelta(days=count)


@pytest.fixture
def before(accused, vetting_officer):
    """The accused is fit, and authorised to come."""
    coming = authorise(person=accused, unit=unit_of(), arrives_on=in_days(9), by=vetting_officer)
    return SimpleNamespace(coming=coming)


@pytest.fixture
def told(before, report, provision, accused, monitor, reviewer, other_reviewer, lead):
    """The whole way: report, case, allegation, note, finding, adopted, assessed as not to be told."""
    filed = report(narrative=f"Yon polisye te bat yon moun. {WORDS[0]}.", types=["assault"])
    case = actions.open_case(reports=[filed], by=reviewer, title=f"Market {WORDS[1]}")
    case = actions.apply(case=case, name="start_investigation", by=reviewer)
    allegation = actions.add_allegation(
        case=case, type="assault", provision=provision, personnel=accused, by=reviewer
    )
    actions.add_note(case=case, by=reviewer, text=f"Ask the {WORDS[4]} again.")
    finding = actions.propose_finding(
        allegation=allegation,
        outcome="substantiated",
        standard_of_proof="balance_of_probabilities",
        reasoning=f"Two accounts agree: {WORDS[2]}.",
        sources=[filed],
        by=reviewer,
    )
    actions.adopt(finding=finding, by=other_reviewer, reason=f"Agreed, {WORDS[1]}.")
    passed = CaseConcern.objects.get()
    return SimpleNamespace(
        case=case, report=filed, allegation=allegation, finding=finding, passed=passed
    )


def marks_of(told):
    """What nobody who vets may ever meet."""
    rows = [told.case, told.report, told.allegation, told.finding, told.passed]
    rows += CaseProtection.objects.all()
    ids = [str(row.pk) for row in rows]
    people = [told.case.opened_by, told.finding.proposed_by, told.report.filed_by]
    people.append(type(told.finding).objects.get(pk=told.finding.pk).decided_by)
    known = [mark for person in people for mark in (str(person.pk), person.email)]
    return [*WORDS, told.case.reference, told.report.reference, *ids, *known]


def found_in(text, marks):
    return [mark for mark in marks if mark.lower() in text.lower()]


def test_adoption_stops_the_clearance_the_gate_and_what_was_authorised(
    told, before, accused, vetting_officer, vetting_officer2
):
    stands = standing_of([(accused.pk, unit_of().pk, in_days(0))], day=in_days(0))[accused.pk]
    assert stands.concern and not stands.is_fit
    assert set(accused.checks.values_list("status", flat=True)) == {"suspended"}
    permits = Permit.objects.count()
    with pytest.raises(GateClosed):
        authorise(person=accused, unit=unit_of(), arrives_on=in_days(3), by=vetting_officer)
    assert Permit.objects.count() == permits
    before.coming.refresh_from_db()
    assert before.coming.state == "suspended"
    concern = Concern.objects.get()
    assert Deadline.objects.of_subject(concern).running().filter(clock="concern_review").exists()
    notices = Notice.objects.filter(kind="clearance_suspended", subject_id=concern.pk)
    assert {notice.recipient for notice in notices} == {vetting_officer, vetting_officer2}
    clocks = Deadline.objects.visible_to(vetting_officer)
    assert set(clocks.values_list("subject_id", flat=True)) == {concern.pk}
    assert readiness_of(vetting_officer, in_days(0)) is not None


def test_no_row_of_the_force_holds_a_word_or_an_id_of_the_case(told, reviewer):
    actions.assess(
        passed=told.passed, may_tell=False, grounds=f"{WORDS[3]} lives there.", by=reviewer
    )
    marks = marks_of(told)
    for name, text in tables("mission_").items():
        assert not found_in(text, marks), name


def test_no_event_clock_notice_or_mail_about_the_force_leads_to_the_case(
    told, reviewer, vetting_officer, vetting_officer2
):
    actions.assess(
        passed=told.passed, may_tell=False, grounds=f"{WORDS[3]} lives there.", by=reviewer
    )
    call_command("sweep_deadlines", at=(timezone.now() + timedelta(days=40)).isoformat())
    reminded = Notice.objects.filter(deadline__clock="concern_review", recipient=vetting_officer)
    assert reminded.exists()
    marks = marks_of(told)
    officers = (vetting_officer, vetting_officer2)
    rows = [
        *Event.objects.filter(subject_label__startswith="mission."),
        *Event.objects.filter(target_label__startswith="mission."),
        *Deadline.objects.filter(subject_label__startswith="mission."),
        *Notice.objects.filter(recipient__in=officers),
        *Message.objects.filter(recipient__in=officers),
    ]
    assert len(rows) > 20
    for row in rows:
        assert not found_in(str(row.__dict__), marks), row
    mails = [m for m in mail.outbox if set(m.to) & {person.email for person in officers}]
    assert mails
    for one in mails:
        assert not found_in(one.message().as_string(), marks)


def test_no_page_and_no_answer_that_a_vetting_officer_can_reach_says_a_word(
    told, reviewer, vetting_officer, client_of, api
):
    actions.assess(
        passed=told.passed, may_tell=False, grounds=f"{WORDS[3]} lives there.", by=reviewer
    )
    call_command("sweep_deadlines", at=(timezone.now() + timedelta(days=40)).isoformat())
    marks = marks_of(told)
    read = read_everything(client_of(vetting_officer), vetting_officer)
    opened = [path for path, (status, _text) in read.items() if status == 200]
    person = Personnel.objects.get(service_number="KE-0777")
    assert f"/admin/mission/personnel/{person.pk}/change/" in opened
    assert "/notices/" in opened
    for path, (_status, text) in read.items():
        # An address that was typed in may be said back.
        assert not found_in(text.replace(path, ""), marks), path
    program = api(vetting_officer)
    for path in (path for path in read if path.startswith("/api/v1/")):
        answer = program.get(path)
        assert not found_in(answer.content.decode("utf-8", "replace"), marks), path


def test_who_vets_finds_no_case_by_its_address(told, vetting_officer, client_of, api):
    rows = {"case": told.case.pk, "report": told.report.pk}
    browser, program = client_of(vetting_officer), api(vetting_officer)
    for name, pk in rows.items():
        for suffix in ("change/", "preview/", "who/", "do/note/"):
            assert browser.get(f"/admin/cases/{name}/{pk}/{suffix}").status_code == 404
    for path in ("cases/", "allegations/", f"cases/{told.case.pk}/"):
        assert program.get(f"/api/v1/{path}").status_code in (403, 404), path


def test_nothing_leaves_before_the_assessment(told, vetting_officer, reviewer, other_reviewer):
    concern = told.passed.concern
    for _again in range(2):
        with pytest.raises(Conflict):
            tell_state(concern=concern, addressed_to="The State", by=vetting_officer)
    with pytest.raises(NotPermitted):
        tell_state(concern=concern, addressed_to="The State", by=reviewer)
    row = actions.assess(passed=told.passed, may_tell=True, grounds="Safe.", by=reviewer)
    with pytest.raises(Conflict):
        tell_state(concern=concern, addressed_to="The State", by=vetting_officer)
    actions.decide_assessment(protection=row, agreed=True, by=other_reviewer)
    tell_state(concern=concern, addressed_to="The State", by=vetting_officer)
    assert StateNotice.objects.count() == 1


# --- The other way round -------------------------------------------------------------------------
@pytest.fixture
def files(told, accused, vetting_officer, vetting_officer2):
    """Vetting files about the same person, with words that no case worker may meet."""
    record_concern(
        personnel=accused,
        source="outside",
        gravity="serious",
        opened_on=in_days(0),
        basis=PLANTED[0],
        by=vetting_officer,
    )
    check = request_check(
        scheme=Scheme.objects.get(pk="state_certification"), personnel=accused, by=vetting_officer
    )
    move_check(check=check, name="take_up", by=vetting_officer)
    add_evidence(
        check=check, title=PLANTED[1], link=f"https://{PLANTED[1]}.example/", by=vetting_officer
    )
    propose_outcome(
        check=Check.objects.get(pk=check.pk),
        outcome="conditional",
        basis=PLANTED[0],
        conditions=PLANTED[3],
        by=vetting_officer,
    )
    suspended = accused.checks.filter(status="suspended").first()
    lodge_appeal(
        check=suspended,
        lodged_by=PLANTED[2],
        lodged_on=in_days(0),
        grounds=PLANTED[2],
        by=vetting_officer2,
    )
    return told


VETTING_FILES = ("check", "checkmove", "evidence", "appeal", "certification", "concern")
VETTING_FILES += ("protectionassessment", "statenotice", "validity")


@pytest.mark.parametrize("name", ["reviewer", "focal_point", "lead"])
def test_who_works_on_cases_reads_no_vetting_file(name, files, request, client_of, api):
    user = request.getfixturevalue(name)
    read = read_everything(client_of(user), user)
    pages = {path: said for path, said in read.items() if path.startswith("/admin/mission/")}
    for path, (status, _text) in pages.items():
        if path.split("/")[3] in VETTING_FILES:
            assert status in (302, 403, 404), path
    for path, (_status, text) in read.items():
        assert not found_in(text.replace(path, ""), PLANTED), path
    # What is searched for would be found: the lists show the words of the case to who may see it.
    assert bool(found_in(str(read), WORDS)) == (name != "focal_point")
    program = api(user)
    for path in (path for path in read if path.startswith("/api/v1/")):
        answer = program.get(path)
        assert not found_in(answer.content.decode("utf-8", "replace"), PLANTED), path


@pytest.mark.parametrize("name", ["reviewer", "focal_point", "ngo", "monitor", "auditor"])
def test_collections_of_the_force_refuse_who_works_on_cases(name, files, request, api):
    program = api(request.getfixturevalue(name))
    for path in ("deployments/", "arrivals/", "readiness/"):
        assert program.get(f"/api/v1/{path}").status_code == 403, path


@pytest.mark.parametrize("name", ["reviewer", "focal_point", "lead"])
def test_rows_of_vetting_are_visible_to_nobody_of_the_cases(name, files, request):
    user = request.getfixturevalue(name)
    for model in (Check, Concern, StateNotice):
        assert not model.objects.visible_to(user).exists()
    notices = Notice.objects.filter(recipient=user, subject_label__startswith="mission.")
    assert not notices.exists()
    clocks = Deadline.objects.visible_to(user)
    assert not clocks.filter(subject_label__startswith="mission.").exists()


def test_the_page_of_the_case_says_that_vetting_knows_and_nothing_of_what_vetting_has(
    files, lead, client_of
):
    text = client_of(lead).get(f"/admin/cases/case/{files.case.pk}/change/").content.decode()
    assert "KE KE-0777" in text
    assert "Those who vet were told" in text
    assert str(files.passed.concern_id) not in text
    assert not found_in(text, PLANTED)
