"""Files with reports: who may add, see and take them."""

import pytest
from django.urls import reverse

from cases.casework.actions import open_case
from cases.reports.actions import accept, ask
from cases.reports.actions.attaching import tell_set_aside
from cases.reports.models import ReportAttachment
from oversight.audit.models import Event
from oversight.deadlines.models import Notice
from oversight.files.actions import examine
from oversight.files.models import StoredFile
from tests.cases.reports.sending import on_disk, sent_file
from tests.files import GPS_IFD, jpeg, opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(files_dir):
    """Every test of files keeps them apart."""


@pytest.fixture
def attached(filed, api, monitor):
    """A filed report with one photo, examined."""

    def make(data=None, **changes):
        report = filed(**changes)
        address = reverse("api-report-attachments", args=[report.pk])
        response = api(monitor).post(address, {"file": sent_file(data)}, format="multipart")
        assert response.status_code == 201, response.content
        row = report.attachments.get()
        examine(file=row.file)
        return row

    return make


def test_program_adds_a_file_once_and_gets_its_digest(filed, api, monitor, reviewer):
    address, data = reverse("api-report-attachments", args=[filed().pk]), jpeg((60, 40))
    first, again = (
        api(monitor).post(address, {"file": sent_file(data)}, format="multipart") for _ in range(2)
    )
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json() and first.json()["content_type"] == "image/jpeg"
    listed = api(reviewer).get(address)
    assert [row["sha256"] for row in listed.json()] == [first.json()["sha256"]]
    assert "foto" not in listed.content.decode()


@pytest.mark.parametrize(
    ("who", "method", "code"),
    [
        ("other_monitor", "post", 404),
        ("reviewer", "post", 404),
        ("administrator", "post", 403),
        ("administrator", "get", 403),
        ("auditor", "get", 403),
        ("monitor", "get", 403),
        ("focal_point", "get", 404),
    ],
)
def test_program_of_anybody_else_is_refused(filed, api, request, files_dir, who, method, code):
    client = api(request.getfixturevalue(who))
    address = reverse("api-report-attachments", args=[filed().pk])
    data = {"file": sent_file()} if method == "post" else None
    assert getattr(client, method)(address, data, format="multipart").status_code == code
    assert not on_disk(files_dir)


def test_program_reads_why_a_file_is_refused(filed, api, monitor, settings, files_dir):
    settings.FILE_MAX_MB = 1
    address, client = reverse("api-report-attachments", args=[filed().pk]), api(monitor)
    for data, status, code in (
        (b"", 400, "empty"),
        (b"MZ\0", 400, "kind_refused"),
        (b"x" * 1_100_000, 413, "too_large"),
    ):
        response = client.post(address, {"file": sent_file(data)}, format="multipart")
        assert (response.status_code, response.json()["errors"][0]["code"]) == (status, code)
    assert (
        client.post(address, {}, format="multipart").json()["errors"][0]["code"] == "file_missing"
    )
    assert client.post(address, {"file": "x"}, format="json").status_code == 415
    assert not on_disk(files_dir)


@pytest.mark.parametrize("size", [(40, 30), (2400, 1200)], ids=["at the end", "on the way"])
def test_program_reads_that_the_disk_is_full_and_nothing_is_left(
    filed, api, monitor, files_dir, full_disk, size
):
    report, client = filed(), api(monitor)
    address = reverse("api-report-attachments", args=[report.pk])
    response = client.post(address, {"file": sent_file(jpeg(size))}, format="multipart")
    assert (response.status_code, response.json()["errors"][0]["code"]) == (507, "no_room")
    assert not on_disk(files_dir) and not StoredFile.objects.exists()
    assert not report.attachments.exists()


def test_decided_report_takes_no_more_files(filed, api, client_of, monitor, reviewer):
    report = filed()
    accept(report=report, by=reviewer)
    address = reverse("api-report-attachments", args=[report.pk])
    response = api(monitor).post(address, {"file": sent_file()}, format="multipart")
    assert (response.status_code, response.json()["errors"][0]["code"]) == (409, "decided")
    shown = client_of(monitor).get(reverse("reports:one", args=[report.reference]))
    assert 'type="file"' not in shown.content.decode()


def test_reviewer_sees_the_copy_and_takes_the_original_with_an_event(attached, client_of, reviewer):
    row, client = attached(jpeg()), client_of(reviewer)
    shown = client.get(reverse("admin:cases_report_change", args=[row.report_id]))
    assert reverse("reports:picture", args=[row.pk]) in shown.content.decode()
    assert "foto" not in shown.content.decode()
    copy = client.get(reverse("reports:picture", args=[row.pk]))
    assert not opened(copy.getvalue()).getexif()
    assert not Event.objects.filter(type="file.downloaded").exists()
    address = reverse("reports:original", args=[row.pk])
    assert client.get(address).status_code == 405
    whole = client.post(address)
    assert opened(whole.getvalue()).getexif().get_ifd(GPS_IFD)
    assert whole["Content-Disposition"] == f'attachment; filename="{row.report.reference}-1.jpg"'
    assert whole["X-Content-Type-Options"] == "nosniff" and "no-store" in whole["Cache-Control"]
    for answer_ in (copy, whole):
        assert answer_["Content-Security-Policy"].startswith("sandbox")
    event = Event.objects.get(type="file.downloaded")
    assert (event.actor_id, event.subject_id) == (str(reviewer.pk), str(row.report_id))


@pytest.mark.parametrize(
    "who", ["monitor", "other_monitor", "administrator", "auditor", "ngo", "focal_point"]
)
def test_nobody_else_gets_a_file_not_even_who_sent_it(attached, client_of, request, who):
    row, client = attached(), client_of(request.getfixturevalue(who))
    assert client.get(reverse("reports:picture", args=[row.pk])).status_code == 404
    assert client.post(reverse("reports:original", args=[row.pk])).status_code == 404
    assert not StoredFile.objects.visible_to(request.getfixturevalue(who)).exists()


def test_file_of_a_draft_is_seen_by_its_writer_alone(drafted, monitor, everybody):
    drafted[2](sent_file())
    row = ReportAttachment.objects.get()
    for who in everybody.values():
        seen = StoredFile.objects.visible_to(who).filter(pk=row.file_id).exists()
        assert seen == (who.pk == monitor.pk)


def test_file_of_a_restricted_report_leaves_an_event_when_looked_at(
    attached, client_of, focal_point, reviewer
):
    row = attached(types=["sexual_abuse_of_child"])
    address = reverse("reports:picture", args=[row.pk])
    assert client_of(reviewer).get(address).status_code == 404
    assert client_of(focal_point).get(address).status_code == 200
    assert Event.objects.filter(type="report.read", actor_id=str(focal_point.pk)).exists()


def test_who_sent_a_harmful_file_is_told_and_nobody_opens_it(
    attached, client_of, monitor, reviewer, settings
):
    row = attached()
    file = row.file
    StoredFile.objects.filter(pk=file.pk).update(state="quarantined", preview="none")
    tell_set_aside(file=file)
    assert Notice.objects.get(kind="file_set_aside").recipient == monitor
    assert client_of(reviewer).post(reverse("reports:original", args=[row.pk])).status_code == 404
    own = client_of(monitor).get(reverse("reports:one", args=[row.report.reference]))
    assert "set aside: the scan found something harmful" in own.content.decode()


def test_own_page_tells_how_many_files_and_nothing_else(attached, client_of, monitor):
    row = attached()
    shown = client_of(monitor).get(reverse("reports:one", args=[row.report.reference]))
    text = shown.content.decode()
    assert "One file is with this report." in text
    assert "foto" not in text and row.file.sha256 not in text and str(row.pk) not in text


def test_answer_carries_files_and_a_mistake_in_the_words_loses_none(
    filed, client_of, monitor, reviewer
):
    report = filed()
    ask(report=report, by=reviewer, message="Eske gen foto?")
    client, address = client_of(monitor), reverse("reports:one", args=[report.reference])
    response = client.post(address, {"upload": sent_file(), "text": " ", "go": "send"})
    assert response.status_code == 200 and "error-summary" in response.content.decode()
    row = report.attachments.get()
    assert row.question == report.decisions.get(name="ask")
    assert client.post(address, {"text": "Men li.", "go": "send"}).status_code == 302
    report.refresh_from_db()
    assert report.status == "submitted" and report.attachments.count() == 1
    shown = client_of(reviewer).get(reverse("admin:cases_report_change", args=[report.pk]))
    assert "Sent with an answer by" in shown.content.decode()


def test_adding_files_alone_keeps_the_words_that_were_typed(filed, client_of, monitor):
    report = filed()
    address = reverse("reports:one", args=[report.reference])
    data = {"upload": sent_file(), "text": "Mwen poko fini", "go": "stay"}
    shown = client_of(monitor).post(address, data).content.decode()
    assert "Mwen poko fini" in shown and "error-summary" not in shown
    assert not report.amendments.exists() and report.attachments.count() == 1


def test_files_are_shown_on_the_case_of_their_report(attached, client_of, reviewer):
    row = attached()
    case = open_case(reports=[row.report], title="x", by=reviewer, declaration="none")
    shown = client_of(reviewer).get(reverse("admin:cases_case_change", args=[case.pk]))
    assert reverse("reports:picture", args=[row.pk]) in shown.content.decode()
