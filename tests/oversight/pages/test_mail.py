"""The e-mails of a demonstration: one's own, and nowhere else."""

import pytest
from django.core.mail import EmailMessage, get_connection
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def posted(settings, tmp_path, monitor, reviewer):
    """Two e-mails sent to two people the way a demonstration sends them."""
    settings.DEMO, settings.EMAIL_FILE_PATH = True, str(tmp_path)
    with get_connection("django.core.mail.backends.filebased.EmailBackend") as post:
        for person in (monitor, reviewer):
            EmailMessage(
                subject=f"Avi pou {person.name}",
                body=f"Òdi: {person.name}\nhttp://127.0.0.1/x/",
                to=[person.email],
                connection=post,
            ).send()


def test_a_person_reads_their_own_mail_and_nobody_elses(client_of, posted, monitor, administrator):
    words = client_of(monitor).get("/mail/").content.decode()
    assert "Avi pou monitor" in words and "Òdi: monitor" in words
    assert "reviewer" not in words
    words = client_of(administrator).get("/mail/").content.decode()
    assert "Avi pou" not in words


def test_a_stranger_is_asked_to_sign_in(posted):
    assert Client().get("/mail/").status_code == 302


def test_in_real_use_there_is_no_such_page(client_of, monitor, settings):
    settings.DEMO = False
    assert client_of(monitor).get("/mail/").status_code == 404


def test_an_empty_folder_is_an_empty_page(client_of, monitor, settings, tmp_path):
    settings.DEMO, settings.EMAIL_FILE_PATH = True, str(tmp_path / "none")
    assert client_of(monitor).get("/mail/").status_code == 200
