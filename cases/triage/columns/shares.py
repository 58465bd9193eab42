"""How much of what was decided was declined: by reviewer, department and track."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils import timezone

from cases.reports.models import Report
from cases.triage.columns.rows import department_names
from oversight.accounts.models import User
from oversight.authority.choices import Track

DAYS = 90
DECLINED = "declined"


@dataclass
class Share:
    """How many reports were decided, and how many of them declined."""

    label: str = ""
    decided: int = 0
    declined: int = 0
    url: str = ""

    @property
    def percent(self) -> int:
        return round(100 * self.declined / self.decided) if self.decided else 0

    def add(self, status: str, count: int) -> None:
        self.decided += count
        self.declined += count if status == DECLINED else 0


@dataclass
class Shares:
    """The whole, and its parts by who decided, department and track; the largest share first."""

    since: date
    whole: Share = field(default_factory=Share)
    reviewers: list[Share] = field(default_factory=list)
    departments: list[Share] = field(default_factory=list)
    tracks: list[Share] = field(default_factory=list)


def since_when(now: datetime | None = None) -> date:
    """The first of the days that are looked at."""
    return timezone.localdate(now) - timedelta(days=DAYS)


def declined_share(*, since: date, user: Any) -> Shares:
    """Shares over the reports the person may decide on, as they stand now. One query for the counts.

    A decision that was taken back counts no more; of two people, who proposed is counted.
    """
    start = timezone.make_aware(datetime.combine(since, time.min))
    rows = (
        Report.objects.triable_by(user)
        .with_outcome()
        .filter(outcome_at__gte=start)
        .annotate(who=F("outcome_by"), where=Substr("place__pcode", 1, 4))
        .order_by()
        .values("who", "where", "track", "status")
        .annotate(count=Count("pk"))
    )
    return _folded(list(rows), since)


def _folded(rows: list[dict[str, Any]], since: date) -> Shares:
    found = Shares(since, Share(url=_link(since)))
    parts: dict[str, dict[Any, Share]] = {
        key: defaultdict(Share) for key in ("who", "where", "track")
    }
    for row in rows:
        found.whole.add(row["status"], row["count"])
        for key, shares in parts.items():
            shares[row[key]].add(row["status"], row["count"])
    names = dict(User.objects.filter(pk__in=list(parts["who"])).values_list("pk", "name"))
    found.reviewers = _named(parts["who"], names, since, "decided_by")
    found.departments = _named(parts["where"], department_names(), since, "department")
    found.tracks = _named(parts["track"], dict(Track.choices), since, "track")
    return found


def _named(shares: dict[Any, Share], names: Any, since: date, parameter: str) -> list[Share]:
    for key, share in shares.items():
        share.label = str(names.get(key, "")) if key else ""
        share.url = _link(since, **{parameter: key}) if key else ""
    return sorted(shares.values(), key=lambda s: (-s.percent, -s.decided, s.label))


def _link(since: date, **narrower: Any) -> str:
    query = {"tab": "all", "status": DECLINED, "decided_from": since.isoformat(), **narrower}
    return f"{reverse('admin:cases_report_changelist')}?{urlencode(query)}"
