"""Reports of the tests."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.reports.actions import file_report
from cases.reports.forms import STEPS
from cases.reports.models import Report
from oversight.accounts.models import User
from tests.cases.reports.bodies import body
from tests.cases.reports.sending import ANSWERS, page


@pytest.fixture
def filed(monitor: User) -> Callable[..., Report]:
    """Files a report by the monitor; keyword arguments change the body."""

    def file(by: User = monitor, **changes: Any) -> Report:
        return file_report(by=by, data=body(**changes), channel="api")[0]

    return file


@pytest.fixture
def drafted(client_of: Callable[[User], Client], monitor: User) -> tuple[Client, uuid.UUID, Any]:
    """A draft with its first page: the client, its key, and how to add files to it."""
    client, key = client_of(monitor), uuid.uuid4()
    client.post(reverse("reports:step", args=[key, "what"]), {"types": ["assault"]})

    def add(*files: Any, client: Client = client, go: str = "stay", **more: Any) -> Any:
        data = {"upload": list(files), "go": go, **more}
        return client.post(reverse("reports:files", args=[key]), data)

    return client, key, add


@pytest.fixture
def fill(client_of: Callable[[User], Client], monitor: User) -> Callable[..., Any]:
    """Sends every page; `changes` replaces the answers of single pages."""

    def send(key: Any = None, client: Any = None, **changes: Any) -> tuple[Client, Any]:
        key, client = key or uuid.uuid4(), client or client_of(monitor)
        for step in STEPS:
            answers = changes.get(step.name, ANSWERS[step.name])
            response = client.post(page(key, step.name), answers)
            assert response.status_code == 302, response.context["form"].errors
        return client, key

    return send
