"""What happens where and when in the fictional country: pure sampling from one seeded source."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import yaml

ZONE = ZoneInfo("America/Port-au-Prince")
FIRST, LAST = date(2024, 6, 25), date(2026, 10, 31)
REPORTS = 3_000
SEED = 2699
FAMILIES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "narratives.yaml").read_text(encoding="utf-8")
)
# Uneven as life is: most of it around the capital, some of it everywhere.
DEPARTMENTS = {
    "HT01": 52,
    "HT05": 19,
    "HT06": 8,
    "HT03": 6,
    "HT07": 4,
    "HT02": 4,
    "HT09": 2,
    "HT08": 2,
    "HT04": 2,
    "HT10": 1,
}
LANGUAGES = {"ht": 55, "fr": 35, "en": 10}
PRECISIONS = {"day": 78, "month": 12, "unknown": 6, "season": 2, "year": 2}
SOURCES = {
    "witness_testimony": 35,
    "victim_testimony": 22,
    "relative": 15,
    "community_leader": 12,
    "ngo_report": 8,
    "hotline_call": 8,
}
AGES = {"18-24": 22, "25-34": 30, "35-49": 22, "50-64": 8, "15-17": 6, "12-14": 3, "unknown": 9}
CHILD_AGES = {"5-11": 15, "12-14": 35, "15-17": 50}
STATES = {"KE": 78, "GT": 8, "JM": 6, "SV": 4, "BZ": 2, "BS": 2}


def pick(rng: Random, weights: dict[str, Any]) -> str:
    """One key, by weight."""
    return rng.choices(list(weights), weights=list(weights.values()))[0]


def new_id(rng: Random) -> uuid.UUID:
    return uuid.UUID(int=rng.getrandbits(128), version=4)


@dataclass
class Told:
    """One fictional report before it becomes rows."""

    id: uuid.UUID
    filed_at: datetime
    family: dict[str, Any]
    types: list[str]
    department: str
    language: str
    text: str
    precision: str
    occurred_from: date | None
    occurred_to: date | None
    affiliation: str
    state: str
    age: str
    victims: int
    source: str
    # Candidates in order of taste; the first one in force then is cited.
    provisions: list[str] = field(default_factory=list)
    place: Any = None


def _filed_at(rng: Random) -> datetime:
    days = (LAST - FIRST).days
    # More is reported every month, with a swell each spring.
    while True:
        day = int(days * rng.random() ** 0.75)
        on = FIRST + timedelta(days=day)
        if rng.random() < (1.0 if on.month in (3, 4, 5) else 0.72):
            break
    minute = int(rng.triangular(6 * 60, 22 * 60, 11 * 60))
    return datetime.combine(on, time(minute // 60, minute % 60), ZONE)


def _period(rng: Random, precision: str, filed: date) -> tuple[date | None, date | None]:
    start = max(filed - timedelta(days=min(90, int(rng.expovariate(1 / 6)))), date(2024, 6, 25))
    start = min(start, filed)
    if precision == "unknown":
        return None, None
    if precision == "day":
        long = precision == "day" and rng.random() < 0.08
        return start, min(start + timedelta(days=2), filed) if long else None
    if precision == "year":
        return start.replace(month=1, day=1), None
    return start.replace(day=1), None


def told(rng: Random, number: int) -> Told:
    """One report."""
    family = rng.choices(FAMILIES, weights=[f["weight"] for f in FAMILIES])[0]
    language = pick(rng, LANGUAGES)
    filed = _filed_at(rng)
    precision = pick(rng, PRECISIONS)
    start, end = _period(rng, precision, filed.date())
    affiliation = pick(rng, family["by"])
    extra = rng.sample(family["also"], k=1) if rng.random() < 0.3 else []
    sure = rng.random() < 0.8
    return Told(
        id=new_id(rng),
        filed_at=filed,
        family=family,
        types=family["types"] + extra,
        department=pick(rng, DEPARTMENTS),
        language=language,
        text=rng.choice(family["texts"][language]),
        precision=precision,
        occurred_from=start,
        occurred_to=end,
        affiliation=affiliation,
        state=pick(rng, STATES) if affiliation == "mission_personnel" else "",
        age=pick(rng, CHILD_AGES if family.get("victim_is_child") else AGES),
        victims=1 + int(rng.expovariate(1.2)),
        source=pick(rng, SOURCES),
        provisions=rng.sample(family["provisions"], k=len(family["provisions"])) if sure else [],
    )


def everything(rng: Random, count: int = REPORTS) -> list[Told]:
    """All reports, oldest first."""
    return sorted((told(rng, n) for n in range(count)), key=lambda report: report.filed_at)
