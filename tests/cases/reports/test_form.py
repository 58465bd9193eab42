import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cases.reports.actions.drafts import purge_drafts
from cases.reports.forms import STEPS
from cases.reports.models import Report, ReportDraft
from mission.mandate.models import Provision
from tests.cases.reports.sending import ANSWERS, page, send

pytestmark = pytest.mark.django_db


def test_whole_form_makes_one_report_and_removes_the_draft(fill):
    client, key = fill()
    checked = client.get(reverse("reports:review", args=[key])).content.decode()
    assert "Yo te frape yon moun." in checked and "Zaboka" not in checked
    first, again = send(client, key), send(client, key)
    assert first.url == again.url == reverse("reports:sent", args=[key])
    report = Report.objects.get()
    assert (report.pk, report.channel, report.place.pcode) == (key, "form", "HT0111")
    assert report.people.count() == 2 and report.source_contact is not None
    assert not ReportDraft.objects.exists()
    receipt = client.get(first.url).content.decode()
    assert report.reference in receipt and "frape" not in receipt


def test_looking_at_the_form_writes_nothing(client_of, monitor):
    client = client_of(monitor)
    assert client.get(reverse("reports:new")).status_code == 200
    assert client.get(page(uuid.uuid4(), "what")).status_code == 200
    assert client.get(page(uuid.uuid4(), "who")).url.endswith("/what/")
    assert not ReportDraft.objects.exists()


def test_draft_is_sealed_in_the_database(fill):
    fill()
    with connection.cursor() as cursor:
        cursor.execute("SELECT d::text FROM cases_reportdraft d")
        row = cursor.fetchone()[0]
    assert "frape" not in row and "Zaboka" not in row


def test_draft_of_somebody_else_does_not_exist(fill, client_of, other_monitor, reviewer, lead):
    _client, key = fill()
    for who in (other_monitor, reviewer, lead):
        client = client_of(who)
        assert client.get(page(key, "what")).status_code == 404
        assert client.post(page(key, "what"), ANSWERS["what"]).status_code == 404
        assert client.get(reverse("reports:review", args=[key])).status_code == 404
        assert client.post(reverse("reports:discard", args=[key])).status_code == 404


@pytest.mark.parametrize("role", ["ngo", "auditor", "administrator", "outsider"])
def test_form_and_list_are_closed_to_who_does_not_report(client_of, role, request):
    client = client_of(request.getfixturevalue(role))
    for name in ("reports:new", "reports:list"):
        assert client.get(reverse(name)).status_code == 403
    assert client.post(page(uuid.uuid4(), "what"), ANSWERS["what"]).status_code == 403


@pytest.mark.parametrize(
    ("name", "answers", "field"),
    [
        ("what", {"narrative": " "}, "narrative"),
        ("what", {"narrative": "x" * 20_001}, "narrative"),
        ("what", {"narrative": "a\x07"}, "narrative"),
        ("what", {"narrative": "a\x00"}, "narrative"),
        ("what", {"narrative": "x", "types": ["nothing"]}, "types"),
        ("when", {}, "day"),
        ("when", {"day_day": "2", "day_month": "3", "day_year": "2999"}, "day"),
        ("when", {"day_day": "31", "day_month": "2", "day_year": "2025"}, "day"),
        (
            "when",
            {"day_day": "2", "day_month": "3", "day_year": "2025", "unknown": "on"},
            "unknown",
        ),
        (
            "when",
            ANSWERS["when"] | {"until_day": "1", "until_month": "3", "until_year": "2025"},
            "until",
        ),
        ("when", ANSWERS["when"] | {"clock": "26:00"}, "clock"),
        ("when", ANSWERS["when"] | {"season": "4"}, "season"),
        ("where", {"place": "HT9999"}, "place"),
        ("where", {"place_as_told": "x" * 301}, "place_as_told"),
        ("who", {"harmed_rows": "1", "harmed_0_number": "0"}, "harmed_0_number"),
        ("who", {"alleged_rows": "1", "alleged_0_contingent": "ZZ"}, "alleged_0_contingent"),
        ("provisions", {"provisions": ["nothing"]}, "provisions"),
        ("source", {"kind": "nothing"}, "kind"),
        ("consent", {"state": "maybe"}, "state"),
        ("consent", {"state": "refused", "grants": ["internal_only"]}, "grants"),
        ("consent", {"state": "refused", "contact": "Zaboka"}, "contact"),
    ],
)
def test_mistake_is_shown_beside_its_field_and_nothing_is_lost(
    client_of, monitor, name, answers, field
):
    client, key = client_of(monitor), uuid.uuid4()
    client.post(page(key, "what"), ANSWERS["what"])
    response = client.post(page(key, name), answers)
    assert response.status_code == 200 and list(response.context["form"].errors) == [field]
    shown = response.content.decode()
    assert "error-summary" in shown
    again = client.get(page(key, name))
    assert again.context["form"].data == response.context["form"].data or name == "what"


@pytest.mark.parametrize(
    ("answers", "precision", "start"),
    [
        ({"day_month": "3", "day_year": "2025"}, "month", "2025-03-01"),
        ({"day_year": "2025"}, "year", "2025-01-01"),
        ({"day_year": "2025", "season": "7"}, "season", "2025-07-01"),
        ({"unknown": "on"}, "unknown", None),
    ],
)
def test_uncertain_date_stays_uncertain(fill, answers, precision, start):
    client, key = fill(when=answers)
    send(client, key)
    report = Report.objects.get()
    assert report.date_precision == precision
    assert (report.occurred_from and report.occurred_from.isoformat()) == start


def test_back_keeps_what_was_typed_even_when_it_has_mistakes(client_of, monitor):
    client, key = client_of(monitor), uuid.uuid4()
    client.post(page(key, "what"), ANSWERS["what"])
    response = client.post(page(key, "when"), {"day_year": "2999", "go": "back"})
    assert response.url == page(key, "files")
    assert "Yo te frape" in client.get(page(key, "what")).content.decode()
    assert 'value="2999"' in client.get(page(key, "when")).content.decode()


def test_place_is_found_however_it_is_spelt_without_scripts(client_of, monitor):
    client, key = client_of(monitor), uuid.uuid4()
    client.post(page(key, "what"), ANSWERS["what"])
    response = client.post(page(key, "where"), {"search": "petyonvil", "go": "stay"})
    assert response.context["form"].found[0].name_fr == "Pétion-Ville"
    assert "error-summary" not in response.content.decode()


def test_another_row_is_added_without_scripts(client_of, monitor):
    client, key = client_of(monitor), uuid.uuid4()
    client.post(page(key, "what"), ANSWERS["what"])
    response = client.post(page(key, "who"), ANSWERS["who"] | {"more": "harmed"})
    shown = response.content.decode()
    assert 'name="harmed_1_number"' in shown and 'name="harmed_0_number" value="2"' in shown
    assert 'value="2"' in client.get(page(key, "who")).content.decode()


def test_only_provisions_in_force_then_are_offered(client_of, monitor):
    gone = Provision.objects.order_by("slug").first()
    gone.prolongations.all().delete()
    Provision.objects.filter(pk=gone.pk).update(valid_to="2024-10-02")
    client, key = client_of(monitor), uuid.uuid4()
    client.post(page(key, "what"), ANSWERS["what"])
    client.post(page(key, "when"), ANSWERS["when"])
    assert f'value="{gone.slug}"' not in client.get(page(key, "provisions")).content.decode()
    client.post(page(key, "when"), {"day_day": "2", "day_month": "10", "day_year": "2024"})
    assert f'value="{gone.slug}"' in client.get(page(key, "provisions")).content.decode()


def test_choice_that_was_not_in_force_needs_a_reason(fill, client_of, monitor):
    gone = Provision.objects.order_by("slug").first()
    gone.prolongations.all().delete()
    Provision.objects.filter(pk=gone.pk).update(valid_to="2024-10-02")
    client, key = fill(when={"unknown": "on"}, provisions={"provisions": [gone.slug]})
    client.post(page(key, "when"), ANSWERS["when"])
    response = client.get(reverse("reports:review", args=[key]), follow=True)
    assert "provisions" in response.context["form"].errors
    answers = {"provisions": [gone.slug], "provision_reason": "Sa te kòmanse anvan."}
    assert client.post(page(key, "provisions"), answers).status_code == 302
    send(client, key)
    assert Report.objects.get().provision_reason == "Sa te kòmanse anvan."


def test_every_page_says_where_help_is(client_of, monitor):
    client, key = client_of(monitor), uuid.uuid4()
    client.post(page(key, "what"), ANSWERS["what"])
    for step in STEPS:
        shown = client.get(page(key, step.name)).content.decode()
        assert "Someone is in danger now" in shown and "+509 0000 0001" in shown
        assert "invented: nobody answers there" in shown


def test_danger_ticked_on_any_page_reaches_the_report(fill):
    client, key = fill(consent=ANSWERS["consent"] | {"danger_now": "on"})
    send(client, key)
    assert Report.objects.get().danger_now


def test_pages_stay_light(fill):
    client, key = fill()
    for step in STEPS:
        assert len(client.get(page(key, step.name)).content) < 110_000, step.name


def test_page_that_was_left_out_is_asked_for_before_sending(client_of, monitor):
    client, key = client_of(monitor), uuid.uuid4()
    client.post(page(key, "what"), ANSWERS["what"])
    assert page(key, "when") in client.get(reverse("reports:review", args=[key])).url
    assert page(key, "when") in send(client, key).url
    assert not Report.objects.exists()


def test_sent_form_leads_to_its_receipt_from_anywhere(fill, client_of, other_monitor):
    client, key = fill()
    send(client, key)
    assert client.post(page(key, "what"), ANSWERS["what"]).url == reverse(
        "reports:sent", args=[key]
    )
    assert client_of(other_monitor).get(reverse("reports:sent", args=[key])).status_code == 404


def test_old_drafts_are_removed_and_fresh_ones_kept(fill):
    fill()
    assert purge_drafts() == 0
    assert purge_drafts(now=timezone.now() + timedelta(days=15)) == 1


def test_discarded_draft_is_gone(fill):
    client, key = fill()
    client.post(reverse("reports:discard", args=[key]))
    assert not ReportDraft.objects.exists()


def test_huge_page_is_refused_kindly(client_of, monitor):
    client = client_of(monitor)
    response = client.post(page(uuid.uuid4(), "what"), {"narrative": "x" * 20_000_000})
    assert response.status_code in (400, 413)
    assert "too large" in response.content.decode()
