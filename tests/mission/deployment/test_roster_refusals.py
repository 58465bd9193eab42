"""Rosters that are refused, in whole or to whom; names nowhere; two officers at once."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from mission.deployment import actions
from mission.deployment.models import RosterProblem, RosterUpload
from mission.force.models import Personnel
from oversight.audit.models import Event
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from oversight.files.models import StoredFile
from oversight.imports.models import ImportRun
from tests.mission.deployment.rosters_of_tests import (
    ADD,
    BAD,
    GOOD,
    LIST,
    page,
    press,
    send,
)
from tests.people import make_user

pytestmark = pytest.mark.django_db


def test_what_is_no_roster_is_not_taken(office):
    for content in (b"", b"%PDF-1.7 x", b"\xff\xd8\xff\xe0", b"PK\x03\x04nothing", b"a\0b"):
        answer = send(office, content)
        assert answer.status_code == 400
    assert office.post(ADD, {}).status_code == 400
    assert not RosterUpload.objects.exists()
    assert not StoredFile.objects.exists()


def test_more_than_a_roster_holds_is_not_taken(office, monkeypatch):
    monkeypatch.setattr("mission.deployment.actions.roster.arriving.LONGEST_FILE", 100)
    answer = send(office)
    assert answer.status_code == 400
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"K1,Amina Otieno,KE\n", "has no column"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "cannot be read"),
    ],
    ids=["no header", "broken workbook"],
)
def test_a_file_that_cannot_be_read_says_so_and_names_nobody(office, brought, content, said):
    upload = brought(content=content)
    assert upload.state == "failed"
    text = office.get(page(upload)).content.decode()
    assert said in text
    assert "Otieno" not in text
    assert office.post(page(upload, "commit"), {}).status_code == 404


def test_a_commit_needs_a_reason_and_a_fresh_page(office, brought):
    upload = brought()
    assert press(office, upload, "commit", reason=" ").status_code == 400
    stale = office.post(page(upload, "commit"), {"version": upload.version - 1, "reason": "Yes."})
    assert stale.status_code in (409, 412)
    upload.refresh_from_db()
    assert upload.state == "previewed"


def test_an_officer_of_one_state_writes_that_state_alone(client_of, brought):
    officer = make_user("ke@office.example", "vetting_officer", scope=("contingent", "KE"))
    upload = brought(client=client_of(officer))
    assert (upload.preview["created"], upload.preview["quarantined"]) == (2, 1)
    assert "other_state" in upload.problems.get().why
    press(client_of(officer), upload, "commit", reason="Ours.")
    actions.work_on(id=upload.pk)
    assert set(Personnel.objects.values_list("state", flat=True)) == {"KE"}


def test_an_officer_of_one_state_sees_own_rosters_alone(client_of, brought):
    whole = brought()
    officer = client_of(
        make_user("ke@office.example", "vetting_officer", scope=("contingent", "KE"))
    )
    assert officer.get(page(whole)).status_code == 404
    assert str(whole) not in officer.get(LIST).content.decode()
    assert press(officer, whole, "commit", reason="Mine.").status_code == 404
    own = brought(client=officer)
    assert officer.get(page(own)).status_code == 200


def test_who_does_not_vet_neither_sees_nor_sends(client_of, everybody, brought):
    upload = brought(*GOOD, BAD)
    place = reverse("admin:mission_rosterupload_aside", args=[upload.pk])
    before = StoredFile.objects.count()
    for name, person in everybody.items():
        if name == "vetting_officer":
            continue
        client = client_of(person)
        for address in (LIST, ADD, page(upload), page(upload, "commit")):
            assert client.get(address).status_code in (302, 403, 404), (name, address)
        assert send(client).status_code in (302, 403, 404)
        assert client.post(place).status_code in (302, 403, 404)
        assert not RosterUpload.objects.visible_to(person).exists()
        assert not RosterProblem.objects.visible_to(person).exists()
        with pytest.raises(NotPermitted):
            actions.commit_roster(upload=upload, by=person, reason="Yes.")
        with pytest.raises(NotPermitted):
            actions.upload_roster(file=upload.file, by=person)
    assert StoredFile.objects.count() == before
    assert RosterUpload.objects.count() == 1


def test_an_anonymous_visitor_signs_in_first(client, brought):
    upload = brought()
    for address in (LIST, ADD, page(upload), page(upload, "commit")):
        assert "/login" in client.get(address)["Location"] or client.get(address).status_code == 302
    assert send(client).status_code == 302
    assert StoredFile.objects.count() == 1


def test_who_lost_the_role_meanwhile_writes_nothing(office, brought, vetting_officer):
    upload = brought()
    press(office, upload, "commit", reason="Right.")
    vetting_officer.is_active = False
    vetting_officer.save()
    actions.work_on(id=upload.pk)
    upload.refresh_from_db()
    assert upload.state == "failed"
    assert Personnel.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_commits_at_once_one_writes(brought, vetting_officer, vetting_officer2):
    upload = brought()
    outcomes, together = [], threading.Barrier(2)

    def commit(by):
        try:
            together.wait()
            actions.commit_roster(upload=upload, by=by, reason="Right.")
            outcomes.append("yes")
        except Conflict:
            outcomes.append("no")
        finally:
            connection.close()

    def write():
        try:
            together.wait()
            outcomes.append(actions.work_on(id=upload.pk))
        finally:
            connection.close()

    people = (vetting_officer, vetting_officer2)
    for jobs in ([(commit, (by,)) for by in people], [(write, ()), (write, ())]):
        threads = [threading.Thread(target=job, args=given) for job, given in jobs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(outcomes[:2]) == ["no", "yes"]
    upload.refresh_from_db()
    assert upload.state == "committed"
    assert Event.objects.filter(type="person.registered").count() == 3
    assert Event.objects.filter(type="roster.committed").count() == 1


def test_no_name_stands_in_what_is_kept_of_it(office, brought, vetting_officer):
    upload = brought(*GOOD, BAD, ("K1", "Somebody Else", "", "", "KE", "", "", ""))
    kept = (
        str(upload.__dict__)
        + str(list(upload.problems.values()))
        + str(list(Event.objects.values("type", "reason", "changes")))
    )
    for name in ("Otieno", "Wanjiru", "Kamau", "Somebody"):
        assert name not in kept
    with pytest.raises(RuleBroken):
        actions.upload_roster(file=upload.file, by=vetting_officer, mapping="x: [")


def test_runs_of_others_are_not_told_to_an_officer_of_one_state(office, brought, vetting_officer):
    upload = brought()
    press(office, upload, "commit", reason="Right.")
    actions.work_on(id=upload.pk)
    jamaica = make_user("jm@office.example", "vetting_officer", scope=("contingent", "JM"))
    assert not ImportRun.objects.visible_to(jamaica).exists()
    assert ImportRun.objects.visible_to(vetting_officer).exists()
    ImportRun.objects.update(by=jamaica)
    assert ImportRun.objects.visible_to(jamaica).exists()


def test_a_page_of_another_site_cannot_send_a_roster(vetting_officer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        vetting_officer, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert send(client).status_code == 403
    assert not StoredFile.objects.exists()


def test_rows_set_aside_that_are_too_many_for_a_file_stop_nothing(office, brought, settings):
    settings.FILE_MAX_MB = 0.001
    upload = brought(*GOOD, *(BAD for _ in range(12)))
    assert upload.aside is None
    assert (upload.preview["created"], upload.problems.count()) == (3, 12)
    assert "12 rows do not fit" in office.get(page(upload)).content.decode()
