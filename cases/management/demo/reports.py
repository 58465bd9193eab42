"""Rows of the fictional reports and of what was decided on them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db.models import Model

from cases.management.demo.geography import Country
from cases.management.demo.sampling import LAST, REPORTS, SEED, ZONE, Told, everything, pick
from cases.reports.actions.deciding import EVENTS
from cases.reports.choices import Channel, PersonRole, ReportStatus
from cases.reports.models import Report, ReportDecision, ReportPerson, ReportProvision
from cases.reports.rules import is_child, is_sensitive, track_for
from cases.reports.rules.references import SIGNS
from oversight.accounts.models import User
from oversight.audit import actions as audit
from oversight.audit.models import Event
from oversight.authority.choices import RESTRICTED_TRACKS
from oversight.vocabularies.models import with_groups

FATES = {"accepted": 66, "declined": 17, "duplicate": 8, "needs_information": 3, "submitted": 6}
FRESH_FATES = {"submitted": 62, "accepted": 26, "needs_information": 8, "declined": 4}
FRESH = timedelta(days=35)
# Very little is left undone for longer than a season.
STALE = timedelta(days=120)
STALE_FATES = {
    "accepted": 700,
    "declined": 185,
    "duplicate": 105,
    "needs_information": 4,
    "submitted": 6,
}
TEXTS: dict[str, tuple[str, str, str]] = {
    "accepted": ("accept", "", "Thank you. We have taken this up."),
    "declined": (
        "decline",
        "Not within the mandate.",
        "We cannot take this up: it is outside our mandate.",
    ),
    "duplicate": (
        "mark_duplicate",
        "Same incident as the other report.",
        "We already had a report about this. Thank you.",
    ),
    "needs_information": (
        "ask",
        "Place and day unclear.",
        "Can you tell us on which day it happened, and near what?",
    ),
}


@dataclass
class Rows:
    """Everything to be written, in the order in which it can be."""

    reports: list[Report] = field(default_factory=list)
    people: list[ReportPerson] = field(default_factory=list)
    citations: list[ReportProvision] = field(default_factory=list)
    decisions: list[ReportDecision] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def write(self) -> None:
        for rows in (self.reports, self.people, self.citations, self.decisions, self.events):
            bulk(rows)


def bulk(rows: Sequence[Model]) -> None:
    """One COPY-sized insert per kind."""
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=1_000)


def reference(rng: Random, letter: str) -> str:
    """As `new_reference`, from the seeded source."""
    signs = "".join(rng.choices(SIGNS, k=8))
    return f"{letter}-{signs[:4]}-{signs[4:]}"


def _report(rng: Random, one: Told, monitor: User, fate: str) -> Report:
    refused = rng.random() < 0.15
    return Report(
        id=one.id,
        reference=reference(rng, "R"),
        status=fate,
        version=1 if fate == ReportStatus.SUBMITTED else 2,
        channel=Channel.DEMO,
        language=one.language,
        filed_by=monitor,
        filed_at=one.filed_at,
        updated_at=one.filed_at,
        fingerprint=f"demo-{one.id}",
        track=track_for(
            with_groups("violation_types", one.types), bool(is_child(age_band=one.age, told=None))
        ),
        types=one.types,
        narrative=one.text.format(place=one.place.name_fr if one.place else "…"),
        occurred_from=one.occurred_from,
        occurred_to=one.occurred_to,
        date_precision=one.precision,
        place=one.place,
        source_type=one.source,
        source_connection=pick(rng, {"direct": 5, "second_hand": 3, "unknown": 2}),
        consent_state="refused" if refused else "given",
        consent_grants=[] if refused else ["internal_only"],
        consent_on=None if refused else one.filed_at.date(),
    )


def _people(one: Told, report: Report, country: Country) -> list[ReportPerson]:
    contingent = country.contingents.get(one.state)
    return [
        ReportPerson(
            report=report,
            role=PersonRole.VICTIM,
            number=one.victims,
            age_band=one.age,
            is_child=is_child(age_band=one.age, told=None),
        ),
        ReportPerson(
            report=report,
            role=PersonRole.PERPETRATOR,
            affiliation=one.affiliation,
            contingent=contingent,
        ),
    ]


def _fate(rng: Random, one: Told, earlier: list[Report]) -> str:
    age = datetime.combine(LAST, datetime.max.time(), ZONE) - one.filed_at
    fates = FRESH_FATES if age < FRESH else STALE_FATES if age > STALE else FATES
    fate = pick(rng, fates)
    return "submitted" if fate == "duplicate" and not earlier else fate


def _decision(
    rng: Random, report: Report, staff: dict[str, Any], earlier: list[Report]
) -> ReportDecision:
    """The row a real decision leaves."""
    fate = report.status
    by = rng.choice(staff["focal_points" if report.track in RESTRICTED_TRACKS else "reviewers"])
    name, reason, message = TEXTS[fate]
    declined = fate == ReportStatus.DECLINED
    return ReportDecision(
        report=report,
        name=name,
        source=ReportStatus.SUBMITTED,
        target=fate,
        reason=reason,
        message=message,
        code="out_of_mandate" if declined else "",
        duplicate_of=rng.choice(earlier) if fate == ReportStatus.DUPLICATE else None,
        by=by,
        seconded_by=staff["lead"]
        if declined and is_sensitive(with_groups("violation_types", report.types), report.track)
        else None,
        at=report.filed_at + timedelta(hours=2 + rng.expovariate(1 / 40)),
    )


def _decide(rows: Rows, decision: ReportDecision) -> None:
    report = decision.report
    report.updated_at = decision.at
    rows.decisions.append(decision)
    rows.events.append(
        audit.build(
            type=f"report.{EVENTS[decision.name]}",
            by=decision.by,
            target=report,
            changes={"status": (decision.source, decision.target)},
            now=decision.at,
        )
    )


def _staff(users: dict[str, User]) -> dict[str, Any]:
    return {
        "monitors": [user for key, user in users.items() if key.startswith("monitor")],
        "reviewers": [users[key] for key in ("reviewer", "reviewer2", "reviewer3", "reviewer4")],
        "focal_points": [users["focal_point"], users["focal_point2"]],
        "lead": users["lead"],
    }


def build(users: dict[str, User]) -> tuple[Rows, list[Told]]:
    """All reports of the demonstration with what belongs to them."""
    rng = Random(SEED)  # noqa: S311
    stories = everything(Random(SEED + 1), REPORTS)  # noqa: S311
    country, rows, staff = Country(), Rows(), _staff(users)
    earlier: dict[tuple[str, str], list[Report]] = {}
    for one in stories:
        one.place = country.commune(rng, one.department) if rng.random() < 0.96 else None
        same = earlier.setdefault((one.department, one.family["family"]), [])
        report = _report(rng, one, rng.choice(staff["monitors"]), _fate(rng, one, same))
        cited = country.in_force(one.provisions, one.occurred_from, one.occurred_to)
        report.provisions_unsure = not cited
        rows.reports.append(report)
        rows.people += _people(one, report, country)
        rows.citations += [ReportProvision(report=report, provision=p) for p in cited]
        rows.events.append(
            audit.build(type="report.filed", by=report.filed_by, target=report, now=report.filed_at)
        )
        if report.status != ReportStatus.SUBMITTED:
            _decide(rows, _decision(rng, report, staff, same[-20:]))
        same.append(report)
    return rows, stories
