"""Rules of clocks and the office's own days."""

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import RuleBroken, require
from oversight.deadlines.models import DeadlineRule, Holiday

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
    values = dict(entry)
    labels = {f"label_{code}": text for code, text in values.pop("labels").items()}
    for field, key in (("warn", "warn"), ("escalate", "escalate")):
        if key in values:
            values[f"{field}_amount"], values[f"{field}_unit"] = values.pop(key)
    values["amount"], values["unit"] = values.pop("takes")
    rule = DeadlineRule(**labels, **values)
    rule.full_clean(validate_unique=False, validate_constraints=False)
    return rule


def _reasoned(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Say why."), "/reason")


@transaction.atomic
def add_rule(*, by: Any, reason: str, now: datetime | None = None, **values: Any) -> DeadlineRule:
    """A rule for a clock or a track that has none."""
    require(by, Permission.DEADLINE_MANAGE)
    _reasoned(reason)
    rule = DeadlineRule(edited_at=now or timezone.now(), **values)
    rule.full_clean()
    rule.save(force_insert=True)
    changes = {field: (None, value) for field, value in values.items()}
    audit.record(
        type="deadline_rule.added", by=by, target=rule, reason=reason, changes=changes, now=now
    )
    return rule


@transaction.atomic
def edit_rule(
    *, rule: DeadlineRule, by: Any, reason: str, now: datetime | None = None, **values: Any
) -> DeadlineRule:
    """Change how long a clock runs. Clocks that run already keep their due instant."""
    rule = DeadlineRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    require(by, Permission.DEADLINE_MANAGE)
    _reasoned(reason)
    changes = {}
    for field in DeadlineRule.editable:
        if field in values and getattr(rule, field) != values[field]:
            changes[field] = (getattr(rule, field), values[field])
            setattr(rule, field, values[field])
    rule.edited_at = now or timezone.now()
    rule.full_clean()
    rule.save()
    audit.record(
        type="deadline_rule.edited", by=by, target=rule, reason=reason, changes=changes, now=now
    )
    return rule


@transaction.atomic
def add_holiday(*, by: Any, reason: str, now: datetime | None = None, **values: Any) -> Holiday:
    """A day off, or a worked day, that Haiti's public holidays do not have."""
    require(by, Permission.DEADLINE_MANAGE)
    _reasoned(reason)
    holiday = Holiday(**values)
    holiday.full_clean()
    holiday.save(force_insert=True)
    changes = {field: (None, value) for field, value in values.items()}
    audit.record(
        type="holiday.added", by=by, target=holiday, reason=reason, changes=changes, now=now
    )
    return holiday


@transaction.atomic
def edit_holiday(
    *, holiday: Holiday, by: Any, reason: str, now: datetime | None = None, **values: Any
) -> Holiday:
    """Mend a day of the office. Clocks that run already keep their due instant."""
    holiday = Holiday.objects.select_for_update(of=("self",)).get(pk=holiday.pk)
    require(by, Permission.DEADLINE_MANAGE)
    _reasoned(reason)
    changes = {}
    for field in ("day", "name", "is_worked"):
        if field in values and getattr(holiday, field) != values[field]:
            changes[field] = (getattr(holiday, field), values[field])
            setattr(holiday, field, values[field])
    holiday.full_clean()
    holiday.save()
    audit.record(
        type="holiday.edited", by=by, target=holiday, reason=reason, changes=changes, now=now
    )
    return holiday
