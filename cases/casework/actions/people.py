"""Who works on a case, who is its focal point, who takes no part."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework.access import reaches_case, require_on_case, visible_cases
from cases.casework.actions.common import FOCAL_POINT, lock, note_event, save_changed, tell
from cases.casework.choices import AccessKind
from cases.casework.models import Case, CaseAccess
from cases.casework.rules import plain_text
from oversight.accounts.actions import people_who_see
from oversight.accounts.models import User
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, RuleBroken, holds, refuse

NO_CONFLICT = "no_conflict"


@transaction.atomic
def assign(
    *,
    case: Case,
    user: User,
    by: Any,
    declaration: str | bool,
    reason: str = "",
    now: datetime | None = None,
) -> CaseAccess:
    """Put somebody on the case, with their declaration that nothing binds them to its people."""
    case = lock(case)
    require_may_assign(by=by, case=case)
    check_person(case, user)
    standing = standing_of(case, user)
    if standing and standing.kind != AccessKind.RECUSED:
        raise Conflict("assigned_already", _("This person works on the case already."), "/user")
    return stand(
        case=case,
        user=user,
        kind=AccessKind.ASSIGNED,
        by=by,
        declaration=declared(declaration),
        reason=reason,
        now=now,
    )


@transaction.atomic
def name_focal_point(
    *,
    case: Case,
    user: User,
    by: Any,
    declaration: str | bool,
    reason: str = "",
    now: datetime | None = None,
) -> CaseAccess:
    """Name who answers for a restricted case."""
    case = lock(case)
    require_may_assign(by=by, case=case)
    if not case.is_restricted:
        message = _("Only cases of the restricted tracks have a focal point.")
        raise Conflict("track_not_restricted", message)
    check_person(case, user)
    check_focal_point(case, user)
    standing = standing_of(case, user)
    if standing and standing.kind == AccessKind.FOCAL_POINT:
        raise Conflict("named_already", _("This person is the focal point already."), "/user")
    if standing:
        end_standing(standing, now)
    return stand(
        case=case,
        user=user,
        kind=AccessKind.FOCAL_POINT,
        by=by,
        declaration=declared(declaration),
        reason=reason,
        now=now,
    )


@transaction.atomic
def unassign(
    *, case: Case, user: User, by: Any, reason: str = "", now: datetime | None = None
) -> CaseAccess:
    """Take somebody off the case."""
    case = lock(case)
    require_may_assign(by=by, case=case)
    standing = standing_of(case, user)
    if standing is None or standing.kind == AccessKind.RECUSED:
        raise Conflict("not_assigned", _("This person does not work on the case."), "/user")
    end_standing(standing, now)
    save_changed(case, now=now)
    note_event(
        type="case.unassigned",
        by=by,
        case=case,
        target=standing,
        reason=reason,
        changes={"user": (user.pk, None)},
        now=now,
    )
    return standing


@transaction.atomic
def recuse(
    *, case: Case, user: User, by: Any, reason: str, now: datetime | None = None
) -> CaseAccess:
    """Somebody takes no part from now on, and no longer sees the case. Anyone may step back."""
    case = lock(case)
    if user.pk == by.pk:
        require_on_case(by, Permission.CASE_SEE, case)
    else:
        require_may_assign(by=by, case=case)
    reason = plain_text(reason, "/reason")
    standing = standing_of(case, user)
    if standing and standing.kind == AccessKind.RECUSED:
        raise Conflict("recused_already", _("This person takes no part already."), "/user")
    if standing:
        end_standing(standing, now)
    return stand(case=case, user=user, kind=AccessKind.RECUSED, by=by, reason=reason, now=now)


def candidates(*, case: Case) -> list[User]:
    """Who may be put on the case: works on cases, is not on it yet, and is bound to no side."""
    standing = case.access.filter(ended_at__isnull=True).values("user")
    states = case.allegations.filter(contingent__isnull=False).values("contingent__state__code")
    people = User.objects.active().with_grants().exclude(pk__in=standing).exclude(state__in=states)
    return [user for user in people.order_by("name") if holds(user, Permission.CASE_WORK)]


def seers(*, case: Case) -> list[User]:
    """Everybody who can see the case now, by the one rule that decides it."""
    return people_who_see(record=case, rule=visible_cases, permission=Permission.CASE_SEE)


def recuse_nationals(*, case: Case, by: Any, now: datetime | None = None) -> None:
    """Who serves the State of an accused leaves the team. The caller holds the lock."""
    states = case.allegations.filter(contingent__isnull=False)
    rows = case.access.filter(
        ended_at__isnull=True,
        user__state__in=states.values_list("contingent__state__code", flat=True),
    ).exclude(kind=AccessKind.RECUSED)
    for row in rows.select_related("user"):
        end_standing(row, now)
        reason = _("Serves the State of a person in this case.")
        stand(case=case, user=row.user, kind=AccessKind.RECUSED, by=by, reason=reason, now=now)


def require_may_assign(*, by: Any, case: Case) -> None:
    """The circle of a restricted case is widened only by whose role reaches it."""
    require_on_case(by, Permission.CASE_ASSIGN, case)
    if case.is_restricted and not reaches_case(by, Permission.CASE_ASSIGN, case):
        refuse()


def check_person(case: Case, user: User) -> None:
    if not user.is_active or not holds(user, Permission.CASE_WORK):
        message = _("This person does not work on cases.")
        raise RuleBroken("cannot_work_on_cases", message, "/user")
    if user.state and case.allegations.filter(contingent__state__code=user.state).exists():
        message = _("This person serves the State of an accused and takes no part in the case.")
        raise RuleBroken("serves_accused_state", message, "/user")
    standing = standing_of(case, user)
    if standing and standing.kind == AccessKind.RECUSED:
        raise Conflict("recused", _("This person takes no part in the case."), "/user")


def check_focal_point(case: Case, user: User) -> None:
    """Raise RuleBroken unless the person guards the track of the case."""
    guards = any(held.role == FOCAL_POINT for held in user.held)
    if not guards or not reaches_case(user, Permission.CASE_WORK, case):
        message = _("This person is not a focal point for this track.")
        raise RuleBroken("not_a_focal_point", message, "/user")


def declared(declaration: str | bool) -> str:
    """The words of the declaration, or a code when only the box was ticked."""
    text = NO_CONFLICT if declaration is True else str(declaration or "")
    if not text.strip():
        message = _("A declaration on conflicts of interest is needed.")
        raise RuleBroken("declaration_needed", message, "/declaration")
    return plain_text(text, "/declaration")


def standing_of(case: Case, user: User) -> CaseAccess | None:
    return case.access.filter(user=user, ended_at__isnull=True).first()


def end_standing(row: CaseAccess, now: datetime | None) -> None:
    row.ended_at = now or timezone.now()
    row.save(update_fields=("ended_at",))


EVENTS = {
    AccessKind.ASSIGNED: "case.assigned",
    AccessKind.FOCAL_POINT: "case.focal_point_named",
    AccessKind.RECUSED: "case.recused",
}


def stand(
    *,
    case: Case,
    user: User,
    kind: AccessKind,
    by: Any,
    reason: str,
    declaration: str = "",
    now: datetime | None = None,
) -> CaseAccess:
    reason = plain_text(reason, "/reason", required=False)
    row = CaseAccess(
        case=case,
        user=user,
        kind=kind,
        conflict_declaration=declaration,
        reason=reason,
        by=by,
        since=now or timezone.now(),
    )
    row.full_clean()
    row.save(force_insert=True)
    save_changed(case, now=now)
    note_event(
        type=EVENTS[kind],
        by=by,
        case=case,
        target=row,
        reason=reason,
        changes={"kind": (None, kind.value), "user": (None, user.pk)},
        now=now,
    )
    if kind != AccessKind.RECUSED:
        tell(users=[user], kind="case_assigned", case=case, by=by, now=now)
    return row
