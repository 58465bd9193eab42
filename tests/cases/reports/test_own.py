import pytest
from django.urls import reverse

from cases.reports.actions import accept, ask

pytestmark = pytest.mark.django_db


def test_own_list_shows_reference_and_status_alone(filed, client_of, monitor, reviewer):
    report, other = filed(), filed()
    ask(report=report, by=reviewer, message="Ki lè?")
    accept(report=other, by=reviewer)
    shown = client_of(monitor).get(reverse("reports:list")).content.decode()
    assert report.reference in shown and "There is a question for you" in shown
    assert "frape" not in shown and "Ki lè?" not in shown


def test_own_report_shows_the_question_and_takes_the_answer_once(
    filed, client_of, monitor, reviewer
):
    report = filed()
    ask(report=report, by=reviewer, reason="sekrè", message="Ki lè?")
    client, address = client_of(monitor), reverse("reports:one", args=[report.reference])
    shown = client.get(address).content.decode()
    assert "Ki lè?" in shown and "sekrè" not in shown and "frape" not in shown
    for _ in range(2):
        assert client.post(address, {"text": "Maten."}).status_code == 302
    report.refresh_from_db()
    assert report.status == "submitted" and report.amendments.count() == 1
    assert client.post(address, {"text": " "}).status_code == 200


def test_report_of_somebody_else_is_not_found(filed, client_of, other_monitor, reviewer):
    address = reverse("reports:one", args=[filed().reference])
    for who in (other_monitor, reviewer):
        assert client_of(who).get(address).status_code == 404
