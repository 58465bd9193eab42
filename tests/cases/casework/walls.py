"""What somebody can reach: every address of the site filled with every row that may stand in it."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test import Client

from oversight.authority.admin import DialogPages
from tests.structure.addresses import Address, addresses

# Many rows that say nothing of anybody, in whose place one will do.
REFERENCE = {"place", "placename", "provision", "instrument", "mission", "provisionprolongation"}
FEW = 12
ABOUT_PEOPLE = ("personnel", "check", "concern", "authorisation")
# Leaving is no reading.
NOT_ASKED = ("/accounts/logout/", "/static/")


def mission_models() -> list[Any]:
    return list(apps.get_app_config("mission").get_models())


def keys_of(model: Any, most: int = FEW) -> list[Any]:
    rows = model._base_manager.order_by("pk").values_list("pk", flat=True)
    return list(rows[: 1 if model._meta.model_name in REFERENCE else most])


def _dialogs(model: Any, user: Any) -> set[str]:
    """Names of the dialogs that the screen of a model has for this person, on its first row."""
    screen = admin.site._registry.get(model)
    first = model._default_manager.visible_to(user).order_by("pk").first()
    if first is None or not isinstance(screen, DialogPages):
        return set()
    return set(screen.dialogs_of(first, user))


def _values(address: Address, user: Any) -> dict[str, list[Any]]:
    """Of the model of the address every row; in the place of any other record one of each kind."""
    kinds = {model._meta.model_name: model for model in mission_models()}
    own = kinds.get((address.route.split("/") + [""] * 4)[3])
    any_row = [key for name in ABOUT_PEOPLE for key in keys_of(kinds[name], 1)]
    one = "part" in address.variables or "name" in address.variables
    keys = keys_of(own, 1 if one else FEW) if own else any_row
    values: dict[str, list[Any]] = {
        **{name: keys for name in ("object_id", "pk", "id")},
        "name": sorted(_dialogs(own, user)) if own else ["edit"],
        "part": any_row if own else any_row[:1],
        "app_label": ["mission", "oversight", "cases"],
        "form": ["csv", "xlsx"],
        "label": ["mission.personnel", "mission.concern"],
    }
    return {name: values.get(name, ["KE"]) for name in address.variables}


def paths(user: Any) -> Iterator[str]:
    """Every address that this person could type, about the force and about nothing in particular."""
    for address in addresses():
        if address.route.startswith(NOT_ASKED):
            continue
        values = _values(address, user)
        for chosen in product(*values.values()):
            yield address.filled(dict(zip(values, chosen, strict=True)))


def text_of(response: Any) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{dict(response.headers)} {body.decode('utf-8', 'replace')}"


def read_everything(client: Client, user: Any) -> dict[str, tuple[int, str]]:
    """Path -> (status, what came back)."""
    found = {}
    for path in paths(user):
        response = client.get(path)
        found[path] = (response.status_code, text_of(response))
    return found


def tables(prefix: str) -> dict[str, str]:
    """Each table whose name begins so, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE %s", [f"{prefix}%"])
        names = [name for (name,) in cursor.fetchall()]
        found = {}
        for name in names:
            cursor.execute(f'SELECT t::text FROM "{name}" t')  # noqa: S608 - names of tables
            found[name] = "\n".join(row for (row,) in cursor.fetchall())
    return found
