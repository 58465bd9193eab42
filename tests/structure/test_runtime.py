"""The embedded services and the health of the base settings."""

import pytest
from django.core.cache import cache
from django.db import connection


@pytest.mark.django_db
def test_database_knows_the_extensions_the_project_uses():
    with connection.cursor() as cursor:
        cursor.execute("SELECT f_unaccent('Pétion-Ville Ò')")
        assert cursor.fetchone() == ("Petion-Ville O",)


def test_cache_keeps_what_it_is_given():
    cache.set("runtime-test", "kept", 10)
    assert cache.get("runtime-test") == "kept"
