"""Rules of clocks: loaded, added, edited with a preview of what a change would move."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import require
from oversight.deadlines.actions.by_hand import require_reason
from oversight.deadlines.actions.moving import (
    Move,
    carry_out,
    moves_of_rule,
    one_at_a_time,
    require_seen,
    signature,
)
from oversight.deadlines.choices import Applies, Unit
from oversight.deadlines.models import DeadlineRule, work_calendar

LONGEST_EXTENSION = (20, Unit.WORKING_DAYS)
SHIPPED = Path(__file__).parent.parent / "reference" / "rules.yaml"


@transaction.atomic
def load_shipped(*, path: Path = SHIPPED) -> dict[str, int]:
    """Bring the shipped rules up to date; rules edited by a person stay as they are."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    edited = DeadlineRule.objects.filter(edited_at__isnull=False)
    kept = set(edited.values_list("clock", "track"))
    rules = [rule for rule in map(_shipped, entries) if (rule.clock, rule.track) not in kept]
    DeadlineRule.objects.bulk_create(
        rules,
        update_conflicts=True,
        unique_fields=("clock", "track"),
        update_fields=DeadlineRule.editable,
    )
    return {"deadline rules": len(rules)}


def _shipped(entry: dict[str, Any]) -> DeadlineRule:
    values = {"extend": LONGEST_EXTENSION} | entry
    labels = {f"label_{code}": text for code, text in values.pop("labels").items()}
    for field in ("warn", "escalate", "extend"):
        if field in values:
            values[f"{field}_amount"], values[f"{field}_unit"] = values.pop(field)
    values["amount"], values["unit"] = values.pop("takes")
    rule = DeadlineRule(**labels, **values)
    rule.full_clean(validate_unique=False, validate_constraints=False)
    return rule


@transaction.atomic
def add_rule(*, by: Any, reason: str, now: datetime | None = None, **values: Any) -> DeadlineRule:
    """A rule for a clock or a track that has none."""
    require(by, Permission.DEADLINE_MANAGE)
    require_reason(reason)
    rule = DeadlineRule(edited_at=now or timezone.now(), **values)
    rule.full_clean()
    rule.save(force_insert=True)
    changes = {field: (None, value) for field, value in values.items()}
    audit.record(
        type="deadline_rule.added", by=by, target=rule, reason=reason, changes=changes, now=now
    )
    return rule


@dataclass(frozen=True)
class Preview:
    """What a change would do: fields with old and new value, running clocks, and its signature."""

    changes: dict[str, tuple[Any, Any]]
    moves: list[Move]
    seen: str


def _change_rule(
    rule: DeadlineRule, applies: str, now: datetime, values: dict[str, Any], lock: bool
) -> Preview:
    """Set the values on the row (not saved) and work out what moves."""
    before = repr([getattr(rule, field) for field in DeadlineRule.editable])
    changes = {}
    for field in DeadlineRule.editable:
        if field in values and getattr(rule, field) != values[field]:
            changes[field] = (getattr(rule, field), values[field])
            setattr(rule, field, values[field])
    rule.full_clean()
    concerned = applies == Applies.RUNNING
    moves = moves_of_rule(rule, work_calendar(), now, lock=lock) if concerned else []
    return Preview(changes, moves, signature(moves, before, applies))


def preview_rule(
    *, rule: DeadlineRule, applies: str, now: datetime | None = None, **values: Any
) -> Preview:
    """What `edit_rule` would do. Writes nothing."""
    rule = DeadlineRule.objects.get(pk=rule.pk)
    return _change_rule(rule, applies, now or timezone.now(), values, lock=False)


@transaction.atomic
def edit_rule(
    *,
    rule: DeadlineRule,
    by: Any,
    reason: str,
    applies: str = Applies.NEW,
    seen: str = "",
    now: datetime | None = None,
    **values: Any,
) -> DeadlineRule:
    """Change how long a clock runs: for clocks that start from now on, or for running ones too."""
    now = now or timezone.now()
    one_at_a_time()
    rule = DeadlineRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    require(by, Permission.DEADLINE_MANAGE)
    require_reason(reason)
    done = _change_rule(rule, applies, now, values, lock=True)
    require_seen(seen, done.seen)
    rule.edited_at = now
    rule.save()
    carry_out(done.moves, by=by, reason=reason, now=now)
    audit.record(
        type="deadline_rule.applied" if applies == Applies.RUNNING else "deadline_rule.edited",
        by=by,
        target=rule,
        reason=reason,
        changes=done.changes,
        now=now,
    )
    return rule
