"""One decision for more than a page can wait for: each row once, with its owner's rights of that moment."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cases.reports.actions import accept
from cases.reports.models import Report
from cases.triage import actions, tasks
from cases.triage.admin.jobs import plan
from cases.triage.models import BulkJob, BulkJobRow
from oversight.accounts.actions import revoke_grant, suspend_user
from oversight.audit.models import Event
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from oversight.deadlines.models import Notice

JOB = "/admin/cases/report/bulk/job/"


def run(job, **more):
    return actions.run_job(id=job.pk, plan=plan, **more)


def statuses():
    return sorted(Report.objects.values_list("status", flat=True))


def test_each_row_is_done_or_refused_with_its_sentence(start, report, reviewer):
    good, own, decided = report(), report(by=reviewer), report()
    accept(report=decided, by=reviewer, reason="")
    job = start([good, own, decided])
    run(job)
    job.refresh_from_db()
    assert (job.state, job.counts()) == ("done", {"waiting": 0, "done": 1, "refused": 2})
    said = [actions.said_of(row) for row in job.rows.all()]
    assert said[0] == ""
    assert "You filed this report" in said[1]
    assert "that is not possible now" in said[2]


def test_what_was_typed_is_sealed_and_gone_when_the_job_ends(start, report):
    job = start([report()], reason="Neighbour of Marie Exemple")
    stored = BulkJob.objects.filter(pk=job.pk).extra(select={"raw": "data"}).values_list("raw")
    assert "Marie" not in stored[0][0]
    run(job)
    job.refresh_from_db()
    assert job.data is None
    assert not [
        e
        for e in Event.objects.filter(type__startswith="bulk.")
        if "Marie" in str(e.changes) + e.reason
    ]


def test_owner_gets_one_notice_and_two_events(start, report, reviewer):
    job = start([report(), report()])
    run(job)
    run(job)
    assert (
        Notice.objects.filter(kind="bulk_ended", recipient=reviewer, subject_id=job.pk).count() == 1
    )
    told = Event.objects.filter(target_id=str(job.pk)).order_by("id")
    assert [event.type for event in told] == ["bulk.started", "bulk.finished"]
    assert told[0].changes["total"] == [None, 2]
    assert told[1].changes["done"] == [None, 2]


def test_time_is_up_and_the_next_turn_goes_on(start, report):
    job = start([report(), report()])
    assert run(job, until=timezone.now() - timedelta(seconds=1)) is True
    assert statuses() == ["submitted", "submitted"]
    assert run(job) is False
    assert statuses() == ["accepted", "accepted"]


@pytest.mark.parametrize("lost", ["role", "account"])
def test_who_loses_the_role_in_the_middle_does_no_further_row(
    start, report, reviewer, lead, administrator, monkeypatch, lost
):
    job = start([report(), report(), report()])

    def plan_and_lose(*args):
        work = plan(*args)

        def do(subject, by):
            said = work.do(subject, by)
            if lost == "role":
                revoke_grant(grant=reviewer.grants.get(), by=administrator, reason="leaves")
            else:
                suspend_user(user=reviewer, by=administrator, reason="leaves")
            return said

        return actions.Work(rows=work.rows, do=do)

    actions.run_job(id=job.pk, plan=plan_and_lose)
    job.refresh_from_db()
    assert (job.state, job.stop_code) == ("stopped", lost)
    assert job.counts() == {"waiting": 2, "done": 1, "refused": 0}
    assert statuses() == ["accepted", "submitted", "submitted"]


def test_record_that_left_the_owners_sight_is_refused_without_its_name(
    start, report, reviewer, client_of
):
    row = report()
    job = start([row])
    Report.objects.filter(pk=row.pk).update(track="sea")
    run(job)
    text = client_of(reviewer).get(f"{JOB}{job.pk}/").content.decode()
    assert "A record you may no longer see" in text
    assert row.reference not in text
    assert statuses() == ["submitted"]


def test_form_that_no_longer_fits_stops_the_job(start, report, other_reviewer, administrator):
    job = start([report()], action="assign", user=str(other_reviewer.pk))
    revoke_grant(grant=other_reviewer.grants.get(), by=administrator, reason="leaves")
    assert run(job) is False
    job.refresh_from_db()
    assert (job.state, job.stop_code) == ("stopped", "form")


def test_cancelled_job_does_no_more(start, report, reviewer, other_reviewer):
    job = start([report()])
    with pytest.raises(NotPermitted):
        actions.cancel_job(job=job, by=other_reviewer)
    actions.cancel_job(job=job, by=reviewer)
    assert run(job) is False
    assert statuses() == ["submitted"]
    with pytest.raises(Conflict):
        actions.cancel_job(job=job, by=reviewer)


def test_same_request_twice_is_one_job_and_three_are_the_most(start, report):
    rows = [report() for _number in range(4)]
    assert start(rows[:1]).pk == start(rows[:1]).pk
    start(rows[1:2])
    start(rows[2:3])
    with pytest.raises(Conflict):
        start(rows[3:])


@pytest.mark.parametrize("role", ["auditor", "administrator", "ngo", "monitor", "outsider"])
def test_who_does_not_work_in_the_list_starts_nothing(request, start, report, role):
    row = report()
    with pytest.raises(NotPermitted):
        start([row], by=request.getfixturevalue(role))


def test_job_of_nothing_or_too_much_is_refused(start, report, monkeypatch):
    with pytest.raises(RuleBroken):
        start([])
    monkeypatch.setattr("cases.triage.actions.jobs.JOB_CAP", 1)
    with pytest.raises(RuleBroken):
        start([report(), report()])


def test_row_that_breaks_three_times_holds_up_nobody(start, report):
    bad, good = report(), report()
    job = start([bad, good])

    def breaking(*args):
        work = plan(*args)

        def do(subject, by):
            if subject.pk == bad.pk:
                work.do(subject, by)
                raise ZeroDivisionError
            return work.do(subject, by)

        return actions.Work(rows=work.rows, do=do)

    for _turn in range(2):
        with pytest.raises(ZeroDivisionError):
            actions.run_job(id=job.pk, plan=breaking)
    assert actions.run_job(id=job.pk, plan=breaking) is False
    assert statuses() == ["accepted", "submitted"]
    assert "Something went wrong" in actions.said_of(job.rows.first())


def test_timetable_takes_up_what_a_dead_worker_left(start, report):
    job = start([report()])
    BulkJob.objects.filter(pk=job.pk).update(
        state="running", claimed_until=timezone.now() + timedelta(minutes=1)
    )
    tasks.resume_jobs()
    assert statuses() == ["submitted"]
    BulkJob.objects.filter(pk=job.pk).update(claimed_until=timezone.now())
    tasks.resume_jobs()
    assert statuses() == ["accepted"]


def test_old_jobs_are_forgotten_and_running_ones_are_not(start, report):
    over, running = start([report()]), start([report()])
    run(over)
    BulkJob.objects.update(created_at=timezone.now() - timedelta(days=60))
    BulkJob.objects.filter(pk=over.pk).update(finished_at=timezone.now() - timedelta(days=31))
    assert tasks.purge_jobs() == 1
    assert BulkJob.objects.get() == running
    assert BulkJobRow.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_job_do_each_row_once(start, report):
    """Even when the claim has run out while its worker still lives."""
    job = start([report() for _number in range(6)])
    barrier, errors = threading.Barrier(2), []

    def work():
        try:
            barrier.wait()
            for _turn in range(20):
                BulkJob.objects.filter(pk=job.pk).update(claimed_until=None)
                actions.run_job(id=job.pk, plan=plan)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    job.refresh_from_db()
    assert not errors
    assert job.counts() == {"waiting": 0, "done": 6, "refused": 0}
    assert Event.objects.filter(type="report.accepted").count() == 6
    assert Event.objects.filter(type="bulk.finished").count() == 1
    assert Notice.objects.filter(kind="bulk_ended").count() == 1
