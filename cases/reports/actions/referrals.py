"""Loading and editing referral contacts."""

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from cases.reports.models import ReferralContact
from oversight.accounts.models import User
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import require

SHIPPED = Path(__file__).parent.parent / "reference" / "referral_contacts.yaml"
LANGUAGES = ("en", "fr", "ht")
EDITABLE = (
    *(f"{field}_{language}" for field in ("name", "help") for language in LANGUAGES),
    "order",
    "channels",
    "fictional",
    "is_active",
)


def _values(entry: dict[str, Any]) -> dict[str, Any]:
    texts = {f"{f}_{lang}": entry[f].get(lang, "") for f in ("name", "help") for lang in LANGUAGES}
    return texts | {
        "kind": entry["kind"],
        "order": entry["order"],
        "channels": entry["channels"],
        "fictional": entry.get("fictional", False),
    }


@transaction.atomic
def load_referrals(*, path: Path = SHIPPED) -> dict[str, int]:
    """Bring the shipped contacts up to date; those edited by a person stay as they are."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))["referral_contacts"]
    edited = set(ReferralContact.objects.exclude(edited_at=None).values_list("slug", flat=True))
    for entry in entries:
        if entry["slug"] not in edited:
            ReferralContact.objects.update_or_create(slug=entry["slug"], defaults=_values(entry))
    return {"referral contacts": len(entries)}


@transaction.atomic
def edit_referral(
    *,
    contact: ReferralContact,
    by: User,
    reason: str = "",
    now: datetime | None = None,
    **values: Any,
) -> ReferralContact:
    """Enter the real contacts. A contact without `edited_at` is new."""
    require(by, Permission.VOCABULARY_MANAGE)
    changes = {}
    stored = ReferralContact.objects.select_for_update().filter(pk=contact.pk).first()
    contact = stored or contact
    for field in EDITABLE:
        if field in values and values[field] != getattr(contact, field):
            changes[field] = (getattr(contact, field), values[field])
            setattr(contact, field, values[field])
    contact.edited_at = now or timezone.now()
    contact.full_clean(validate_unique=stored is None)
    contact.save()
    audit.record(type="referral.edited", by=by, target=contact, reason=reason, changes=changes)
    return contact
