"""Files in the report form: with and without scripts, within limits, gone with their draft."""

import re
import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.reports.actions import attach_to_draft
from cases.reports.actions.drafts import purge_drafts
from cases.reports.models import Report, ReportAttachment, ReportDraft
from oversight.audit.models import Event
from oversight.files.actions import check
from oversight.files.models import StoredFile
from tests.cases.reports.sending import ANSWERS, arrived, on_disk, page, send, sent_file
from tests.files import REFUSED, jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(files_dir):
    """Every test of files keeps them apart."""


def test_files_added_without_scripts_go_with_the_report(fill, drafted):
    client, key, add = drafted
    assert add(sent_file(), sent_file(b"%PDF-1.7 x", "a.pdf")).status_code == 302
    shown = client.get(page(key, "files")).content.decode()
    assert "foto.jpg" in shown and "a.pdf" in shown
    fill(key=key, client=client)
    assert "foto.jpg" in client.get(reverse("reports:review", args=[key])).content.decode()
    receipt = client.get(send(client, key).url).content.decode()
    assert "With 2 files." in receipt and "foto" not in receipt
    report = Report.objects.get()
    assert [row.position for row in report.attachments.all()] == [1, 2]
    assert not ReportDraft.objects.exists()
    event = Event.objects.get(type="report.files_filed")
    assert event.changes == {"files": [0, 2]}


def test_continuing_sends_the_chosen_files_too(drafted):
    _client, key, add = drafted
    assert add(sent_file(), go="on").url == page(key, "when")
    assert ReportAttachment.objects.count() == 1
    assert add(go="back").url == page(key, "what")


def test_same_file_twice_is_there_once(drafted):
    _client, _key, add = drafted
    for _time in range(2):
        add(sent_file())
    assert ReportAttachment.objects.count() == StoredFile.objects.count() == 1


def test_removed_file_leaves_no_bytes(drafted, files_dir, django_capture_on_commit_callbacks):
    _client, _key, add = drafted
    add(sent_file())
    with django_capture_on_commit_callbacks(execute=True):
        add(remove=str(ReportAttachment.objects.get().pk))
    assert not StoredFile.objects.exists() and not on_disk(files_dir)
    assert add(remove="no such thing").status_code == 404
    assert add(remove=str(uuid.uuid4())).status_code == 302


@pytest.mark.parametrize("case", ["nothing", "linux program", "picture that fills the memory"])
def test_refused_file_is_named_and_nothing_of_it_is_left(drafted, files_dir, case):
    _client, _key, add = drafted
    make, _code = REFUSED[case]
    response = add(sent_file(make(), "photo.jpg"), sent_file())
    assert response.status_code == 400
    shown = response.content.decode()
    assert "error-summary" in shown and shown.count("photo.jpg:") >= 2
    assert len(on_disk(files_dir)) == StoredFile.objects.count() == 1, "the good one is kept"


def test_too_large_file_is_refused_with_413_and_a_sentence(drafted, files_dir, settings):
    settings.FILE_MAX_MB = 1
    _client, _key, add = drafted
    response = add(sent_file(b"\xff\xd8\xff" + b"x" * 1_100_000, "big.jpg"))
    assert response.status_code == 413
    assert "big.jpg: This file is larger than 1 MB." in response.content.decode()
    assert not on_disk(files_dir)


def test_a_full_disk_is_said_in_words_and_the_draft_stays(drafted, files_dir, full_disk):
    _client, _key, add = drafted
    response = add(sent_file())
    assert response.status_code == 507
    assert "There is no room for files at the moment." in response.content.decode()
    assert not on_disk(files_dir)


def test_body_beyond_all_limits_is_not_read(drafted, files_dir, settings):
    settings.FILES_PER_REPORT_MB = 1
    _client, _key, add = drafted
    response = add(sent_file(b"x" * 2_200_000))
    assert response.status_code == 413 and not on_disk(files_dir)


def test_more_files_than_fit_are_refused(drafted, settings):
    settings.FILES_PER_REPORT = 2
    _client, _key, add = drafted
    add(sent_file(), sent_file(jpeg((61, 40))))
    response = add(sent_file(jpeg((62, 40))))
    assert response.status_code == 400 and "At most 2 files fit." in response.content.decode()
    assert ReportAttachment.objects.count() == 2


def test_all_files_together_have_a_limit(drafted, settings):
    settings.FILES_PER_REPORT_MB = 1
    _client, _key, add = drafted
    text = b"Yo te di nou sa. " * 40_000
    assert add(sent_file(text, "1.txt")).status_code == 302
    assert add(sent_file(text + b"Tou.", "2.txt")).status_code == 413
    assert ReportAttachment.objects.count() == 1


@pytest.mark.parametrize("name", ["../../x.jpg", "a\r\nb.jpg", "x" * 4_000 + ".jpg", "<b>.jpg"])
def test_hostile_names_do_no_harm(drafted, files_dir, name):
    client, key, add = drafted
    assert add(sent_file(name=name)).status_code == 302
    shown = client.get(page(key, "files")).content.decode()
    assert "<b>.jpg" not in shown and "x" * 130 not in shown
    assert all(re.fullmatch(r"[0-9a-f]{32}", path.name) for path in on_disk(files_dir))


def test_broken_line_leaves_nothing(drafted, files_dir):
    client, key, _add = drafted
    cut = (
        b'--b\r\nContent-Disposition: form-data; name="upload"; filename="a.jpg"\r\n\r\n'
        + jpeg()[:9_000]
    )
    response = client.post(page(key, "files"), cut, content_type="multipart/form-data; boundary=b")
    assert response.status_code < 500
    assert len(on_disk(files_dir)) == StoredFile.objects.count()


def test_script_gets_the_list_and_the_refusals(drafted):
    client, key, _add = drafted
    data = {"upload": [sent_file(), sent_file(b"MZ\0", "x.exe")], "go": "stay"}
    headers = {"x-requested-with": "upload"}
    response = client.post(page(key, "files"), data, headers=headers)
    assert response.status_code == 200
    assert "foto.jpg" in response.json()["list"]
    assert response.json()["problems"][0].startswith("x.exe: ")


def test_upload_needs_the_form_s_own_token(monitor, drafted, files_dir):
    client = Client(enforce_csrf_checks=True)
    client.force_login(monitor, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.post(page(drafted[1], "files"), {"upload": sent_file()})
    assert response.status_code == 403 and not on_disk(files_dir)


def test_no_other_address_takes_files(drafted, files_dir):
    client, key, _add = drafted
    client.post(page(key, "what"), {**ANSWERS["what"], "x": sent_file()})
    client.post(reverse("pages:account"), {"x": sent_file()})
    assert not on_disk(files_dir)


def test_draft_of_somebody_else_takes_no_files(drafted, client_of, request, files_dir):
    _client, key, add = drafted
    for role, code in {"other_monitor": 404, "lead": 404, "administrator": 403}.items():
        client = client_of(request.getfixturevalue(role))
        assert add(sent_file(), client=client).status_code == code
        assert client.get(page(key, "files")).status_code == code
    assert not on_disk(files_dir)


def test_expired_draft_takes_its_bytes_along(
    drafted, files_dir, django_capture_on_commit_callbacks
):
    _client, _key, add = drafted
    add(sent_file())
    with django_capture_on_commit_callbacks(execute=True):
        assert purge_drafts(now=timezone.now() + timedelta(days=13)) == 0
        assert len(on_disk(files_dir)) == 1
        assert purge_drafts(now=timezone.now() + timedelta(days=15)) == 1
    assert not on_disk(files_dir) and not StoredFile.objects.exists()


def test_discarded_draft_takes_its_bytes_along(
    drafted, files_dir, django_capture_on_commit_callbacks
):
    client, key, add = drafted
    add(sent_file())
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("reports:discard", args=[key]))
    assert not on_disk(files_dir) and not ReportDraft.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_both_take_the_last_place(monitor, settings, files_dir):
    settings.FILES_PER_REPORT = 1
    draft = ReportDraft.objects.create(owner=monitor)
    gate, came = threading.Barrier(2), []

    def add(side):
        incoming = arrived(jpeg((side, 20)))
        gate.wait()
        try:
            kind = check(incoming)
            attach_to_draft(draft=draft, by=monitor, incoming=incoming, kind=kind, name="a")
            came.append("in")
        except Exception as refusal:
            came.append(refusal.code)
        finally:
            connection.close()

    both = [threading.Thread(target=add, args=[side]) for side in (30, 31)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(came) == ["in", "too_many"]


def test_action_refuses_whoever_did_not_file(filed, other_monitor, monitor):
    draft = ReportDraft.objects.create(owner=monitor)
    incoming = arrived(jpeg((20, 20)))
    with pytest.raises(Http404):
        attach_to_draft(
            draft=draft, by=other_monitor, incoming=incoming, kind=check(incoming), name="a"
        )
