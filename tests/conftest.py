"""What every test shares."""

import pytest
from django.core.cache import cache

pytest_plugins = ("tests.people", "tests.reference")


@pytest.fixture(autouse=True)
def _clean_cache(request):
    """Rate limits and look-ups of one test must not reach the next."""
    yield
    if "django_db_setup" in request.fixturenames:
        cache.clear()
