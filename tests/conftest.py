"""What every test shares."""

import pgtrigger
import pytest
from django.core.cache import cache
from django.test import TransactionTestCase
from django.utils import translation

pytest_plugins = ("tests.people", "tests.reference", "tests.site", "tests.files")


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
