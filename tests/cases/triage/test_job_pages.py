"""The pages of a job: confirmation by exact number, progress, result, and whose they are."""

import uuid

from cases.triage import actions
from cases.triage.admin.jobs import plan
from oversight.audit.models import Event
from tests.cases.triage.test_jobs import statuses

BULK = "/admin/cases/report/bulk/"
JOB = BULK + "job/"
ALL = {"everything": "1", "query": "?tab=waiting"}


def test_over_five_hundred_goes_to_a_worker(
    client_of, reviewer, report, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("cases.triage.admin.bulk.BULK_CAP", 1)
    report(), report()
    client = client_of(reviewer)
    page = client.post(f"{BULK}accept/", ALL).content.decode()
    assert "2 lines chosen." in page
    assert "in the background" in page
    mark = page.split('name="fingerprint" value="')[1].split('"')[0]
    asked = ALL | {"confirmed": "1", "fingerprint": mark}
    report()
    stale = client.post(f"{BULK}accept/", asked)
    assert stale.status_code == 409
    assert "3 lines chosen." in stale.content.decode()
    asked["fingerprint"] = (
        stale.content.decode().split('name="fingerprint" value="')[1].split('"')[0]
    )
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"{BULK}accept/", asked, follow=True)
    assert answer.status_code == 200
    assert set(statuses()) == {"accepted"}


def test_pages_of_a_job_are_its_owners_alone(
    client_of, start, report, reviewer, other_reviewer, auditor, lead
):
    job = start([report()])
    for suffix in ("", "state/", "file/"):
        assert client_of(other_reviewer).get(f"{JOB}{job.pk}/{suffix}").status_code == 404
        assert client_of(lead).get(f"{JOB}{job.pk}/{suffix}").status_code == 404
        assert client_of(auditor).get(f"{JOB}{job.pk}/{suffix}").status_code == 403
    assert client_of(other_reviewer).post(f"{JOB}{job.pk}/cancel/").status_code == 404
    assert client_of(reviewer).get(f"{JOB}{job.pk}/cancel/").status_code == 405
    assert client_of(reviewer).get(f"{JOB}{uuid.uuid4()}/").status_code == 404
    # The same job under the other list's address is not there.
    assert client_of(reviewer).get(f"/admin/cases/case/bulk/job/{job.pk}/").status_code == 404


def test_owner_follows_cancels_and_downloads(client_of, start, report, reviewer):
    rows = [report(), report(by=reviewer)]
    client = client_of(reviewer)
    job = start(rows)
    page = client.get(f"{JOB}{job.pk}/").content.decode()
    assert "0 of 2 looked at." in page
    assert client.get(f"{JOB}{job.pk}/file/").status_code == 404
    assert "data-over" in client.get(f"{JOB}{job.pk}/state/").content.decode()
    actions.run_job(id=job.pk, plan=plan)
    page = client.get(f"{JOB}{job.pk}/").content.decode()
    assert rows[1].reference in page and "You filed this report" in page
    answer = client.get(f"{JOB}{job.pk}/file/?format=csv")
    text = b"".join(answer.streaming_content).decode()
    assert rows[0].reference in text and rows[1].reference in text
    assert Event.objects.filter(type="bulk.downloaded", target_id=str(job.pk)).count() == 1
    second = start([report()])
    client.post(f"{JOB}{second.pk}/cancel/")
    second.refresh_from_db()
    assert second.state == "cancelled"
