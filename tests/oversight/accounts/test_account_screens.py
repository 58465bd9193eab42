"""The screens of accounts: administrators keep them, leads approve roles, nobody else comes in."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.casework.models import Case
from cases.reports.models import Report
from oversight.accounts import actions
from oversight.accounts.models import Organisation, RoleGrant, User
from oversight.audit.models import Event

pytestmark = pytest.mark.django_db
LISTS = ("user", "rolegrant", "organisation")
ALLOWED = {
    "user": {"administrator", "lead"},
    "rolegrant": {"administrator", "lead"},
    "organisation": {"administrator"},
}
NEW = {"email": "new@office.example", "name": "New", "language": "fr", "state": "ke"}


def page_of(person):
    return reverse("admin:oversight_user_change", args=[person.pk])


def do(person, name, *part):
    suffix = "do_part" if part else "do"
    return reverse(f"admin:oversight_user_{suffix}", args=[person.pk, name, *part])


def words(answer):
    return answer.content.decode()


@pytest.mark.parametrize("screen", LISTS)
def test_lists_open_for_who_may_and_for_nobody_else(client_of, everybody, screen):
    address = reverse(f"admin:oversight_{screen}_changelist")
    assert Client().get(address).status_code == 302
    for name, user in everybody.items():
        answer = client_of(user).get(address)
        expected = {200} if name in ALLOWED[screen] else {302, 403}
        assert answer.status_code in expected, name


def test_the_page_of_a_person_opens_for_who_may_and_for_nobody_else(client_of, everybody, monitor):
    for name, user in everybody.items():
        answer = client_of(user).get(page_of(monitor))
        expected = {200} if name in ALLOWED["user"] else {302, 403, 404}
        assert answer.status_code in expected, name
    assert Client().get(page_of(monitor)).status_code == 302


def test_the_lists_are_searched_and_filtered(client_of, administrator, monitor, ngo):
    browser = client_of(administrator)
    address = reverse("admin:oversight_user_changelist")
    assert monitor.email in words(browser.get(address, {"q": "monitor"}))
    found = words(browser.get(address, {"role": "ngo"}))
    assert ngo.email in found
    assert monitor.email not in found
    assert browser.get(address, {"role": "none"}).status_code == 200
    assert browser.get(address, {"role": "waits"}).status_code == 200
    grants = reverse("admin:oversight_rolegrant_changelist")
    for state in ("waiting", "running", "ended"):
        assert browser.get(grants, {"state": state}).status_code == 200


@pytest.mark.parametrize("pk", ["x", "00000000-0000-0000-0000-000000000001"])
def test_an_unknown_person_is_not_there(client_of, administrator, pk):
    assert client_of(administrator).get(f"/admin/oversight/user/{pk}/change/").status_code == 404


def test_a_person_is_added_and_the_link_is_shown_once(client_of, administrator, mailoutbox):
    browser = client_of(administrator)
    answer = browser.post(reverse("admin:oversight_user_add"), NEW)
    person = User.objects.get(email=NEW["email"])
    assert person.state == "KE"
    assert "/accounts/password/reset/key/" in words(answer)
    assert "no-store" in answer["Cache-Control"]
    assert "/accounts/password/reset/key/" not in words(browser.get(page_of(person)))
    assert not mailoutbox


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(client_of, administrator):
    browser = client_of(administrator)
    answer = browser.post(
        reverse("admin:oversight_user_add"),
        {**NEW, "email": administrator.email, "state": "4"},
    )
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"state"} | {"email"}
    assert "New" in words(answer)


@pytest.mark.parametrize("who", ["lead", "reviewer", "focal_point", "auditor"])
def test_only_an_administrator_adds_a_person(client_of, everybody, who):
    browser = client_of(everybody[who])
    assert browser.get(reverse("admin:oversight_user_add")).status_code == 403
    assert browser.post(reverse("admin:oversight_user_add"), NEW).status_code == 403
    assert not User.objects.filter(email=NEW["email"]).exists()


def test_a_role_goes_from_the_administrator_to_the_lead(client_of, administrator, lead, outsider):
    office, boss = client_of(administrator), client_of(lead)
    sent = {
        "role": "reviewer",
        "scope_value": "department=HT01",
        "starts_on": "2026-01-05",
        "reason": "hired",
    }
    assert "Ouest" in words(office.get(do(outsider, "grant")))
    assert office.post(do(outsider, "grant"), sent).status_code == 302
    grant = RoleGrant.objects.get(user=outsider)
    assert (grant.scope_value, grant.awaits_approval) == ("HT01", True)
    assert office.get(do(outsider, "approve", grant.pk)).status_code == 404
    assert "waits for a lead" in words(boss.get(page_of(outsider)))
    assert boss.post(do(outsider, "approve", grant.pk), {}).status_code == 302
    grant.refresh_from_db()
    assert grant.approved_by == lead
    assert boss.post(do(outsider, "revoke", grant.pk), {"reason": "x"}).status_code == 404
    answer = office.post(do(outsider, "revoke", grant.pk), {"reason": ""})
    assert answer.status_code == 400
    assert office.post(do(outsider, "revoke", grant.pk), {"reason": "left"}).status_code == 302
    grant.refresh_from_db()
    assert grant.revoked_by == administrator


def test_an_administrator_gives_no_role_to_themselves(client_of, administrator):
    sent = {"role": "ngo", "scope_value": "=", "starts_on": "2026-01-05", "reason": "x"}
    browser = client_of(administrator)
    assert "Another administrator" in words(browser.get(do(administrator, "grant")))
    assert browser.post(do(administrator, "grant"), sent).status_code == 403
    assert administrator.grants.count() == 1


def test_a_lead_does_not_keep_accounts(client_of, lead, monitor):
    browser = client_of(lead)
    for name in ("edit", "grant", "invite", "suspend", "reactivate"):
        assert browser.get(do(monitor, name)).status_code == 404
        assert browser.post(do(monitor, name), {"reason": "x"}).status_code == 404


def test_a_grant_is_only_found_in_its_own_person(client_of, lead, administrator, outsider, ngo):
    grant = actions.grant_role(user=outsider, role="reviewer", by=administrator, reason="x")
    browser = client_of(lead)
    assert browser.get(do(ngo, "approve", grant.pk)).status_code == 404
    assert browser.get(do(outsider, "approve", "x")).status_code == 404


def test_suspending_and_opening_again(client_of, administrator, ngo):
    browser = client_of(administrator)
    assert browser.post(do(ngo, "suspend"), {"reason": "left"}).status_code == 302
    assert not User.objects.get(pk=ngo.pk).is_active
    assert "suspended" in words(browser.get(page_of(ngo)))
    assert browser.post(do(ngo, "reactivate"), {"reason": "back"}).status_code == 302
    assert User.objects.get(pk=ngo.pk).is_active


def test_the_page_shows_tokens_without_their_secret(client_of, administrator, ngo):
    token, secret = actions.issue_token(
        user=ngo, name="monthly script", scopes=["figures.pull"], by=ngo
    )
    browser = client_of(administrator)
    shown = words(browser.get(page_of(ngo)))
    assert "monthly script" in shown
    assert secret not in shown
    assert token.digest not in shown
    assert browser.post(do(ngo, "revoke-token", token.pk), {}).status_code == 302
    token.refresh_from_db()
    assert token.revoked_at


def test_organisations_are_added_and_changed_with_a_reason(client_of, administrator):
    browser = client_of(administrator)
    sent = {"name": "Observatoire", "kind": "ngo", "reason": "partner"}
    assert browser.post(reverse("admin:oversight_organisation_add"), sent).status_code == 302
    row = Organisation.objects.get(name="Observatoire")
    address = reverse("admin:oversight_organisation_change", args=[row.pk])
    assert browser.post(address, {**sent, "reason": ""}).status_code == 200
    assert browser.post(address, {**sent, "reason": "closed"}).status_code == 302
    row.refresh_from_db()
    assert not row.is_active
    assert Event.objects.filter(type="organisation.edited", reason="closed").exists()
    # One that is not active is not offered for new accounts.
    form = browser.get(reverse("admin:oversight_user_add")).context["form"]
    assert row not in form.fields["organisation"].queryset


@pytest.mark.parametrize("language", ["en", "fr", "ht"])
def test_every_screen_opens_in_every_language(client_of, administrator, ngo, language):
    browser = client_of(administrator)
    browser.cookies["django_language"] = language
    for address in (
        *(reverse(f"admin:oversight_{name}_changelist") for name in LISTS),
        page_of(ngo),
        reverse("admin:oversight_user_add"),
        do(ngo, "edit"),
        do(ngo, "grant"),
        do(ngo, "suspend"),
    ):
        assert browser.get(address).status_code == 200


def test_no_trace_of_a_case_reaches_an_administrator(client_of, administrator, lead, monitor):
    case = Case.objects.create(reference="C-PLANTED", title="Planted title", opened_by=lead)
    Report.objects.create(
        reference="R-PLANTED",
        channel="web",
        filed_by=monitor,
        fingerprint="1",
        track="general",
        date_precision="unknown",
        types=[],
    )
    browser = client_of(administrator)
    addresses = [
        "/admin/",
        "/account/",
        "/notices/",
        page_of(lead),
        page_of(monitor),
        *(reverse(f"admin:oversight_{name}_changelist") for name in LISTS),
        "/admin/autocomplete/?app_label=cases&model_name=allegation&field_name=case&term=C",
        f"/admin/cases/case/{case.pk}/change/",
        f"/admin/cases/case/{case.pk}/delete/",
        f"/admin/oversight/user/{lead.pk}/delete/",
        f"/admin/oversight/user/{lead.pk}/history/",
        "/admin/cases/case/",
        "/admin/cases/report/",
        "/admin/cases/",
    ]
    for address in addresses:
        answer = browser.get(address)
        assert answer.status_code in {200, 302, 403, 404}, address
        assert "PLANTED" not in words(answer), address
        assert "Planted" not in words(answer), address
    start = words(browser.get("/admin/"))
    # Where help is for survivors is not about any case.
    assert "/admin/cases/" not in start.replace("/admin/cases/referralcontact/", "")


def test_the_desk_names_who_waits_for_a_role(client_of, administrator, lead, outsider, ngo):
    assert "1 account has no role" in words(client_of(administrator).get("/desk/"))
    actions.grant_role(user=outsider, role="reviewer", by=administrator, reason="hired")
    for reader in (administrator, lead):
        desk = words(client_of(reader).get("/desk/"))
        assert page_of(outsider) in desk
        assert "has no role" not in desk
    assert page_of(outsider) not in words(client_of(ngo).get("/desk/"))
