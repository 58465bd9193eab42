"""Opening and re-sealing sealed values."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import RuleBroken, require
from oversight.sealing.models import SealedTextField
from oversight.sealing.rules import Sealed, decrypt, rotate


@transaction.atomic
def reveal(
    *,
    target: models.Model,
    field: str,
    by: Any,
    reason: str,
    subject: models.Model | None = None,
    permission: Permission = Permission.IDENTITY_REVEAL,
    now: datetime | None = None,
    **traits: Any,
) -> str:
    """The sealed text, for one reader with a stated reason. The reading is an event.

    `traits` are passed to `require` (track, department): the caller has already fetched
    the target through `visible_to`.
    """
    require(by, permission, **traits)
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Say why you need to read this."), "/reason")
    sealed = getattr(target, field)
    if not isinstance(sealed, Sealed):
        raise RuleBroken("nothing_sealed", _("Nothing is kept here."))
    audit.record(
        type="identity.revealed",
        by=by,
        target=target,
        subject=subject,
        reason=reason,
        changes={"field": (None, field)},
        now=now,
    )
    return decrypt(sealed.token)


def sealed_fields(model: type[models.Model]) -> list[str]:
    """Names of the model's sealed fields."""
    return [f.name for f in model._meta.get_fields() if isinstance(f, SealedTextField)]


def rotate_all(*, models_: list[type[models.Model]], batch: int = 500) -> int:
    """Re-encrypt every sealed value under the first key. Returns how many were rewritten."""
    count = 0
    for model in models_:
        for name in sealed_fields(model):
            rows = model._default_manager.exclude(**{f"{name}__isnull": True}).order_by("pk")
            for row in rows.only("pk", name).iterator(chunk_size=batch):
                old = getattr(row, name)
                fresh = Sealed(rotate(old.token))
                # Only if nobody replaced the value meanwhile: compare in SQL on the stored token.
                count += _swap(model, name, row.pk, old, fresh)
    return count


def _swap(model: type[models.Model], name: str, pk: Any, old: Sealed, fresh: Sealed) -> int:
    with transaction.atomic():
        row = model._default_manager.select_for_update().only(name).filter(pk=pk).first()
        if row is None or getattr(row, name) != old:
            return 0
        return model._default_manager.filter(pk=pk).update(**{name: fresh})
