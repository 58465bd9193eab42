"""Taking a release back from the public: asked by one lead, confirmed by another."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.summaries.actions.release import who_may
from cases.summaries.choices import WithdrawalState
from cases.summaries.models import Release, Withdrawal
from oversight.audit.actions import record
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken, require
from oversight.deadlines.actions import notify, require_reason
from oversight.deadlines.choices import NoticeKind


def _locked(release: Release, by: Any) -> Release:
    """Whoever withdraws a release does it in turn."""
    release = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    require(by, Permission.RELEASE_APPROVE)
    return release


def _say(
    type: str, withdrawal: Withdrawal, by: Any, reason: str, now: datetime, **changes: Any
) -> None:
    """The event belongs to the release."""
    told = {"state": ("", withdrawal.state)} | changes
    record(
        type=type,
        by=by,
        target=withdrawal,
        subject=withdrawal.release,
        reason=reason,
        changes=told,
        now=now,
    )


@transaction.atomic
def ask_withdrawal(
    *,
    release: Release,
    by: Any,
    reason: str,
    public_en: str,
    public_fr: str,
    public_ht: str,
    now: datetime | None = None,
) -> Withdrawal:
    """Say that a release must go, why, and what the public is told. Another lead confirms."""
    now = now or timezone.now()
    release = _locked(release, by)
    require_reason(reason)
    _require_public(release)
    texts = {"public_en": public_en, "public_fr": public_fr, "public_ht": public_ht}
    for name, text in texts.items():
        if not text.strip():
            message = _("Say in each of the three languages what the public is told.")
            raise RuleBroken("public_reason_missing", message, f"/{name}")
    withdrawal = Withdrawal(release=release, reason=reason, asked_by=by, asked_at=now, **texts)
    withdrawal.full_clean()
    withdrawal.save(force_insert=True)
    _say("release.withdrawal_asked", withdrawal, by, reason, now)
    notify(
        users=who_may(Permission.RELEASE_APPROVE),
        kind=NoticeKind.WITHDRAWAL_AWAITS,
        subject=release,
        by=by,
        now=now,
    )
    return withdrawal


def _require_public(release: Release) -> None:
    if not release.is_approved:
        raise Conflict("not_public", _("Only an approved release can be withdrawn."))
    standing = release.withdrawals.exclude(state=WithdrawalState.REFUSED)
    if standing.exists():
        message = _("This release is withdrawn, or its withdrawal waits for another lead.")
        raise Conflict("already_withdrawn", message)


def _to_decide(withdrawal: Withdrawal, by: Any) -> Withdrawal:
    _locked(withdrawal.release, by)
    row = Withdrawal.objects.select_for_update(of=("self",)).get(pk=withdrawal.pk)
    if row.asked_by_id == by.pk:
        message = _("You asked for this withdrawal: another lead has to confirm it.")
        raise NotPermitted("same_person", message)
    if row.state != WithdrawalState.ASKED:
        raise Conflict("not_waiting", _("This withdrawal no longer waits for a decision."))
    return row


def _settle(
    row: Withdrawal, state: WithdrawalState, by: Any, reason: str, now: datetime
) -> Withdrawal:
    row.state, row.decided_by, row.decided_at, row.decision_reason = state, by, now, reason
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def confirm_withdrawal(
    *, withdrawal: Withdrawal, by: Any, reason: str = "", now: datetime | None = None
) -> Withdrawal:
    """From now on nobody but auditors reads these figures; everybody reads that they are gone."""
    now = now or timezone.now()
    row = _settle(_to_decide(withdrawal, by), WithdrawalState.CONFIRMED, by, reason, now)
    texts = {name: ("", getattr(row, name)) for name in ("public_en", "public_fr", "public_ht")}
    _say("release.withdrawn", row, by, reason, now, **texts)
    return row


@transaction.atomic
def refuse_withdrawal(
    *, withdrawal: Withdrawal, by: Any, reason: str, now: datetime | None = None
) -> Withdrawal:
    """The release stays public."""
    now = now or timezone.now()
    row = _to_decide(withdrawal, by)
    require_reason(reason)
    _settle(row, WithdrawalState.REFUSED, by, reason, now)
    _say("release.withdrawal_refused", row, by, reason, now)
    return row
