"""Counting exceptions to the gate and breaches, and gathering the reasons that may be read."""

from collections import Counter
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Case, Count, Exists, F, OuterRef, Value, When
from django.db.models.functions import ExtractQuarter, ExtractYear
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.summaries.actions.common import Counted, quarters
from cases.summaries.rules.deployments import KINDS, OUTCOMES, OVERDUE, Exempted, kind_of, pooled
from cases.summaries.rules.periods import last_complete_quarter, quarter_code, quarter_of
from cases.summaries.rules.suppression import Key
from cases.summaries.rules.tables import in_three
from mission.deployment.actions.breaches import CLOCK
from mission.deployment.choices import OverrideState
from mission.deployment.models import Breach, Override
from mission.deployment.rules import SUSPENDED
from mission.training.models import TrainingModule
from mission.vetting.models import Scheme
from oversight.deadlines.models import Deadline


def exceptions(*, cutoff: date, until: datetime) -> Counted:
    """By kind of what was missing and quarter approved."""
    counts = Counter[Key]((kind_of(row.missing), row.quarter) for row in _exempted(until))
    rows = [(code, in_three(label)) for code, label in KINDS.items()]
    return Counted(rows, quarters(cutoff, counts), dict(counts), False)


def breaches(*, cutoff: date, until: datetime) -> Counted:
    """By how each stood at the cut-off, and quarter opened."""
    late = Deadline.objects.filter(
        clock=CLOCK,
        subject_label=Breach._meta.label_lower,
        subject_id=OuterRef("pk"),
        due_at__lt=until,
        cancelled_at__isnull=True,
        paused_at__isnull=True,
    )
    zone = ZoneInfo(settings.TIME_ZONE)
    counts: Counter[Key] = Counter()
    grouped = (
        Breach.objects.filter(opened_at__lt=until)
        .order_by()
        .annotate(
            then=Case(
                When(closed_at__lt=until, then=F("state")),
                When(Exists(late), then=Value(OVERDUE)),
                default=Value("open"),
            )
        )
        .annotate(year=ExtractYear("opened_at", tzinfo=zone))
        .annotate(quarter=ExtractQuarter("opened_at", tzinfo=zone))
        .values_list("then", "year", "quarter")
        .annotate(count=Count("pk"))
    )
    for then, year, quarter, count in grouped:
        counts[then, quarter_code(year, quarter)] += count
    rows = [(code, in_three(label)) for code, label in OUTCOMES.items()]
    return Counted(rows, quarters(cutoff, counts), dict(counts), False)


def reasons(*, cutoff: date, until: datetime, threshold: int) -> list[dict[str, Any]]:
    """What a release says of the exceptions besides figures: by period, requirements and reasons."""
    last = last_complete_quarter(cutoff)
    pools = pooled(_exempted(until), threshold=threshold, until=last)
    named = _labels() if pools else {}
    return [
        {
            "from": pool.first,
            "to": pool.last,
            "missing": [
                {"code": code, "label": named.get(code) or dict.fromkeys(("en", "fr", "ht"), code)}
                for code in pool.missing
            ],
            "others": pool.others,
            "reasons": list(pool.reasons),
        }
        for pool in pools
    ]


def _exempted(until: datetime) -> list[Exempted]:
    rows = Override.objects.filter(state=OverrideState.APPROVED, decided_at__lt=until)
    return [
        Exempted(quarter_of(timezone.localdate(at)), person, tuple(missing), reason)
        for at, person, missing, reason in rows.order_by("decided_at", "pk").values_list(
            "decided_at", "personnel", "missing", "public_reason"
        )
        if at
    ]


def _labels() -> dict[str, dict[str, str]]:
    """The names of all requirements, in three languages."""
    found = {SUSPENDED: in_three(_("The clearance as a whole"))}
    for prefix, rows in (
        ("check", Scheme.objects.all()),
        ("training", TrainingModule.objects.all()),
    ):
        for row in rows:
            found[f"{prefix}:{row.pk}"] = {
                "en": row.label_en,
                "fr": row.label_fr or row.label_en,
                "ht": row.label_ht or row.label_en,
            }
    return found
