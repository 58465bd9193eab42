"""Who may see a report: who filed it, whose role reaches its track, who works on its case."""

from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from oversight.authority.choices import Permission
from oversight.authority.rules import Reach, holds, reaches

NOTHING = Q(pk__in=())


def within(reach: Reach, prefix: str = "") -> Q:
    """One reach as a condition on `track` and `place`."""
    clause = Q(**{f"{prefix}track__in": sorted(reach.tracks)})
    if reach.department:
        clause &= Q(**{f"{prefix}place__pcode__startswith": reach.department})
    return clause


def _about_contingent(reach: Reach) -> Q:
    if not reach.contingent:
        return Q()
    person = apps.get_model("cases", "ReportPerson")
    rows = person.objects.filter(report=OuterRef("pk"), contingent__state__code=reach.contingent)
    return Q(Exists(rows))


def recused(user: Any) -> Q:
    """Reports naming the State this person serves, themselves or in their case: not theirs to see."""
    if not getattr(user, "state", ""):
        return Q()
    person = apps.get_model("cases", "ReportPerson")
    link = apps.get_model("cases", "CaseReport")
    named = person.objects.filter(report=OuterRef("pk"), contingent__state__code=user.state)
    # A case that the report has left counts too: leaving it opens the report to nobody.
    accused = link.objects.filter(
        report=OuterRef("pk"), case__allegations__contingent__state__code=user.state
    )
    return ~Q(Exists(named)) & ~Q(Exists(accused))


def triable_reports(user: Any) -> Q:
    """Reports the person may decide on: by role and reach, or through a case they work on."""
    if not getattr(user, "pk", None):
        return NOTHING
    clauses = [_reached(reach) for reach in reaches(user, Permission.REPORT_TRIAGE)]
    if not clauses:
        return NOTHING
    mine = _in_case_of("assigned", "focal_point", user=user.pk)
    barred = _in_case_of("recused", user=user.pk)
    return (reduce(or_, clauses) | Q(mine)) & ~Q(barred) & recused(user)


def _reached(reach: Reach) -> Q:
    clause = within(reach) & _about_contingent(reach)
    return clause & ~Q(_in_case_of("focal_point")) if reach.until_named else clause


def _in_case_of(*kinds: str, **whom: Any) -> Exists:
    """The report is in a case in which somebody (`user=`: this person) stands so.

    Who takes no part in a case the report has left stays barred from the report.
    """
    link = apps.get_model("cases", "CaseReport")
    standing = {f"case__access__{name}": value for name, value in whom.items()}
    rows = link.objects.filter(
        report=OuterRef("pk"),
        case__access__kind__in=kinds,
        case__access__ended_at__isnull=True,
        **standing,
    )
    return Exists(rows if "recused" in kinds else rows.filter(ended_at__isnull=True))


def visible_reports(user: Any) -> Q:
    """What the person filed, and what they may decide on."""
    if not getattr(user, "pk", None):
        return NOTHING
    return Q(filed_by=user.pk) | triable_reports(user)


def visible_parts(user: Any) -> Q:
    """Rows that hang on a report: as triage sees the report (a filer sees only its status)."""
    report = apps.get_model("cases", "Report")
    return Q(Exists(report.objects.filter(triable_reports(user), pk=OuterRef("report_id"))))


def visible_attachments(user: Any) -> Q:
    """Files of one's own drafts, and those of reports as triage sees the report."""
    if not getattr(user, "pk", None):
        return NOTHING
    return Q(draft__owner=user.pk) | visible_parts(user)


def attached_files(user: Any) -> Q:
    """Stored files that the person may see through a draft or a report."""
    rows = apps.get_model("cases", "ReportAttachment").objects.filter(visible_attachments(user))
    return Q(Exists(rows.filter(file=OuterRef("pk"))))


def own_drafts(user: Any) -> Q:
    """Drafts are their writer's alone."""
    return Q(owner=user.pk) if getattr(user, "pk", None) else NOTHING


def visible_templates(user: Any) -> Q:
    """Ready texts are for those who write to people who reported, and who keep the texts."""
    may_read = holds(user, Permission.REPORT_TRIAGE, Permission.TEMPLATE_MANAGE)
    return Q() if may_read else NOTHING


def visible_referrals(user: Any) -> Q:
    """Where help is to be had is no secret."""
    return Q()
