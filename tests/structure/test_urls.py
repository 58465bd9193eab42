"""Every address is on the public list or refuses whoever has no business there."""

import re
import uuid

import pytest
from django.test import Client

from tests.structure.addresses import addresses as every_address
from tests.structure.public_urls import OWN, OWN_BEGINNINGS, PUBLIC

REFUSALS = {401, 403, 404, 405}
SAMPLE = {"int": "1", "uuid": str(uuid.UUID(int=1)), "slug": "x", "str": "x", "path": "x"}


def addresses() -> list[str]:
    """Every address of the site, its variable parts as <name>."""
    return sorted({address.route for address in every_address()})


def concrete(address: str) -> str:
    return re.sub(r"<(\w+)>", lambda found: SAMPLE["uuid"] if "id" in found[1] else "x", address)


def answers(client: Client, address: str) -> list[str]:
    """How GET and POST are let in; empty when both are refused."""
    let_in = []
    for method in (client.get, client.post):
        response = method(concrete(address))
        to_sign_in = response.status_code == 302 and "/login/" in response.get("Location", "")
        if response.status_code not in REFUSALS and not to_sign_in:
            let_in.append(f"{method.__name__} {response.status_code}")
    return let_in


@pytest.mark.django_db
def test_every_address_off_the_public_list_refuses_a_stranger():
    client = Client()
    open_to_all = {
        address: ways
        for address in addresses()
        if address not in PUBLIC and (ways := answers(client, address))
    }
    assert not open_to_all, "refuse the stranger, or add it to public_urls.py with the reason"


@pytest.mark.django_db
def test_every_address_refuses_an_account_without_a_role(outsider, client_of):
    client = client_of(outsider)
    open_to_all = {
        address: ways
        for address in addresses()
        if address not in PUBLIC | OWN and not address.startswith(OWN_BEGINNINGS)
        if (ways := answers(client, address))
    }
    assert not open_to_all, "require a permission, or add it to public_urls.py with the reason"


@pytest.mark.django_db
def test_no_address_fails_for_a_stranger():
    """A stranger's guess at an address ends in a page, never in an error of ours."""
    client = Client(raise_request_exception=False)
    not_ready = {503}  # no worker runs beside the tests
    failed = {a: code for a in addresses() if (code := client.get(concrete(a)).status_code) >= 500}
    assert {a: code for a, code in failed.items() if code not in not_ready} == {}


@pytest.mark.django_db
def test_site_answers_with_a_strict_policy_except_under_admin(outsider, client_of):
    client = client_of(outsider)
    strict = client.get("/healthz/")["Content-Security-Policy"]
    relaxed = client.get("/admin/")["Content-Security-Policy"]
    assert "unsafe" not in strict
    assert "'unsafe-eval'" in relaxed
    assert "'unsafe-inline'" not in relaxed.split("script-src")[1].split(";")[0]


@pytest.mark.django_db
def test_pages_read_while_signed_in_are_not_stored(outsider, client_of):
    response = client_of(outsider).get("/accounts/password/change/")
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
