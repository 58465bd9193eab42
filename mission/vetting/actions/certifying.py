"""One document by which a State certifies many: proposed by one person, accepted by another."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mission.force.actions.common import plain
from mission.force.models import Personnel, State, hold_people
from mission.training.rules import last_valid_day
from mission.vetting import workflow
from mission.vetting.actions.common import note
from mission.vetting.actions.validity import end, stretch
from mission.vetting.choices import About, CheckStatus
from mission.vetting.models import Certification, Check, CheckMove, Concern, Scheme, Validity
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken, require
from oversight.files.models import StoredFile


@transaction.atomic
def certify(
    *,
    state: State,
    scheme: Scheme,
    reference: str,
    dated_on: date,
    people: Sequence[Personnel],
    by: Any,
    document: StoredFile | None = None,
    now: datetime | None = None,
) -> Certification:
    """Propose to clear everybody the document names. People with a check under way keep that one."""
    require(by, Permission.VETTING_WORK, contingents=[state.pk])
    _check(state, scheme, dated_on, people, now)
    row = Certification(
        state=state,
        scheme=scheme,
        reference=plain(reference, "/reference"),
        dated_on=dated_on,
        document=document,
        proposed_by=by,
        proposed_at=now or timezone.now(),
    )
    row.full_clean()
    row.save(force_insert=True)
    _open_checks(row, people, by=by, now=now)
    changes = {"state": (None, state.pk), "scheme": (None, scheme.pk)}
    note("certification.proposed", by=by, target=row, changes=changes, now=now)
    return row


def _check(
    state: State, scheme: Scheme, dated_on: date, people: Sequence[Personnel], now: datetime | None
) -> None:
    if scheme.about != About.PERSON or scheme.is_retired:
        raise RuleBroken("other_subject", _("Choose a scheme about persons."), "/scheme")
    if dated_on > timezone.localdate(now):
        message = _("Enter a day that is not in the future.")
        raise RuleBroken("in_the_future", message, "/dated_on")
    if not people:
        raise RuleBroken("nobody", _("Name at least one person."), "/people")
    if any(person.state_id != state.pk for person in people):
        message = _("A State certifies its own people only.")
        raise RuleBroken("other_state", message, "/people")


def _open_checks(
    row: Certification, people: Sequence[Personnel], *, by: Any, now: datetime | None
) -> None:
    at = now or timezone.now()
    held = hold_people({person.pk for person in people})
    busy = Check.objects.filter(scheme=row.scheme, status__in=workflow.PENDING)
    taken = set(busy.filter(personnel__in=held).values_list("personnel_id", flat=True))
    checks = [
        Check(
            scheme=row.scheme,
            personnel=person,
            status=CheckStatus.IN_REVIEW,
            basis=row.reference,
            certification=row,
            proposed_outcome=CheckStatus.CLEARED,
            proposed_by=by,
            proposed_at=at,
            requested_by=by,
            requested_at=at,
        )
        for person in held.values()
        if person.pk not in taken
    ]
    Check.objects.bulk_create(checks)
    _tell_moves(checks, "take_up", CheckStatus.REQUESTED, by=by, at=at)


def _tell_moves(checks: list[Check], name: str, source: str, *, by: Any, at: datetime) -> None:
    CheckMove.objects.bulk_create(
        CheckMove(check_of=check, name=name, source=source, target=check.status, by=by, at=at)
        for check in checks
    )
    audit.write(
        [
            audit.build(
                type=f"check.{check.status}",
                by=by,
                target=check,
                changes={"status": (source, check.status)},
                now=at,
            )
            for check in checks
        ]
    )


@transaction.atomic
def attach_document(
    *, certification: Certification, file: StoredFile, by: Any, now: datetime | None = None
) -> Certification:
    """The document itself, until somebody has decided; another replaces it."""
    row = Certification.objects.select_for_update(of=("self",)).get(pk=certification.pk)
    require(by, Permission.VETTING_WORK, contingents=[row.state_id])
    if row.decided_at is not None:
        raise Conflict("decided_already", _("This has been decided already."))
    row.document = file
    row.full_clean()
    row.save()
    note("certification.document_attached", by=by, target=row, now=now)
    return row


@transaction.atomic
def decide_certification(
    *,
    certification: Certification,
    accepted: bool,
    by: Any,
    reason: str = "",
    now: datetime | None = None,
) -> Certification:
    """Accept it for everybody about whom nothing speaks against; or close the checks with a reason."""
    row = Certification.objects.select_for_update(of=("self",)).get(pk=certification.pk)
    require(by, Permission.VETTING_DECIDE, contingents=[row.state_id])
    if row.decided_at is not None:
        raise Conflict("decided_already", _("This has been decided already."))
    if row.proposed_by_id == by.pk:
        message = _("The person who proposed a certification does not decide on it.")
        raise NotPermitted("own_proposal", message)
    row.reason = plain(reason, "/reason", required=not accepted)
    row.accepted, row.decided_by, row.decided_at = accepted, by, now or timezone.now()
    row.full_clean()
    row.save()
    open_checks = Check.objects.filter(certification=row, status=CheckStatus.IN_REVIEW)
    hold_people(open_checks.values_list("personnel_id", flat=True))
    waiting = open_checks.select_for_update(of=("self",))
    if accepted:
        _apply_clear(row, list(waiting.order_by("pk")), by=by, now=now)
    else:
        _apply_close(list(waiting.order_by("pk")), by=by, at=row.decided_at)
    changes = {"accepted": (None, accepted)}
    note("certification.decided", by=by, target=row, reason=row.reason, changes=changes, now=now)
    return row


def _apply_clear(
    row: Certification, waiting: list[Check], *, by: Any, now: datetime | None
) -> None:
    today, at = timezone.localdate(now), now or timezone.now()
    ids = [check.personnel_id for check in waiting]
    doubted = Concern.objects.suspending_on(today).filter(personnel__in=ids)
    stays = set(doubted.values_list("personnel_id", flat=True))
    checks = [check for check in waiting if check.personnel_id not in stays]
    for check in checks:
        check.status, check.proposed_outcome = CheckStatus.CLEARED, ""
        check.decided_by, check.decided_at = by, at
        check.valid_from = today
        check.valid_until = last_valid_day(today, row.scheme.valid_months)
        check.version += 1
    Check.objects.bulk_update(
        checks,
        (
            "status",
            "proposed_outcome",
            "decided_by",
            "decided_at",
            "valid_from",
            "valid_until",
            "version",
        ),
    )
    cleared = [check.personnel_id for check in checks]
    end(Validity.objects.filter(scheme=row.scheme, personnel__in=cleared), today)
    Validity.objects.bulk_create(map(stretch, checks))
    _tell_moves(checks, "clear", CheckStatus.IN_REVIEW, by=by, at=at)


def _apply_close(waiting: list[Check], *, by: Any, at: datetime) -> None:
    for check in waiting:
        check.status, check.proposed_outcome = CheckStatus.WITHDRAWN, ""
        check.decided_by, check.decided_at = by, at
        check.version += 1
    fields = ("status", "proposed_outcome", "decided_by", "decided_at", "version")
    Check.objects.bulk_update(waiting, fields)
    _tell_moves(waiting, "withdraw", CheckStatus.IN_REVIEW, by=by, at=at)
