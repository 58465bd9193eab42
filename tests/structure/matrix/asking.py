"""Asking every address as everybody, each time from the same state of the house."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.template.backends.django import Template
from django.test import Client
from django.urls import resolve

from oversight.authority.rules import holds
from tests.structure.addresses import Address, addresses
from tests.structure.matrix.furniture import ACTORS, House
from tests.structure.matrix.samples import samples_of
from tests.structure.public_urls import OWN, OWN_BEGINNINGS, PUBLIC

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
METHODS = ("GET", "POST")
RARE = ("PUT", "PATCH", "DELETE")
# In words: what the answer says about who asked. Anything else that is no failure was let in.
WORDS = {401: "sign-in", 403: "refused", 404: "hidden", 405: "method"}


@dataclass(frozen=True, order=True)
class Question:
    """One cell's place: an address, the state of its object, a method."""

    route: str
    name: str
    state: str
    method: str


def word_of(status: int, location: str) -> str:
    """How an answer reads in the table."""
    if 300 <= status < 400 and "/login/" in location:
        return "sign-in"
    if status == 429 or (status >= 500 and status != 503):  # no worker runs beside the tests
        return f"failed({status})"
    return WORDS.get(status, "ok")


class Asking:
    """A browser for each person, and their token for the API."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.client = Client(raise_request_exception=False)
        self.cookies = {name: self._sign_in(name) for name in house.people}

    def _sign_in(self, name: str) -> Any:
        client = Client()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        client.force_login(self.house.people[name], backend=BACKEND)
        return client.cookies

    def answer(self, actor: str, method: str, path: str) -> Any:
        """The answer; whatever it changed is undone."""
        client = self.client
        client.cookies.clear()
        given: dict[str, Any] = {"headers": {"accept-language": "en"}}
        if path.startswith("/api/"):
            if actor in self.house.secrets:
                given["headers"]["authorization"] = f"Bearer {self.house.secrets[actor]}"
            if method != "GET":
                given |= {"data": "{}", "content_type": "application/json"}
        elif actor in self.cookies:
            client.cookies = self.cookies[actor].copy()
        with transaction.atomic():
            response = getattr(client, method.lower())(path, **given)
            transaction.set_rollback(True)
        return response

    def word(self, actor: str, method: str, path: str) -> str:
        response = self.answer(actor, method, path)
        return word_of(response.status_code, response.headers.get("Location", ""))


# On the public list, and where everybody meets nobody but themselves, these stand for all.
FEW = ("anonymous", "outsider", "reviewer", "administrator", "suspended")


def actors_at(route: str) -> tuple[str, ...]:
    """Who is asked there. A narrow token means something to the API alone."""
    if route in PUBLIC or route in OWN or route.startswith(OWN_BEGINNINGS):
        return FEW
    return ACTORS if route.startswith("/api/") else ACTORS[:-1]


def methods_at(path: str) -> tuple[str, ...]:
    """GET and POST everywhere; of the API also what a view takes besides."""
    view = getattr(resolve(path).func, "cls", None) if path.startswith("/api/") else None
    return METHODS + tuple(name for name in RARE if hasattr(view, name.lower()))


PAGES, API = "pages", "api"


def part_of(route: str) -> str:
    """The two halves of the matrix, which two processes can ask at the same time."""
    return API if route.startswith("/api/") else PAGES


def questions(house: House) -> Iterator[tuple[Question, Address, dict[str, Any]]]:
    for address in addresses():
        for state, values in samples_of(address, house).items():
            for method in methods_at(address.filled(values)):
                yield Question(address.route, address.name, state, method), address, values


def ask_everything(house: House, part: str) -> dict[Question, dict[str, str]]:
    """The answer to every question of one half, by actor.

    Who is let in is decided before the page is drawn, so none is. Some answers are given before
    any object is looked at (`_before_any_object`): they are asked for once, not for each state.
    """
    logging.disable(logging.CRITICAL)  # thousands of refusals are meant
    try:
        with patch.object(Template, "render", lambda *given, **more: ""):
            return _ask_everything(house, part)
    finally:
        logging.disable(logging.NOTSET)


def _ask_everything(house: House, part: str) -> dict[Question, dict[str, str]]:
    asking, found = Asking(house), {}
    known: dict[tuple[str, str], dict[str, str]] = {}
    for question, address, values in questions(house):
        if part_of(question.route) != part:
            continue
        cache.clear()
        path = address.filled(values)
        early = known.get((question.route, question.method), {})
        cells = {
            actor: early.get(actor) or asking.word(actor, question.method, path)
            for actor in actors_at(address.route)
        }
        needs = getattr(getattr(resolve(path).func, "cls", None), "needs", None)
        known[question.route, question.method] = {
            actor: word
            for actor, word in cells.items()
            if _before_any_object(house.people.get(actor), word, question.method, needs)
        }
        found[question] = cells
    return found


def _before_any_object(person: Any, word: str, method: str, needs: Any) -> bool:
    """Whether the answer would be the same for every object of the address.

    Who is sent to sign in; and at the API, whose views state what each method `needs`, who holds
    none of it, and a method that is not there.
    """
    if word == "sign-in":
        return True
    if needs is None or person is None:
        return False
    asked = needs.get(method) or [p for permissions in needs.values() for p in permissions]
    return word == "method" or (word == "refused" and not holds(person, *asked))
