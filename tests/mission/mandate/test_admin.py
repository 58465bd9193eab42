import pytest
from django.urls import reverse

from mission.mandate.models import Provision
from oversight.audit.models import Event

pytestmark = pytest.mark.django_db
PAGE = "admin:mission_provision_change"
SENT = {
    "paragraph": "9",
    "paragraph_status": "verified_primary",
    "paragraph_source": "official PDF",
    "reason": "read on page 4",
}


def test_an_administrator_writes_the_number_with_a_reason(client_of, administrator):
    answer = client_of(administrator).post(reverse(PAGE, args=["vetting"]), SENT)
    assert answer.status_code == 302
    assert Provision.objects.get(pk="vetting").paragraph == "9"
    assert Event.objects.get(type="provision.paragraph_set").reason == "read on page 4"


def test_a_missing_source_is_said_beside_the_field(client_of, administrator):
    answer = client_of(administrator).post(
        reverse(PAGE, args=["vetting"]), SENT | {"paragraph_source": ""}
    )
    assert answer.status_code == 200
    assert "Say where the number was read" in answer.content.decode()
    assert Provision.objects.get(pk="vetting").paragraph is None


def test_a_reviewer_reads_and_cannot_write(client_of, reviewer):
    browser = client_of(reviewer)
    page = reverse(PAGE, args=["vetting"])
    assert browser.get(page).status_code == 200
    assert browser.post(page, SENT).status_code == 403


@pytest.mark.parametrize("who", ["monitor", "ngo", "outsider"])
def test_who_does_not_work_in_the_admin_is_kept_out(client_of, everybody, who):
    answer = client_of(everybody[who]).get(reverse(PAGE, args=["vetting"]))
    assert answer.status_code in (302, 403)


@pytest.mark.parametrize("model", ["instrument", "provision", "place", "state", "contingent"])
def test_the_lists_open_in_every_language(client_of, lead, model):
    browser = client_of(lead)
    for language in ("en", "fr", "ht"):
        page = reverse(f"admin:mission_{model}_changelist")
        answer = browser.get(page, headers={"accept-language": language})
        assert answer.status_code == 200


def test_nothing_is_added_or_deleted(client_of, administrator):
    browser = client_of(administrator)
    assert browser.get(reverse("admin:mission_provision_add")).status_code == 403
    assert browser.get("/admin/mission/provision/vetting/delete/").status_code in (302, 404)


@pytest.mark.parametrize("written", ["petyonvil", "HT0114"])
def test_a_place_is_found_first_in_the_admin_however_it_is_spelt(client_of, reviewer, written):
    page = reverse("admin:mission_place_changelist")
    answer = client_of(reviewer).get(page, {"q": written})
    assert answer.context["cl"].result_list[0].name_fr == "Pétion-Ville"


def test_a_date_known_to_the_month_is_not_told_as_a_day(client_of, lead):
    page = reverse("admin:mission_instrument_change", args=["sres-2752"])
    words = client_of(lead).get(page).content.decode()
    assert "October 2024" in words
    assert "1 October 2024" not in words
    assert "Oct. 1, 2024" not in words
