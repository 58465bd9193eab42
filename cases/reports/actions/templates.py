"""Loading and editing the texts that are ready for who reported."""

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.reports.models import MessageTemplate
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, RuleBroken, require
from oversight.vocabularies.rules import LANGUAGES

SHIPPED = Path(__file__).parent.parent / "reference" / "message_templates.yaml"
EDITABLE = (
    *(f"{field}_{lang}" for field in ("name", "text", "reviewed") for lang in LANGUAGES),
    "order",
    "retired_on",
)


def _values(entry: dict[str, Any]) -> dict[str, Any]:
    texts = {f"{f}_{lang}": entry[f][lang] for f in ("name", "text") for lang in LANGUAGES}
    reviewed = {f"reviewed_{lang}": lang in entry["reviewed"] for lang in LANGUAGES}
    return texts | reviewed | {"purpose": entry["purpose"], "order": entry["order"]}


@transaction.atomic
def load_templates(*, path: Path = SHIPPED) -> dict[str, int]:
    """Bring the shipped texts up to date; those edited by a person stay as they are."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))["message_templates"]
    edited = set(MessageTemplate.objects.exclude(edited_at=None).values_list("code", flat=True))
    for entry in entries:
        if entry["code"] not in edited:
            MessageTemplate.objects.update_or_create(code=entry["code"], defaults=_values(entry))
    return {"message templates": len(entries)}


@transaction.atomic
def add_template(
    *,
    code: str,
    purpose: str,
    by: Any,
    reason: str,
    now: datetime | None = None,
    **values: Any,
) -> MessageTemplate:
    """A new ready text."""
    require(by, Permission.TEMPLATE_MANAGE)
    _require_reason(reason)
    if MessageTemplate.objects.filter(pk=code).exists():
        raise Conflict("code_taken", _("There is a text with this code already."), "/code")
    row = MessageTemplate(code=code, purpose=purpose, edited_at=now or timezone.now())
    for field in EDITABLE:
        if values.get(field) is not None:
            setattr(row, field, values[field])
    row.full_clean()
    row.save(force_insert=True)
    changes = {"purpose": (None, purpose), "name_en": (None, row.name_en)}
    audit.record(type="template.added", by=by, target=row, reason=reason, changes=changes, now=now)
    return row


@transaction.atomic
def edit_template(
    *, template: MessageTemplate, by: Any, reason: str, now: datetime | None = None, **values: Any
) -> MessageTemplate:
    """Change names, texts, order or retirement.."""
    template = MessageTemplate.objects.select_for_update().get(pk=template.pk)
    require(by, Permission.TEMPLATE_MANAGE)
    _require_reason(reason)
    changes = {}
    for field in EDITABLE:
        if field in values and getattr(template, field) != values[field]:
            changes[field] = (getattr(template, field), values[field])
            setattr(template, field, values[field])
    if not changes:
        return template
    template.version += 1
    template.edited_at = now or timezone.now()
    template.full_clean()
    template.save()
    audit.record(
        type="template.edited", by=by, target=template, reason=reason, changes=changes, now=now
    )
    return template


def retire_template(
    *, template: MessageTemplate, by: Any, reason: str, now: datetime | None = None
) -> MessageTemplate:
    """No longer offered; what was sent stays as it was sent."""
    on = timezone.localdate(now)
    return edit_template(template=template, by=by, reason=reason, now=now, retired_on=on)


def offer_template(
    *, template: MessageTemplate, by: Any, reason: str, now: datetime | None = None
) -> MessageTemplate:
    """Offer a retired text again."""
    return edit_template(template=template, by=by, reason=reason, now=now, retired_on=None)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Give a reason. It stays in the office."), "/reason")
