"""Tables that tell what happened refuse to be changed, inside the database."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.structure.house import own_models

# What tells of the past, by its name; and what must be there once it exists.
ENDINGS = ("Event", "Transition", "Custody", "Decision", "Amendment", "Reveal")
UPDATE, DELETE, TRUNCATE = 16, 8, 32  # bits of pg_trigger.tgtype


def append_only_models():
    return [
        model
        for model in own_models()
        if any(t.name.endswith("append_only") for t in getattr(model._meta, "triggers", ()))
    ]


def test_models_that_tell_the_past_are_append_only():
    telling = {model for model in own_models() if model.__name__.endswith(ENDINGS)}
    assert not telling - set(append_only_models())


@pytest.mark.django_db
@pytest.mark.parametrize("model", append_only_models(), ids=lambda model: model._meta.label)
def test_table_refuses_update_delete_and_truncate(model):
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bit_or(tgtype) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled <> 'D'"
            " AND NOT tgisinternal",
            [table],
        )
        refused = cursor.fetchone()[0] or 0
    assert refused & UPDATE
    assert refused & DELETE
    assert refused & TRUNCATE
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'TRUNCATE "{table}" CASCADE')


@pytest.mark.django_db(transaction=True)
def test_tests_with_real_transactions_may_empty_the_tables():
    """The teardown of this test is the test: it truncates what refuses to be truncated."""
    assert connection.in_atomic_block is False
