"""The shipped reference data, there in every test that uses the database."""

from collections.abc import Iterator
from typing import Any

import pytest

from oversight.subjects.rules import loaders
from oversight.vocabularies.models import Vocabulary, forget_terms


def load_reference() -> None:
    """What `manage.py load_reference` does."""
    for load in loaders().values():
        load()
    forget_terms()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Once per test database."""
    with django_db_blocker.unblock():
        load_reference()


@pytest.fixture(autouse=True)
def _reference_after_flush(request: pytest.FixtureRequest) -> Iterator[None]:
    """A transactional test empties every table when it ends: the next one needs the data again."""
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        request.getfixturevalue("transactional_db")
        if not Vocabulary.objects.exists():
            load_reference()
    yield
