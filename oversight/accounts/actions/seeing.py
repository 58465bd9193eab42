"""Who sees a record now: asked of the rule that decides it, for everybody together."""

from collections.abc import Callable
from itertools import islice
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Model, Q

from oversight.accounts.models import User
from oversight.authority.choices import Permission
from oversight.authority.rules import holds

AT_ONCE = 100


def people_who_see(
    *, record: Model, rule: Callable[[Any], Q], permission: Permission
) -> list[User]:
    """Active people, by name, whom the rule lets see the record; a query for each hundred."""
    people = iter(User.objects.active().with_grants().order_by("name"))
    able = (user for user in people if holds(user, permission))
    rows = type(record)._default_manager.filter(pk=record.pk)
    found: list[User] = []
    while some := list(islice(able, AT_ONCE)):
        asked = {
            f"seen_by_{number}": ExpressionWrapper(rule(user), output_field=BooleanField())
            for number, user in enumerate(some)
        }
        answers = rows.annotate(**asked).values_list(*asked).get()
        found += [user for user, sees in zip(some, answers, strict=True) if sees]
    return found
