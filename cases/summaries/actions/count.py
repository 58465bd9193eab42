"""Counting what was there at a cut-off, in the database."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, ExtractQuarter, ExtractYear, Substr

from cases.casework.choices import CaseStatus
from cases.casework.models import Allegation, Case, CaseTransition
from cases.reports.models import Report
from cases.summaries.actions import deployments
from cases.summaries.actions.common import Counted, Labels, Values, quarters
from cases.summaries.rules.deployments import BREACHES, EXCEPTIONS
from cases.summaries.rules.periods import UNKNOWN, quarter_code, quarter_of_range
from cases.summaries.rules.suppression import Key
from cases.summaries.rules.tables import NOT_STATED, in_three
from mission.mandate.models import Provision
from mission.places.models import Place
from oversight.authority.choices import RESTRICTED_TRACKS

FORCE = "mission_personnel"


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def _departments() -> Values:
    places = Place.objects.departments().filter(pcode__isnull=False).order_by("pcode")
    named = [
        (str(p.pcode), {"en": p.name_fr, "fr": p.name_fr, "ht": p.name_ht or p.name_fr})
        for p in places
    ]
    return [*named, (UNKNOWN, in_three(NOT_STATED))]


def _begun(labels: Labels) -> Labels:
    """Labels with a capital, as they stand alone."""
    return {language: text[:1].upper() + text[1:] for language, text in labels.items()}


def _restricted(rows: Any, track: str = "track") -> bool:
    return bool(rows.filter(**{f"{track}__in": sorted(RESTRICTED_TRACKS)}).exists())


def reports(*, cutoff: date, until: datetime) -> Counted:
    """By department of the place and quarter received."""
    rows = Report.objects.filter(filed_at__lt=until)
    pcode = Coalesce("place__pcode", "place__parent__pcode", "place__parent__parent__pcode")
    departments = _departments()
    codes = {code for code, _labels in departments}
    counts: Counter[Key] = Counter()
    grouped = (
        rows.order_by()
        .annotate(area=Substr(pcode, 1, 4))
        .annotate(year=ExtractYear("filed_at", tzinfo=_zone()))
        .annotate(quarter=ExtractQuarter("filed_at", tzinfo=_zone()))
        .values_list("area", "year", "quarter")
        .annotate(count=Count("pk"))
    )
    for department, year, quarter, count in grouped:
        known = department if department in codes else UNKNOWN
        counts[known, quarter_code(year, quarter)] += count
    return Counted(departments, quarters(cutoff, counts), dict(counts), _restricted(rows))


def cases(*, cutoff: date, until: datetime) -> Counted:
    """By status at the cut-off, read from the transitions, and quarter opened."""
    rows = Case.objects.filter(opened_at__lt=until)
    moves = CaseTransition.objects.filter(case=OuterRef("pk"), at__lt=until)
    status = Subquery(moves.order_by("-at", "-pk").values("target")[:1])
    counts: Counter[Key] = Counter()
    grouped = (
        rows.order_by()
        .annotate(then=Coalesce(status, Value(CaseStatus.ASSESSMENT.value)))
        .annotate(year=ExtractYear("opened_at", tzinfo=_zone()))
        .annotate(quarter=ExtractQuarter("opened_at", tzinfo=_zone()))
        .values_list("then", "year", "quarter")
        .annotate(count=Count("pk"))
    )
    for then, year, quarter, count in grouped:
        counts[then, quarter_code(year, quarter)] += count
    statuses = [(code, _begun(in_three(label))) for code, label in CaseStatus.choices]
    return Counted(statuses, quarters(cutoff, counts), dict(counts), _restricted(rows))


def _provisions(slugs: Iterable[str]) -> Values:
    rows = Provision.objects.filter(slug__in=slugs).order_by("instrument", "order", "slug")
    named = [(p.slug, {"en": p.title_en, "fr": p.title_fr, "ht": p.title_ht}) for p in rows]
    return [*named, (UNKNOWN, in_three(NOT_STATED))]


def allegations(*, cutoff: date, until: datetime) -> Counted:
    """Against members of the mission alone, by provision and quarter of the incident."""
    rows = Allegation.objects.filter(
        affiliation=FORCE, added_at__lt=until, case__opened_at__lt=until
    )
    counts: Counter[Key] = Counter()
    grouped = (
        rows.order_by()
        .annotate(
            first_year=F("case__occurred_from__year"),
            first_quarter=F("case__occurred_from__quarter"),
            last_year=F("case__occurred_to__year"),
            last_quarter=F("case__occurred_to__quarter"),
        )
        .values_list("provision", "first_year", "first_quarter", "last_year", "last_quarter")
        .annotate(count=Count("pk"))
    )
    for provision, year, quarter, last_year, last_quarter, count in grouped:
        period = quarter_of_range((year, quarter), (last_year, last_quarter))
        counts[provision or UNKNOWN, period] += count
    provisions = _provisions({slug for slug, _quarter in counts})
    columns = quarters(cutoff, counts)
    return Counted(provisions, columns, dict(counts), _restricted(rows, "case__track"))


COUNTERS: dict[str, Callable[..., Counted]] = {
    "reports-by-department-and-quarter": reports,
    "cases-by-status-and-quarter": cases,
    "allegations-by-provision-and-quarter": allegations,
    EXCEPTIONS: deployments.exceptions,
    BREACHES: deployments.breaches,
}
