"""Who may see a case: whose role reaches its track and place, or who works on it; never the recused."""

from collections.abc import Callable
from functools import cache, reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from cases.reports.access import NOTHING, within
from oversight.authority.choices import Permission
from oversight.authority.rules import Reach, may, reaches, refuse


def _access_rows(user: Any, *kinds: str) -> Exists:
    access = apps.get_model("cases", "CaseAccess")
    return Exists(
        access.objects.filter(
            case=OuterRef("pk"), user=user.pk, kind__in=kinds, ended_at__isnull=True
        )
    )


def _allegations_against(state_code: str) -> Exists:
    allegation = apps.get_model("cases", "Allegation")
    return Exists(
        allegation.objects.filter(case=OuterRef("pk"), contingent__state__code=state_code)
    )


def _reached(reach: Reach) -> Q:
    clause = within(reach)
    if reach.contingent:
        clause &= Q(_allegations_against(reach.contingent))
    return clause & ~Q(_has_focal_point()) if reach.until_named else clause


def _has_focal_point() -> Exists:
    access = apps.get_model("cases", "CaseAccess")
    return Exists(
        access.objects.filter(case=OuterRef("pk"), kind="focal_point", ended_at__isnull=True)
    )


def visible_cases(user: Any) -> Q:
    """The one confidentiality clause of cases: lists, objects, admin, exports, API, notices."""
    held = reaches(user, Permission.CASE_SEE)
    if not held:
        return NOTHING
    mine = Q(_access_rows(user, "assigned", "focal_point"))
    clause = (reduce(or_, map(_reached, held)) | mine) & ~Q(_access_rows(user, "recused"))
    if user.state:
        clause &= ~Q(_allegations_against(user.state))
    return clause


def in_visible_cases(user: Any) -> Q:
    """Rows that hang on a case (`case`): as the case."""
    if not reaches(user, Permission.CASE_SEE):
        return NOTHING
    case = apps.get_model("cases", "Case")
    return Q(Exists(case.objects.filter(visible_cases(user), pk=OuterRef("case_id"))))


def visible_findings(user: Any) -> Q:
    """Findings: as the case of their allegation."""
    if not reaches(user, Permission.CASE_SEE):
        return NOTHING
    allegation = apps.get_model("cases", "Allegation")
    rows = allegation.objects.filter(in_visible_cases(user), pk=OuterRef("allegation_id"))
    return Q(Exists(rows))


def visible_protections(user: Any) -> Q:
    """Assessments of protection: as the case of the finding they go back to."""
    if not reaches(user, Permission.CASE_SEE):
        return NOTHING
    passed = apps.get_model("cases", "CaseConcern")
    return Q(Exists(passed.objects.filter(visible_findings(user), pk=OuterRef("about_id"))))


def works_on(user: Any, case: Any) -> bool:
    """Whether the person is assigned to the case now."""
    return bool(
        case.access.filter(
            user=user.pk, kind__in=("assigned", "focal_point"), ended_at__isnull=True
        ).exists()
    )


def reaches_case(user: Any, permission: Permission, case: Any) -> bool:
    """Whether a role of the person carries the permission to this case, without assignment."""
    states = case.allegations.filter(contingent__isnull=False)
    return may(
        user,
        permission,
        track=case.track,
        department=case.department,
        contingents=states.values_list("contingent__state__code", flat=True)
        if any(reach.contingent for reach in reaches(user, permission))
        else (),
    )


def rights_on(user: Any, case: Any) -> Callable[[Permission], bool]:
    """`may_on_case` for several questions at once: whether the case is seen is asked once.

    What it says holds for now: an action asks anew, with the case locked.
    """

    @cache
    def sees() -> bool:
        return bool(type(case).objects.visible_to(user).filter(pk=case.pk).exists())

    @cache
    def works() -> bool:
        return works_on(user, case)

    @cache
    def may_here(permission: Permission) -> bool:
        if not reaches(user, permission) or not sees():
            return False
        return reaches_case(user, permission, case) or works()

    return may_here


def may_on_case(user: Any, permission: Permission, case: Any) -> bool:
    """Sees the case, holds the permission, and has it in reach or works on the case."""
    return rights_on(user, case)(permission)


def require_on_case(user: Any, permission: Permission, case: Any) -> None:
    """Raise NotPermitted unless `may_on_case`."""
    if not may_on_case(user, permission, case):
        refuse()
