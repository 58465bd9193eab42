"""An administrator keeps accounts and lists, and reaches no case by any way there is."""

import logging
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.db.models import Model
from django.urls import reverse

from cases.casework.models import Case
from cases.reports.models import Report
from oversight.accounts import actions
from oversight.accounts.admin.dialogs import dialogs_about
from oversight.accounts.models import RoleGrant, User
from oversight.audit.models import Event
from oversight.authority.admin import GuardedAdmin
from oversight.authority.rules import RuleBroken
from tests.structure.house import own_models
from tests.structure.matrix.asking import Asking, questions
from tests.structure.matrix.furniture import PLANTED_REFERENCES, SECRET

pytestmark = [pytest.mark.xdist_group("administrator"), pytest.mark.django_db]

# What an administrator may do about somebody else. A new one is judged before it stands here:
# could it bring the administrator, alone, into an account that sees cases?
ABOUT_OTHERS = {
    *("edit", "grant", "revoke", "revoke-token", "suspend", "reactivate"),
    "invite",  # gives a link, and only for an account that has no password yet
    "ask-reset",  # of the second step: a lead approves it, and the password stays
}


@pytest.fixture(scope="module")
def asking(house):
    return Asking(house)


@pytest.fixture(autouse=True)
def _quiet():
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def me(house):
    return User.objects.get(pk=house.people["administrator"].pk)


@pytest.fixture
def client(client_of, me):
    return client_of(me)


def body_of(response):
    parts = response.streaming_content if response.streaming else [response.content]
    return b"".join(parts).decode(errors="replace") + str(dict(response.headers))


def planted(house):
    """Everything that would tell of a case: words, references, numbers."""
    numbers = {str(row.pk) for row in (*house.cases.values(), *house.reports.values())}
    return {SECRET, SECRET.split()[0], *PLANTED_REFERENCES, *numbers}


def met(body, words, path):
    """The planted words in an answer; those that stood in the question are no answer."""
    return sorted(word for word in words if word in body and word not in path)


def test_no_address_tells_an_administrator_of_a_case(house, asking):
    words, found = planted(house), []
    for question, address, values in questions(house):
        path = address.filled(values)
        response = asking.answer("administrator", question.method, path)
        if tells := met(body_of(response), words, path):
            found.append(f"{question.method} {path}: {tells}")
    assert not found


def test_no_address_tells_an_auditor_more_than_references(house, asking):
    found = []
    for question, address, values in questions(house):
        if question.method != "GET":
            continue
        path = address.filled(values)
        body = body_of(asking.answer("auditor", "GET", path))
        if met(body, {SECRET, SECRET.split()[0]}, path):
            found.append(path)
    assert not found


def lists_of(person):
    request = type("Asked", (), {"user": person})
    return [
        screen
        for screen in admin.site._registry.values()
        if isinstance(screen, GuardedAdmin) and screen.has_view_permission(request)
    ]


def ways_to_cases(model, depth=3):
    """Paths of relations from a model to cases and reports, as a filter would write them."""
    waiting, found = [(model, ())], []
    while waiting:
        here, way = waiting.pop(0)
        if here in (Case, Report):
            found.append("__".join((*way, "title" if here is Case else "narrative")))
            continue
        if len(way) == depth:
            continue
        for field in here._meta.get_fields():
            there = field.related_model
            if isinstance(there, type) and issubclass(there, Model) and not field.hidden:
                waiting.append((there, (*way, field.name)))
    return found


def test_lists_cannot_be_narrowed_by_what_stands_in_a_case(house, client, me):
    tried = 0
    for screen in lists_of(me):
        address = reverse(f"admin:{screen.opts.app_label}_{screen.opts.model_name}_changelist")
        for way in ways_to_cases(screen.model)[:12]:
            answer = client.get(address, {f"{way}__startswith": SECRET[0]})
            assert answer.status_code in (302, 400, 403), f"{address} {way}"
            tried += 1
    assert tried >= 5, "the ways from accounts to cases are not found where they used to be"


def test_search_order_and_popups_of_lists_tell_nothing(house, client, me):
    words = planted(house)
    for screen in lists_of(me):
        address = reverse(f"admin:{screen.opts.app_label}_{screen.opts.model_name}_changelist")
        for query in (
            {"q": SECRET},
            {"q": PLANTED_REFERENCES[0]},
            {"_popup": "1", "_to_field": "id"},
            {"o": "1.-2.3"},
            {"e": "1"},
        ):
            body = body_of(client.get(address, query))
            assert not met(body, words - set(query.values()) - {SECRET.split()[0]}, ""), address
    assert not met(body_of(client.get("/admin/search/", {"s": "SEKR"})), words, "")


def test_autocomplete_offers_no_case(house, client):
    for model in own_models():
        for field in model._meta.get_fields():
            if field.related_model not in (Case, Report) or field.auto_created:
                continue
            where = {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
            query = where | {"field_name": field.name, "term": ""}
            assert client.get("/admin/autocomplete/", query).status_code in (403, 404), field


def test_there_is_no_page_of_deletion_or_history_and_no_view_on_site(house, client):
    for kind, rows in (("case", house.cases), ("report", house.reports)):
        for row in rows.values():
            for page in ("delete", "history"):
                assert client.get(f"/admin/cases/{kind}/{row.pk}/{page}/").status_code == 404


def test_every_screen_is_guarded():
    """A screen of a package would delete, log and list as it pleases."""
    import_module(settings.ROOT_URLCONF)  # takes the screens of packages away
    strangers = [s for s in admin.site._registry.values() if not isinstance(s, GuardedAdmin)]
    assert not strangers


def test_recent_actions_of_django_stay_empty(house, client):
    words = {"label_en": "Day", "label_fr": "Jour", "label_ht": "Jou", "reason": "the mayor"}
    client.post("/admin/oversight/officeday/add/", {"day": "2031-05-06", "applies": "new", **words})
    do(client, house.people["reviewer"], "suspend", reason="left")
    client.get("/admin/")
    assert Event.objects.filter(type="user.suspended").exists()
    assert not LogEntry.objects.exists()


def do(client, person, dialog, **data):
    return client.post(reverse("admin:oversight_user_do", args=[person.pk, dialog]), data)


@pytest.mark.parametrize("role", ["lead", "reviewer", "focal_point", "auditor", "administrator"])
def test_nobody_gives_a_role_to_themselves(client, me, role):
    before = RoleGrant.objects.filter(user=me).count()
    answer = do(client, me, "grant", role=role, starts_on="2026-01-01", reason="I need it")
    assert answer.status_code in (400, 403, 409)
    assert RoleGrant.objects.filter(user=me).count() == before
    with pytest.raises(RuleBroken):
        actions.grant_role(user=me, role=role, by=me, reason="I need it")


@pytest.mark.parametrize("role", ["lead", "reviewer", "focal_point"])
def test_second_account_of_ones_own_waits_for_a_lead(house, me, role):
    second = actions.create_user(email="second@office.example", name="Second", by=me)
    grant = actions.grant_role(user=second, role=role, by=me, reason="new colleague")
    assert grant.awaits_approval
    helper = actions.create_user(email="third@office.example", name="Third", by=me)
    actions.grant_role(user=helper, role="administrator", by=me, reason="deputy")
    for approver in (me, second, helper, house.people["auditor"], house.people["waiting"]):
        with pytest.raises(RuleBroken):
            actions.approve_grant(grant=grant, by=User.objects.get(pk=approver.pk))
    assert not Case.objects.visible_to(User.objects.get(pk=second.pk)).exists()


def test_what_can_be_done_about_another_was_judged(house, me):
    for name, person in house.people.items():
        if name == "administrator":
            continue
        new = set(dialogs_about(person, me)) - ABOUT_OTHERS
        assert not new, "judge it: could it bring the administrator into the account, alone?"


def test_address_of_an_account_cannot_be_turned_to_oneself(house, client):
    lead = house.people["lead"]
    data = {
        "name": "lead",
        "language": "en",
        "email": "administrator2@office.example",
        "reason": "x",
    }
    do(client, lead, "edit", **data)
    assert User.objects.get(pk=lead.pk).email == lead.email


def test_no_link_is_handed_out_for_an_account_with_a_password(house, client, me):
    lead = User.objects.get(pk=house.people["lead"].pk)
    assert do(client, lead, "invite").status_code == 404
    with pytest.raises(RuleBroken):
        actions.invite(user=lead, by=me)


def test_forgotten_password_is_replaced_by_the_mailbox_of_its_owner_alone(house, client):
    lead = house.people["lead"]
    old = User.objects.get(pk=lead.pk).password
    body = body_of(client.post("/accounts/password/reset/", {"email": lead.email}))
    assert "/reset/key/" not in body
    assert User.objects.get(pk=lead.pk).password == old
    assert all(message.recipients() == [lead.email] for message in mail.outbox)


def test_token_can_do_no_more_than_its_owner(me):
    for scope in ("case.see", "report.triage", "event.see", "figures.pull"):
        with pytest.raises(RuleBroken):
            actions.issue_token(user=me, name="n", scopes=[scope], by=me)


def test_administrator_holds_no_permission_that_opens_a_case(me):
    assert not Case.objects.visible_to(me).exists()
    assert not Report.objects.visible_to(me).exists()
