"""Rosters through the office: uploaded, previewed, committed; files gone afterwards."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mission.deployment import actions
from mission.deployment.models import Arrival, Breach, RosterUpload
from mission.force.models import Personnel
from oversight.audit.models import Event
from oversight.authority.rules import Conflict
from oversight.files.models import StoredFile
from tests.mission.deployment.rosters_of_tests import (
    BAD,
    GOOD,
    csv_of,
    ods_of,
    page,
    press,
    send,
    xls_of,
    xlsx_of,
)
from tests.mission.force_of_tests import member

pytestmark = pytest.mark.django_db


def test_a_preview_says_what_would_be_and_writes_nothing_to_the_register(office, brought):
    upload = brought(*GOOD, BAD)
    assert upload.state == "previewed"
    assert upload.preview == {
        "read": 4,
        "created": 3,
        "updated": 0,
        "unchanged": 0,
        "quarantined": 1,
    }
    assert Personnel.objects.count() == Arrival.objects.count() == 0
    text = office.get(page(upload)).content.decode()
    assert "1 row does not fit" in text
    assert "unknown_status" in text
    assert "KE A Company" in text
    assert "KE K1" in text
    for name in ("Otieno", "Wanjiru", "Kamau"):
        assert name not in text


def test_committed_it_is_written_and_the_file_is_gone(office, brought):
    upload = brought(*GOOD, BAD)
    stored = upload.file_id
    kept = Path(settings.FILES_DIR) / stored.hex[:2] / stored.hex
    assert b"Otieno" not in kept.read_bytes()
    assert press(office, upload, "commit", reason="The list of Monday.").status_code == 302
    upload.refresh_from_db()
    assert upload.state == "committing"
    assert Personnel.objects.count() == 0
    actions.work_on(id=upload.pk)
    upload.refresh_from_db()
    assert (upload.state, upload.outcome["created"], upload.file) == ("committed", 3, None)
    assert Personnel.objects.count() == 3
    assert Breach.objects.count() == 2
    assert not StoredFile.objects.filter(pk=stored).exists()
    done = Event.objects.get(type="roster.committed")
    assert done.reason == "The list of Monday."
    assert "What was written" in office.get(page(upload)).content.decode()


def test_the_worker_is_told_when_everything_is_kept(
    office, monkeypatch, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        send(office)
    upload = RosterUpload.objects.get()
    assert upload.state == "previewed"
    with django_capture_on_commit_callbacks(execute=True):
        press(office, upload, "commit", reason="Right.")
    upload.refresh_from_db()
    assert upload.state == "committed"


def test_the_same_file_again_writes_nothing(office, brought):
    first = brought()
    press(office, first, "commit", reason="Right.")
    actions.work_on(id=first.pk)
    before = set(Personnel.objects.values_list("pk", "version"))
    second = brought()
    assert second.preview["unchanged"] == 3
    press(office, second, "commit", reason="Once more.")
    actions.work_on(id=second.pk)
    second.refresh_from_db()
    assert (second.state, second.outcome["unchanged"], second.run) == ("committed", 3, None)
    assert set(Personnel.objects.values_list("pk", "version")) == before
    assert actions.work_on(id=second.pk) is False


@pytest.mark.parametrize("made", [xlsx_of, xls_of, ods_of], ids=["xlsx", "xls", "ods"])
def test_workbooks_are_read_as_a_list_is(brought, made):
    upload = brought(content=made(*GOOD, BAD))
    assert (upload.state, upload.error) == ("previewed", "")
    assert (upload.preview["created"], upload.preview["quarantined"]) == (3, 1)


@pytest.mark.parametrize(
    "content",
    [
        csv_of(*GOOD, sign=";"),
        csv_of(*GOOD, sign="\t"),
        csv_of(
            ("K1", "Élodie Ségur-Müller", "Ségt", "Équipe été", "KE", "", "", ""), encoding="cp1252"
        ),
        csv_of(*GOOD, encoding="utf-16"),
    ],
    ids=["semicolons", "tabs", "windows", "utf-16"],
)
def test_lists_of_any_office_program_are_read(brought, content):
    upload = brought(content=content)
    assert (upload.state, upload.preview.get("quarantined")) == ("previewed", 0), upload.error


def test_the_rows_set_aside_come_in_when_they_are_mended(office, brought):
    upload = brought(*GOOD, BAD)
    place = reverse("admin:mission_rosterupload_aside", args=[upload.pk])
    assert office.get(place).status_code == 405
    answer = office.post(place)
    text = b"".join(answer.streaming_content).decode()
    assert answer["Content-Disposition"] == 'attachment; filename="rows-set-aside.csv"'
    assert "Kamau" not in text
    assert "dancing" in text
    assert Event.objects.filter(type="file.downloaded").exists()
    mended = text.replace("dancing", "serving").replace("(…)", "Peter Kamau")
    assert brought(content=mended.encode()).preview["created"] == 1
    assert (
        office.post(reverse("admin:mission_rosterupload_aside", args=[brought().pk])).status_code
        == 404
    )


def test_a_withdrawn_roster_is_gone_and_stays_so(office, brought):
    upload = brought(*GOOD, BAD)
    press(office, upload, "withdraw", reason="The wrong list.")
    upload.refresh_from_db()
    assert (upload.state, upload.file) == ("withdrawn", None)
    assert press(office, upload, "commit", reason="Yes.").status_code == 404
    with pytest.raises(Conflict):
        actions.commit_roster(upload=upload, by=upload.uploaded_by, reason="Yes.")
    assert Personnel.objects.count() == 0


def test_a_register_that_changed_is_told_and_read_again(office, brought):
    upload = brought()
    assert "The register has changed" not in office.get(page(upload)).content.decode()
    member("K1", unit="A Company")
    assert "The register has changed" in office.get(page(upload)).content.decode()
    press(office, upload, "again")
    actions.work_on(id=upload.pk)
    upload.refresh_from_db()
    assert (upload.preview["created"], upload.preview["updated"]) == (2, 1)
    press(office, upload, "commit", reason="Right.")
    member("J1", state="JM", unit="Engineers")
    actions.work_on(id=upload.pk)
    upload.refresh_from_db()
    assert (upload.preview["created"], upload.outcome["created"]) == (2, 1)


def test_columns_of_ones_own_are_offered_again(office, brought):
    rows = b"Matricule;Etat;Grade\nK1;KE;Sergent\n"
    lines = "service_number: Matricule\nstate: Etat\nrank: Grade"
    own = {"columns": "own", "mapping_name": "Lists of Kenya"}
    assert send(office, rows, **own).status_code == 400
    assert send(office, rows, mapping="rank: [", **own).status_code == 400
    assert send(office, rows, mapping="salary: Grade", **own).status_code == 400
    assert send(office, rows, mapping=lines, **own).status_code == 302
    actions.work_on(id=RosterUpload.objects.get().pk)
    assert RosterUpload.objects.get().preview["created"] == 1
    assert send(office, rows, columns="Lists of Kenya").status_code == 302
    again = RosterUpload.objects.latest("uploaded_at")
    actions.work_on(id=again.pk)
    again.refresh_from_db()
    assert (again.mapping_name, again.preview["created"]) == ("Lists of Kenya", 1)


def test_files_nobody_commits_are_removed_after_a_week(brought):
    upload = brought(*GOOD, BAD)
    assert actions.tidy_uploads(now=timezone.now() + timedelta(days=6)) == 0
    actions.tidy_uploads(now=timezone.now() + timedelta(days=8))
    upload.refresh_from_db()
    assert (upload.state, upload.file) == ("withdrawn", None)
    assert upload.aside is not None
    actions.tidy_uploads(now=timezone.now() + timedelta(days=31))
    assert not StoredFile.objects.exists()
    assert actions.tidy_uploads(now=timezone.now() + timedelta(days=60)) == 0


def test_many_rows_that_do_not_fit_are_paged_in_a_fixed_number_of_queries(office, brought):
    def queries(upload, address=""):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            answer = office.get(page(upload) + address)
        assert answer.status_code == 200
        return len(caught), answer.content.decode()

    few, _text = queries(brought(*(BAD for _ in range(3))))
    upload = brought(*((f"K{n}", *BAD[1:]) for n in range(2500)))
    many, text = queries(upload)
    assert many == few
    assert text.count("unknown_status") == 50
    assert "2,500 rows do not fit" in text
    _count, last = queries(upload, "?page=50")
    assert last.count("unknown_status") == 50
    assert len(text) < 150_000
