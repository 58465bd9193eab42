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
# Leaving is no reading.
NOT_ASKED = ("/accounts/logout/", "/static/")


def keys_of(model: Any) -> list[Any]:
    rows = model._base_manager.order_by("pk").values_list("pk", flat=True)
    return list(rows[: 1 if model._meta.model_name in REFERENCE else FEW])


def mission_rows() -> list[Any]:
    return list(apps.get_app_config("mission").get_models())


def _dialogs(model: Any, user: Any) -> set[str]:
    """Names of the dialogs that the screen of a model has for this person, on any of its rows."""
    screen = admin.site._registry.get(model)
    if not isinstance(screen, DialogPages):
        return set()
    seen = model._default_manager.visible_to(user)[:FEW]
    return {name for row in seen for name in screen.dialogs_of(row, user)}


def _values(address: Address, user: Any) -> dict[str, list[Any]]:
    parts = address.route.split("/")
    own = parts[3] if address.route.startswith("/admin/mission/") else ""
    models = [model for model in mission_rows() if not own or model._meta.model_name == own]
    keys = [key for model in models for key in keys_of(model)] if own else []
    names = set().union(*(_dialogs(model, user) for model in models)) if own else set()
    people = [key for model in mission_rows() for key in keys_of(model)]
    values: dict[str, list[Any]] = {
        **{name: keys or people[:40] for name in ("object_id", "pk", "id")},
        "name": sorted(names) or ["edit"],
        "part": people[:40],
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
            cursor.execute(f'SELECT t::text FROM "{name}" t')
            found[name] = "\n".join(row for (row,) in cursor.fetchall())
    return found
