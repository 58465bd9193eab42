"""Two incidents in one visit, the receipt, and the list of drafts."""

import uuid

import pytest
from django.urls import reverse

from cases.reports.actions.drafts import answers_of
from cases.reports.models import Report, ReportDraft
from tests.cases.reports.bodies import body
from tests.cases.reports.sending import ANSWERS, page, send

pytestmark = pytest.mark.django_db


def another(client, report):
    """Press the button of the receipt; the key of the new draft."""
    response = client.post(reverse("reports:again", args=[report.pk]))
    return uuid.UUID(response.url.split("/")[3])


def test_next_incident_starts_with_place_date_and_source_and_nothing_else(
    fill,
    monitor,
    client_of,
):
    client, key = fill()
    send(client, key)
    draft = ReportDraft.objects.get(pk=another(client, Report.objects.get()))
    steps = answers_of(draft=draft, by=monitor)["steps"]
    assert set(steps) == {"when", "where", "source"}
    assert steps["when"] == {"day_day": ["2"], "day_month": ["3"], "day_year": ["2025"]}
    assert steps["where"] == {"place": ["HT0111"], "place_as_told": ["toupre mache a"]}
    assert steps["source"]["kind"] == ["witness_testimony"]
    text = str(steps)
    assert "frape" not in text and "Zaboka" not in text and "assault" not in text


def test_carried_pages_say_so_until_they_were_looked_at(fill):
    client, key = fill()
    send(client, key)
    new = another(client, Report.objects.get())
    said = "Carried over from your report of the same visit"
    client.post(page(new, "what"), ANSWERS["what"])
    assert said in client.get(page(new, "when")).content.decode()
    assert said not in client.get(page(new, "who")).content.decode()
    client.post(page(new, "when"), ANSWERS["when"])
    assert said not in client.get(page(new, "when")).content.decode()
    for name in ("who", "provisions", "consent"):
        client.post(page(new, name), ANSWERS[name])
    checked = client.get(reverse("reports:review", args=[new]))
    assert checked.status_code == 200 and checked.content.decode().count(said) == 2


def test_reports_of_one_visit_stand_side_by_side_and_stay_apart(
    fill,
    client_of,
    reviewer,
    monitor,
):
    client, key = fill()
    send(client, key)
    first = Report.objects.get()
    for _time in range(2):
        new = another(client, first)
        fill(key=new, client=client)
        send(client, new)
    reports = list(Report.objects.order_by("filed_at"))
    assert len({row.visit for row in reports}) == 1 and reports[0].visit
    assert len({row.fingerprint for row in reports}) == 1, "the same words, three reports"
    shown = client_of(reviewer).get(reverse("admin:cases_report_change", args=[first.pk]))
    own = client.get(reverse("reports:one", args=[first.reference])).content.decode()
    for other in reports[1:]:
        assert other.reference in shown.content.decode() and other.reference in own


def test_reviewer_is_not_told_of_a_neighbour_they_may_not_see(fill, client_of, reviewer):
    client, key = fill()
    send(client, key)
    first = Report.objects.get()
    new = another(client, first)
    fill(key=new, client=client, what={"types": ["sexual_abuse_of_child"]})
    send(client, new)
    other = Report.objects.exclude(pk=first.pk).get()
    assert other.visit == Report.objects.get(pk=first.pk).visit and other.track == "child"
    shown = client_of(reviewer).get(reverse("admin:cases_report_change", args=[first.pk]))
    assert "From the same visit" not in shown.content.decode()


@pytest.mark.parametrize(
    ("when", "typed"),
    [
        (
            {"occurred_from": "2025-03-01", "date_precision": "month"},
            {"day_year": ["2025"], "day_month": ["3"]},
        ),
        (
            {"occurred_from": "2025-07-01", "date_precision": "season"},
            {"day_year": ["2025"], "season": ["7"]},
        ),
        ({"occurred_from": ..., "date_precision": "unknown"}, {"unknown": ["on"]}),
        (
            {"occurred_from": "2025-03-01", "occurred_to": "2025-03-04"},
            {
                "day_year": ["2025"], "day_month": ["3"], "day_day": ["1"],
                "until_year": ["2025"], "until_month": ["3"], "until_day": ["4"],
            },
        ),
    ],
)  # fmt: skip
def test_uncertain_date_is_carried_as_uncertain(filed, client_of, monitor, when, typed):
    client = client_of(monitor)
    draft = ReportDraft.objects.get(pk=another(client, filed(**when)))
    assert answers_of(draft=draft, by=monitor)["steps"]["when"] == typed


def test_report_of_somebody_else_starts_nothing(filed, client_of, other_monitor, reviewer):
    report = filed()
    for who in (other_monitor, reviewer):
        client = client_of(who)
        for name in ("again", "sent", "receipt_text"):
            address = reverse(f"reports:{name}", args=[report.pk])
            assert client.get(address).status_code in (404, 405)
            assert client.post(address).status_code in (404, 405)
    assert not ReportDraft.objects.exists()


def test_receipt_says_what_was_received_when_and_what_comes_next(filed, client_of, monitor):
    report, client = filed(), client_of(monitor)
    page_ = client.get(reverse("reports:sent", args=[report.pk])).content.decode()
    text = client.get(reverse("reports:receipt_text", args=[report.pk]))
    assert text["Content-Type"] == "text/plain; charset=utf-8"
    assert f"{report.reference}.txt" in text["Content-Disposition"]
    for shown in (page_, text.content.decode()):
        assert report.reference in shown and "The office has until" in shown
        for private in (body()["narrative"], "mache", "assault", report.fingerprint):
            assert private not in shown
    assert str(report.filed_at.year) in text.content.decode()


def test_drafts_say_when_they_go_and_several_can_be_open(fill, client_of, monitor):
    client, first = fill()
    _client, second = fill(client=client)
    shown = client.get(reverse("reports:list")).content.decode()
    assert shown.count("It will be removed on") == 2
    for key in (first, second):
        assert reverse("reports:review", args=[key]) in shown
    assert "frape" not in shown and "mache" not in shown
