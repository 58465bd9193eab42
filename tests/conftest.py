"""What every test shares."""

import pgtrigger
import pytest
from _pytest.nodeid import coerce_node_id
from django.core.cache import cache
from django.test import TransactionTestCase
from django.utils import translation

pytest_plugins = ("tests.people", "tests.reference", "tests.site", "tests.files")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Tests of one group run in one process: pytest-xdist 3.8 notes the group at the name of each
    test, where pytest 9.2 does not look for it any more."""
    for item in items:
        grouped = getattr(item, "_nodeid", "")
        if grouped and grouped != item.nodeid:
            item._id = coerce_node_id(grouped)


@pytest.fixture(autouse=True)
def _clean_cache(request):
    """Rate limits and look-ups of one test must not reach the next."""
    yield
    if "django_db_setup" in request.fixturenames:
        cache.clear()


@pytest.fixture(autouse=True, scope="session")
def _flush_append_only_tables():
    """Tests with real transactions empty every table afterwards; the triggers would refuse."""
    teardown = TransactionTestCase._fixture_teardown

    def without_triggers(self):
        with pgtrigger.ignore():
            teardown(self)

    TransactionTestCase._fixture_teardown = without_triggers
    yield
    TransactionTestCase._fixture_teardown = teardown


@pytest.fixture(autouse=True)
def _language_again():
    """A page shown in one person's language must not leave it to the next test."""
    yield
    translation.deactivate()
