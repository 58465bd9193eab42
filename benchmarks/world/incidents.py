"""One incident after another: its report, what was decided, its case, and every clock and event."""

import uuid
from collections import defaultdict
from datetime import datetime, timedelta
from random import Random
from typing import Any

from benchmarks.world.office import Office
from benchmarks.world.tables import Row
from benchmarks.world.words import narrative, pool
from cases.management.demo.geography import Country
from cases.management.demo.reports import reference
from cases.management.demo.sampling import Told, new_id, pick, told
from cases.reports.rules import is_child, track_for
from oversight.authority.choices import RESTRICTED_TRACKS
from oversight.deadlines.models import DeadlineRule
from oversight.sealing.rules import encrypt
from oversight.vocabularies.models import with_groups

# Every so many incidents one more report has only just come in.
WAITING_EVERY = 12
STATUSES = {
    "assessment": 15,
    "investigation": 35,
    "awaiting_state": 12,
    "decision": 10,
    "follow_up": 8,
    "suspended": 3,
    "referred": 2,
    "closed": 15,
}
# Which clocks run in which state.
CLOCKS = {
    "assessment": ("case_assessment",),
    "investigation": ("case_investigation",),
    "awaiting_state": ("case_investigation", "state_response"),
    "decision": ("case_decision",),
    "follow_up": ("case_follow_up",),
    "suspended": ("case_investigation",),
}
FOUND = ("decision", "follow_up", "closed")
SEVERITY = {"low": 15, "moderate": 45, "serious": 30, "grave": 10}
SEALED = 500
OVERDUE = 0.03


class World:
    """Makes rows by table name; `take` gives what has gathered and forgets it."""

    def __init__(self, office: Office, now: datetime, seed: int = 2699) -> None:
        self.rng = Random(seed)  # noqa: S311
        self.office, self.now = office, now
        self.country = Country()
        self.sentences = pool(self.rng)
        self.contacts = [encrypt(f"+509 3{n:07d}") for n in range(SEALED)]
        self.rules = {(rule.clock, rule.track): rule for rule in DeadlineRule.objects.all()}
        self.rows: dict[str, list[Row]] = defaultdict(list)

    def take(self) -> dict[str, list[Row]]:
        taken, self.rows = self.rows, defaultdict(list)
        return taken

    def incident(self, number: int) -> None:
        one = told(self.rng, number)
        one.place = self.country.commune(self.rng, one.department)
        report = self._report(one, "accepted")
        self._case(one, report)
        if number % WAITING_EVERY == 0:
            fresh = told(self.rng, number)
            fresh.place = self.country.commune(self.rng, fresh.department)
            self._report(fresh, pick(self.rng, {"submitted": 8, "needs_information": 2}))

    def _report(self, one: Told, status: str) -> Row:
        given = self.rng.random() < 0.4
        child = bool(is_child(age_band=one.age, told=None))
        report: Row = {
            "id": one.id,
            "reference": reference(self.rng, "R"),
            "status": status,
            "version": 1 if status == "submitted" else 2,
            "channel": "web",
            "language": one.language,
            "filed_by_id": self.rng.choice(self.office.people["monitor"]),
            "filed_at": one.filed_at,
            "updated_at": one.filed_at,
            "fingerprint": f"bench-{one.id}",
            "track": track_for(with_groups("violation_types", one.types), child),
            "types": one.types,
            "narrative": narrative(
                self.rng, one.text.format(place=one.place.name_fr), self.sentences[one.language]
            ),
            "occurred_from": one.occurred_from,
            "occurred_to": one.occurred_to,
            "date_precision": one.precision,
            "place_id": one.place.pk,
            "place_as_told": one.place.name_fr,
            "source_type": one.source,
            "source_contact": self.rng.choice(self.contacts) if given else None,
            "consent_state": "given" if given else "not_asked",
            "consent_grants": ["internal_only"] if given else [],
        }
        self.rows["Report"].append(report)
        self._parts(one, report, child)
        self._event("report.filed", report["filed_by_id"], "report", one.id, one.filed_at)
        return report

    def _parts(self, one: Told, report: Row, child: bool) -> None:
        victim = {"role": "victim", "number": one.victims, "age_band": one.age, "is_child": child}
        contingent = self.country.contingents.get(one.state)
        against = {
            "role": "perpetrator",
            "affiliation": one.affiliation,
            "contingent_id": contingent.pk if contingent else None,
        }
        self.rows["ReportPerson"] += [{"report_id": one.id} | row for row in (victim, against)]
        for row in self.country.in_force(one.provisions, one.occurred_from, one.occurred_to):
            self.rows["ReportProvision"].append({"report_id": one.id, "provision_id": row.pk})
        decided = one.filed_at + timedelta(hours=2 + self.rng.expovariate(1 / 40))
        waits = report["status"] in ("submitted", "needs_information")
        self._clock("report_triage", "report", report, one.filed_at, None if waits else decided)
        if waits:
            return
        by = self._worker(report["track"])
        self.rows["ReportDecision"].append(
            {"report_id": one.id, "name": "accept", "source": "submitted", "target": "accepted"}
            | {"message": "Thank you. We have taken this up.", "by_id": by, "at": decided}
        )
        self._event("report.accepted", by, "report", one.id, decided)

    def _worker(self, track: str) -> uuid.UUID:
        role = "focal_point" if track in RESTRICTED_TRACKS else "reviewer"
        return self.rng.choice(self.office.people[role])

    def _case(self, one: Told, report: Row) -> None:
        rng, status = self.rng, pick(self.rng, STATUSES)
        by, opened = self._worker(report["track"]), one.filed_at + timedelta(hours=48)
        changed = opened + timedelta(days=rng.expovariate(1 / 30))
        closed = status == "closed"
        key = new_id(rng)
        case: Row = {
            "id": key,
            "reference": reference(rng, "C"),
            "title": f"{one.family['title'][one.language]} ({one.place.name_fr})",
            "track": report["track"],
            "status": status,
            "held_status": {"suspended": "investigation", "referred": "assessment"}.get(status, ""),
            "severity": pick(rng, SEVERITY),
            "confidentiality": "highly_restricted"
            if report["track"] in RESTRICTED_TRACKS
            else "internal",
            "version": 2,
            "place_id": report["place_id"],
            "occurred_from": one.occurred_from,
            "occurred_to": one.occurred_to,
            "disposition": "unsubstantiated" if closed else "",
            "feedback": "given" if closed else "",
            "opened_by_id": by,
            "opened_at": opened,
            "updated_at": changed,
            "closed_at": changed if closed else None,
        }
        self.rows["Case"].append(case)
        link = {"case_id": key, "report_id": one.id, "added_by_id": by, "added_at": opened}
        self.rows["CaseReport"].append(link)
        self._event("case.opened", by, "case", key, opened)
        self._inside(one, case, by)

    def _inside(self, one: Told, case: Row, by: uuid.UUID) -> None:
        key, status, opened = case["id"], case["status"], case["opened_at"]
        restricted = case["track"] in RESTRICTED_TRACKS
        standing = {"case_id": key, "by_id": by, "since": opened}
        kind = "focal_point" if restricted else "assigned"
        self.rows["CaseAccess"].append(standing | {"user_id": by, "kind": kind})
        others = [p for p in self.office.people["reviewer"] if p != by]
        if self.rng.random() < 0.02:
            barred = {"user_id": self.rng.choice(others), "kind": "recused"}
            self.rows["CaseAccess"].append(standing | barred)
        if status != "assessment":
            move = {"case_id": key, "source": "assessment", "target": "investigation", "by_id": by}
            self.rows["CaseTransition"].append(
                move | {"name": "start_investigation", "at": case["updated_at"]}
            )
            self._event("case.investigation_started", by, "case", key, case["updated_at"])
        if self.rng.random() < 0.3:
            note = {"case_id": key, "text": "The witness was called.", "by_id": by, "at": opened}
            self.rows["CaseNote"].append(note)
        allegation = self._allegation(one, case, by)
        if status in FOUND:
            self._finding(one, case, allegation, by, others)
        for clock in CLOCKS.get(status, ()):
            self._clock(clock, "case", case, opened, None, paused=status == "suspended")
        if status in FOUND:
            self._clock("case_assessment", "case", case, opened, case["updated_at"])

    def _allegation(self, one: Told, case: Row, by: uuid.UUID) -> uuid.UUID:
        contingent = self.country.contingents.get(one.state)
        key = new_id(self.rng)
        self.rows["Allegation"].append(
            {
                "id": key,
                "case_id": case["id"],
                "type": one.types[0],
                "affiliation": one.affiliation,
                "contingent_id": contingent.pk if contingent else None,
                "victim_age_band": one.age,
                "added_by_id": by,
                "added_at": case["opened_at"],
            }
        )
        self._event("allegation.added", by, "allegation", key, case["opened_at"], case["id"])
        return key

    def _finding(
        self, one: Told, case: Row, allegation: uuid.UUID, by: uuid.UUID, others: list[Any]
    ) -> None:
        key, decided = new_id(self.rng), case["status"] != "decision"
        finding: Row = {"id": key, "allegation_id": allegation, "proposed_by_id": by}
        finding |= {"outcome": "unsubstantiated", "standard_of_proof": "reasonable_grounds"}
        finding |= {"reasoning": "Two accounts, one record.", "proposed_at": case["opened_at"]}
        finding["status"] = "adopted" if decided else "proposed"
        if decided:
            finding |= {"decided_by_id": self.rng.choice(others), "decided_at": case["updated_at"]}
        self.rows["Finding"].append(finding)
        self.rows["FindingSource"].append({"finding_id": key, "report_id": one.id})

    def _clock(
        self,
        clock: str,
        kind: str,
        subject: Row,
        at: datetime,
        met: datetime | None,
        *,
        paused: bool = False,
    ) -> None:
        rule = self.rules.get((clock, subject["track"])) or self.rules[clock, ""]
        late = met is None and self.rng.random() < OVERDUE
        days = -self.rng.randrange(1, 30) if late else self.rng.randrange(20, 200)
        due = at + timedelta(days=3) if met else self.now + timedelta(days=days)
        runs = met is None and not paused
        warn, escalate = due - timedelta(days=2), due + timedelta(days=60)
        key = new_id(self.rng)
        self.rows["Deadline"].append(
            rule.terms()
            | {"id": key, "clock": clock, "subject_label": f"cases.{kind}", "rule_id": rule.pk}
            | {"subject_id": subject["id"], "started_at": at, "due_at": due, "warn_at": warn}
            | {"escalate_at": escalate, "stage": "due" if late else "", "met_at": met}
            | {"paused_at": at if paused else None}
            | {"next_at": (escalate if late else warn) if runs else None}
        )
        self._event("clock.started", None, "deadline", key, at, subject["id"], kind)

    def _event(
        self,
        type: str,
        by: Any,
        kind: str,
        key: uuid.UUID,
        at: datetime,
        about: uuid.UUID | None = None,
        about_kind: str = "case",
    ) -> None:
        app = "oversight" if kind == "deadline" else "cases"
        self.rows["Event"].append(
            {"uid": new_id(self.rng), "type": type, "at": at, "actor_id": str(by or "")}
            | {"target_label": f"{app}.{kind}", "target_id": str(key)}
            | {"subject_label": f"cases.{about_kind if about else kind}"}
            | {"subject_id": str(about or key), "changes": {}}
        )
