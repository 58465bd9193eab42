"""The first people of an empty office: by the page, by the command, once."""

import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from oversight.accounts.actions import Newcomer, set_up, set_up_key
from oversight.accounts.models import Organisation, RoleGrant, User
from oversight.audit.models import Event
from oversight.authority.rules import Conflict, RuleBroken

ANA = Newcomer("Ana", "ana@office.example", "administrator", "administrator_email")
LEA = Newcomer("Lea", "lea@office.example", "lead", "lead_email")
LUC = Newcomer("Luc", "luc@office.example", "lead", "second_email")
FILLED = {
    "organisation": "Biwo a",
    "language": "ht",
    "administrator_name": "Ana",
    "administrator_email": "ana@office.example",
    "lead_name": "Lea",
    "lead_email": "lea@office.example",
    "second_name": "Luc",
    "second_email": "luc@office.example",
}


def page(key=None):
    return f"/set-up/{key or set_up_key()}/"


@pytest.mark.django_db
def test_the_page_makes_three_people_and_shows_their_links_once():
    browser = Client(headers={"accept-language": "en"})
    address = page()
    answer = browser.post(address, FILLED)
    assert answer.status_code == 200
    assert len(re.findall(r"/accounts/password/reset/key/", answer.content.decode())) == 3
    assert "no-store" in answer["Cache-Control"]
    roles = dict(RoleGrant.objects.running(timezone.localdate()).values_list("user__name", "role"))
    assert roles == {"Ana": "administrator", "Lea": "lead", "Luc": "lead"}
    assert set(User.objects.values_list("language", flat=True)) == {"ht"}
    assert Event.objects.filter(type="office.set_up").count() == 1
    for method in (browser.get, browser.post):
        assert method(address).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["x", "first:1:x", "first"])
def test_without_the_key_there_is_nothing(key):
    assert Client().get(page(key)).status_code == 404
    assert Client().post(page(key), FILLED).status_code == 404


@pytest.mark.django_db
def test_the_key_is_good_for_a_day():
    address = page()
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert Client().get(address).status_code == 404


@pytest.mark.django_db
def test_one_person_cannot_be_two(client_of):
    answer = Client().post(page(), {**FILLED, "second_email": "LEA@office.example"})
    assert answer.status_code == 400
    assert "second_email" in answer.context["form"].errors
    assert not User.objects.filter(name="Ana").exists()


@pytest.mark.django_db
def test_what_is_wrong_is_said_and_nothing_is_lost():
    answer = Client().post(page(), {**FILLED, "lead_email": "nowhere", "organisation": ""})
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"lead_email", "organisation"}
    assert "luc@office.example" in answer.content.decode()


@pytest.mark.django_db
def test_the_front_page_of_an_empty_office_says_how_to_start():
    assert "manage.py set_up" in Client().get("/").content.decode()
    set_up(organisation="Office", people=[ANA, LEA, LUC])
    assert "manage.py set_up" not in Client().get("/").content.decode()


@pytest.mark.django_db
def test_the_command_does_the_same(capsys):
    call_command("set_up", administrator="a@x.example", lead=["b@x.example", "c@x.example"])
    printed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in printed] == ["a@x.example", "b@x.example", "c@x.example"]
    with pytest.raises(CommandError):
        call_command("set_up")


@pytest.mark.django_db
@pytest.mark.parametrize("leads", [[], ["b@x.example"], ["b@x.example", "b@x.example"]])
def test_the_command_wants_one_administrator_and_two_leads(leads):
    with pytest.raises(CommandError):
        call_command("set_up", administrator="a@x.example", lead=leads)
    assert not User.objects.filter(email="a@x.example").exists()


@pytest.mark.django_db
def test_a_role_of_an_unknown_kind_makes_nobody():
    with pytest.raises(RuleBroken):
        set_up(organisation="Office", people=[ANA, Newcomer("X", "x@x.example", "king")])
    assert not Organisation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_sets_up():
    start, outcomes = Barrier(2), []

    def attempt(number):
        people = [
            Newcomer("A", f"a{number}@x.example", "administrator"),
            Newcomer("B", f"b{number}@x.example", "lead"),
            Newcomer("C", f"c{number}@x.example", "lead"),
        ]
        start.wait()
        try:
            outcomes.append(len(set_up(organisation=f"Office {number}", people=people)))
        except Conflict as refused:
            outcomes.append(refused.code)
        connection.close()

    threads = [Thread(target=attempt, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == ["3", "already_set_up"]
    assert User.objects.get_queryset().count() == 3
