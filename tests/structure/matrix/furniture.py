"""The house of the matrix: everybody who may come, and one object in each state that matters."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from cases.casework.models import Allegation, Case, CaseAccess, CaseReport, Finding
from cases.reports.models import Report, ReportAttachment, ReportDraft
from cases.summaries.choices import ReleaseState
from cases.summaries.models import Release, ReleaseTable
from cases.triage.models import BulkJob, SavedFilter
from mission.places.models import Place
from oversight.accounts.actions import create_user, issue_token
from oversight.accounts.models import ApiToken, Organisation, RoleGrant, SessionRecord, User
from oversight.audit.actions import record
from oversight.authority.rules import ROLES
from oversight.deadlines.actions import start
from oversight.deadlines.models import Notice, OfficeDay
from oversight.imports.models import ImportRun
from tests.files import jpeg
from tests.kept import stored
from tests.structure.matrix.force_furniture import furnish

# Who comes: (role, scope). What makes each special is said in `people`.
PEOPLE = {
    "outsider": ("", ("", "")),
    "monitor": ("monitor", ("", "")),  # filed every report, owns the draft and the notice
    "other_monitor": ("monitor", ("", "")),
    "reviewer": ("reviewer", ("", "")),  # works on the case "restricted, with a team"
    "elsewhere": ("reviewer", ("department", "HT05")),  # everything here is in HT01
    "focal_point": ("focal_point", ("", "")),
    "lead": ("lead", ("", "")),
    "recused": ("lead", ("", "")),  # takes no part in any case
    "ngo": ("ngo", ("", "")),  # owns the token
    "auditor": ("auditor", ("", "")),
    "administrator": ("administrator", ("", "")),
    "vetting": ("vetting_officer", ("", "")),
    "vetting_elsewhere": ("vetting_officer", ("contingent", "SV")),  # everybody here is of KE
    "waiting": ("lead", ("", "")),  # the role waits for a second person
    "suspended": ("lead", ("", "")),
}
ACTORS = ("anonymous", *PEOPLE, "narrow")
# What is written into every text of a case, a report, a sealed field: nobody else may meet it.
SECRET = "Fiksyona Plantednamsky"
PLANTED_REFERENCES = ("C-SEKR-", "R-SEKR-")


@dataclass
class House:
    """The people, their tokens, and objects by kind and state."""

    people: dict[str, User] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)


def build() -> House:
    """Everything, in the caller's transaction."""
    house = House()
    for name, (role, scope) in PEOPLE.items():
        house.people[name] = _person(name, role, scope)
    _tokens(house)
    _close_doors(house)
    for number, (state, traits) in enumerate(CASES.items()):
        house.cases[state] = _case(house, number, **traits)
    for number, (state, traits) in enumerate(REPORTS.items(), 50):
        house.reports[state] = _report(house, number, **traits)
    _named_focal_point(house)
    _the_rest(house)
    # Read afresh: nobody carries what was cached while the house was built.
    house.people = {name: User.objects.get(pk=user.pk) for name, user in house.people.items()}
    return house


def _person(name: str, role: str, scope: tuple[str, str]) -> User:
    user = create_user(email=f"{name}@office.example", name=name, by=None, password="x" * 14)
    if role:
        RoleGrant.objects.create(
            user=user, role=role, scope_kind=scope[0], scope_value=scope[1], starts_on="2020-01-01"
        )
    return user


def _tokens(house: House) -> None:
    """A token that may do all its owner may; and a lead's that may only pull figures."""
    for name, user in house.people.items():
        held = {p for h in User.objects.get(pk=user.pk).held for p in ROLES[h.role].permissions}
        token, secret = issue_token(
            user=user,
            name=name,
            scopes=list(held) or ["report.file"],
            by=None,
        )
        house.secrets[name] = secret
        house.more.setdefault("tokens", {})[name] = token
    _token, house.secrets["narrow"] = issue_token(
        user=house.people["lead"], name="narrow", scopes=["figures.pull"], by=None
    )


def _close_doors(house: House) -> None:
    User.objects.filter(pk=house.people["suspended"].pk).update(is_active=False)
    waiting = RoleGrant.objects.filter(user=house.people["waiting"])
    waiting.update(awaits_approval=True, granted_by=house.people["administrator"])


CASES: dict[str, dict[str, Any]] = {
    "open": {"track": "general", "status": "decision"},
    "closed": {"track": "general", "status": "closed"},
    "restricted": {"track": "sea", "status": "decision"},
    "restricted, with a team": {"track": "child", "status": "decision", "team": "reviewer"},
}
REPORTS: dict[str, dict[str, Any]] = {
    "submitted": {"status": "submitted"},
    "needs information": {"status": "needs_information"},
    "declined": {"status": "declined"},
    "restricted": {"status": "submitted", "track": "sea"},
}


def _case(
    house: House, number: int, *, track: str, status: str = "assessment", team: str = ""
) -> Case:
    monitor = house.people["monitor"]
    closed = {"disposition": "no_jurisdiction", "feedback": "given", "closed_at": timezone.now()}
    case = Case.objects.create(
        reference=f"C-SEKR-{number:04}",
        title=SECRET,
        track=track,
        status=status,
        place=Place.objects.get(pcode="HT0111"),
        opened_by=house.people["lead"],
        **(closed if status == "closed" else {}),
    )
    report = _report(house, number, track=track, status="accepted")
    CaseReport.objects.create(case=case, report=report, added_by=monitor)
    allegation = Allegation.objects.create(
        case=case, type="assault", affiliation="mission_personnel", added_by=monitor
    )
    finding = Finding.objects.create(
        allegation=allegation,
        outcome="substantiated",
        standard_of_proof="reasonable_grounds",
        reasoning=SECRET,
        proposed_by=house.people["monitor"],
    )
    finding.sources.add(report)
    for kind, name in (("recused", "recused"), ("assigned", team)):
        if name:
            user = house.people[name]
            CaseAccess.objects.create(case=case, user=user, kind=kind, reason=SECRET, by=monitor)
    return case


def _report(house: House, number: int, *, status: str, track: str = "general") -> Report:
    report = Report.objects.create(
        reference=f"R-SEKR-{number:04}",
        channel="web",
        filed_by=house.people["monitor"],
        fingerprint=str(number),
        track=track,
        status=status,
        place=Place.objects.get(pcode="HT0111"),
        place_as_told=SECRET,
        narrative=SECRET,
        occurred_from=date(2025, 3, 2),
        date_precision="day",
        types=["assault"],
    )
    _picture(report, number)
    return report


def _picture(report: Report, number: int) -> None:
    """One picture with the report, with its copy."""
    by = report.filed_by
    file = stored(jpeg((20, 20 + number)), name=SECRET, by=by, subject=report)
    ReportAttachment.objects.create(report=report, file=file, position=1, by=by)


def _named_focal_point(house: House) -> None:
    """A case of the restricted tracks that has a focal point of its own: the office's others lose it."""
    case = _case(house, 40, track="sea", status="decision")
    named = _person("named", "focal_point", ("", ""))
    CaseAccess.objects.create(case=case, user=named, kind="focal_point", by=house.people["lead"])
    house.cases["restricted, another's"] = case


def _the_rest(house: House) -> None:
    lead, monitor = house.people["lead"], house.people["monitor"]
    house.more["clocks"] = {
        state: start(clock="case_assessment", subject=house.cases[state])
        for state in ("open", "restricted")
    }
    house.more["notice"] = Notice.objects.create(
        recipient=monitor,
        kind="report_decided",
        subject_label="cases.report",
        subject_id=house.reports["submitted"].pk,
        dedupe="matrix",
    )
    house.more["draft"] = ReportDraft.objects.create(owner=monitor)
    house.more["releases"] = {
        "draft": _release("2025-06-30", lead, None),
        "approved": _release("2025-03-31", lead, house.people["recused"]),
    }
    OfficeDay.objects.create(day="2025-01-03", label_en="-", label_fr="-", label_ht="-")
    officers = tuple(_person(f"officer{n}", "vetting_officer", ("", "")) for n in (1, 2))
    house.more["force"] = furnish((officers[0], officers[1]), secret=SECRET)
    ImportRun.objects.create(target="reports", source="-", file_name="-", by=lead)
    reviewer = house.people["reviewer"]
    house.more["filters"] = {
        state: SavedFilter.objects.create(
            owner=reviewer, list="case", name=state, is_shared=state == "shared"
        )
        for state in ("own", "shared")
    }
    house.more["job"] = BulkJob.objects.create(
        owner=reviewer, screen="cases.case", action="assign", total=1
    )
    house.more["session"] = SessionRecord.objects.create(user=monitor, digest="0" * 64)
    house.more["organisation"] = Organisation.objects.create(name="Biwo", kind="office")
    house.more["event"] = record(
        type="case.read", by=lead, target=house.cases["restricted"], reason=SECRET
    )
    house.more["token"] = ApiToken.objects.get(pk=house.more["tokens"]["ngo"].pk)


def _release(cutoff: str, by: User, approved_by: User | None) -> Release:
    """Prepared with one table; tables come before approval, never after."""
    release = Release.objects.create(
        slug=f"matrix-{cutoff}",
        cutoff=cutoff,
        number=9,
        state=ReleaseState.DRAFT,
        method="1",
        checksum="0" * 64,
        prepared_by=by,
    )
    words = {
        name: {"en": "-", "fr": "-", "ht": "-"} for name in ("title", "description", "citation")
    }
    axis = {"code": "department", "label": words["title"], "values": []}
    ReleaseTable.objects.create(
        release=release,
        slug="x",
        counts="reports",
        date="received",
        threshold=5,
        texts=words | {"notes": []},
        dimensions=[axis, axis | {"code": "status"}],
    )
    if approved_by:
        release.state, release.approved_by = ReleaseState.APPROVED, approved_by
        release.approved_at = timezone.now()
        release.save()
    return release
