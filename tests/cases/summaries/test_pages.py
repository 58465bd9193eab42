"""The public page, its downloads, and the leads' screen."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cases.summaries.actions import approve, prepare
from cases.summaries.models import Release
from tests.cases.summaries import rows

pytestmark = pytest.mark.django_db
NOW = rows.at("2026-10-05T09:00")


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def draft(lead, monitor):
    for filed, number in (("2026-05-01T10:00", 20), ("2026-08-01T10:00", 37)):
        rows.reports(number, by=monitor, filed=filed, pcode="HT01")
    rows.reports(3, by=monitor, filed="2026-08-01T10:00", pcode="HT05")
    return prepare(cutoff=date(2026, 9, 30), by=lead, now=NOW)


@pytest.fixture
def release(draft, lead2):
    return approve(release=draft, by=lead2, now=NOW)


def page(language="en"):
    return Client(headers={"accept-language": language}).get("/figures/")


def test_page_says_what_to_expect_when_nothing_is_released(draft):
    answer = page()
    assert answer.status_code == 200
    assert "No figures have been released yet" in answer.content.decode()


def test_page_needs_no_sign_in_and_says_the_finding(release):
    text = page().content.decode()
    assert "Reports from Ouest rose to 37 in July to September 2026" in text
    assert "hidden to protect people" in text
    assert "30 September 2026" in text
    assert text.count("<h1") == 1


@pytest.mark.parametrize("language", ["en", "fr", "ht"])
def test_page_opens_in_three_languages(release, language):
    answer = page(language)
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()


def test_page_may_be_cached_by_anybody_but_not_once_signed_in(release, client_of, ngo):
    assert "public" in page()["Cache-Control"]
    signed_in = client_of(ngo).get("/figures/")
    assert "no-store" in signed_in["Cache-Control"]
    assert "public" not in signed_in["Cache-Control"]


def test_page_asks_few_questions_of_the_database(release, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        page()


def test_page_is_light(release):
    assert len(page().content) < 60_000


def test_download_is_the_released_table(release):
    answer = Client().get("/figures/reports-by-department-and-quarter.csv?lang=ht")
    text = answer.content.decode()
    assert text.startswith("\ufeffdepartment,quarter,value,state")
    assert "HT05,2026-Q3,,suppressed,Latibonit,2026-Q3" in text
    assert "attachment" in answer["Content-Disposition"]
    assert Client().get("/figures/nothing.csv").status_code == 404


def test_lead_prepares_in_the_admin(client_of, lead):
    url = reverse("admin:cases_release_add")
    assert client_of(lead).get(url).status_code == 200
    refused = client_of(lead).post(url, {"cutoff": "2999-01-01"})
    assert "cannot be after today" in refused.content.decode()
    made = client_of(lead).post(url, {"cutoff": "2026-09-30"}, follow=True)
    assert made.status_code == 200
    assert Release.objects.get().prepared_by == lead


def test_lead_sees_hidden_cells_marked_and_no_count_behind_them(client_of, lead2, draft):
    url = reverse("admin:cases_release_change", args=[draft.pk])
    text = client_of(lead2).get(url).content.decode()
    assert "hidden to protect people" in text
    assert "Artibonite" in text


def test_button_is_there_for_another_lead_alone(client_of, lead, lead2, draft):
    button = reverse("admin:cases_release_do", args=[draft.pk, "approve"])
    page = reverse("admin:cases_release_change", args=[draft.pk])
    assert button not in client_of(lead).get(page).content.decode()
    assert button in client_of(lead2).get(page).content.decode()
    assert client_of(lead).post(button).status_code == 404


def test_looking_at_the_dialog_approves_nothing(client_of, lead2, draft):
    button = reverse("admin:cases_release_do", args=[draft.pk, "approve"])
    assert client_of(lead2).get(button).status_code == 200
    assert not Release.objects.approved().exists()


def test_another_lead_approves_in_the_admin(client_of, lead2, draft):
    button = reverse("admin:cases_release_do", args=[draft.pk, "approve"])
    sent = {"reason": "looked at every table"}
    client_of(lead2).post(button, sent)
    assert Release.objects.approved().get().approved_by == lead2


def test_refused_approval_is_a_sentence_in_the_admin(client_of, lead2, draft, settings):
    settings.DEMO = False
    button = reverse("admin:cases_release_do", args=[draft.pk, "approve"])
    answer = client_of(lead2).post(button)
    assert "disclosure proof" in answer.content.decode()
    assert not Release.objects.approved().exists()


@pytest.mark.parametrize("role", ["monitor", "reviewer", "ngo", "auditor", "administrator"])
def test_nobody_else_opens_the_screen(client_of, everybody, role, draft):
    answer = client_of(everybody[role]).get(reverse("admin:cases_release_changelist"))
    assert answer.status_code in (302, 403)


def test_other_leads_are_told_that_a_release_waits(lead, lead2, reviewer, draft):
    from oversight.deadlines.models import Notice

    told = Notice.objects.filter(kind="release_awaits_approval")
    assert [notice.recipient for notice in told] == [lead2]
