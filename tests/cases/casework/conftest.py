"""Reports and cases of the tests."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases.casework import actions
from cases.casework.models import Allegation, Case, Finding
from cases.reports.actions import file_report
from cases.reports.models import Report
from mission.force.models import Contingent, Personnel
from mission.mandate.models import Provision
from oversight.accounts.models import User
from tests.mission.force_of_tests import fit, member

BODY = {
    "occurred_from": "2025-03-02",
    "date_precision": "day",
    "place": "HT0111",
    "narrative": "Patrouille près du marché; un homme a été frappé.",
    "types": ["assault"],
    "consent": {"state": "given", "grants": ["internal_only"]},
}


@pytest.fixture
def report(monitor: User) -> Callable[..., Report]:
    """Files a report by the monitor; keyword arguments change the body."""

    def file(by: User = monitor, **changes: Any) -> Report:
        return file_report(by=by, data=BODY | changes, channel="api")[0]

    return file


@pytest.fixture
def opened(report: Callable[..., Report], reviewer: User) -> Callable[..., Case]:
    """A case out of one fresh report; `types` and `persons` go to the report."""

    def open_one(by: User = reviewer, **traits: Any) -> Case:
        told = {key: traits.pop(key) for key in ("types", "persons", "place") if key in traits}
        return actions.open_case(reports=[report(**told)], by=by, title="Market", **traits)

    return open_one


@pytest.fixture
def kenya(db: None) -> Contingent:
    return Contingent.objects.get(state_id="KE")


@pytest.fixture
def provision(db: None) -> Provision:
    """One in force when the report says it happened."""
    return Provision.objects.in_force_on(date(2025, 3, 2)).order_by("slug").first()


@pytest.fixture
def alleged(provision: Provision) -> Callable[..., Allegation]:
    """An allegation in the case, with a provision."""

    def add(case: Case, by: User, **traits: Any) -> Allegation:
        traits = {"type": "assault", "provision": provision} | traits
        return actions.add_allegation(case=case, by=by, **traits)

    return add


@pytest.fixture
def proposed(alleged: Callable[..., Allegation]) -> Callable[..., Finding]:
    """A finding on a new allegation of a case under investigation."""

    def propose(case: Case, by: User, **traits: Any) -> Finding:
        allegation = traits.pop("allegation", None) or alleged(case, by)
        values = {
            "outcome": "substantiated",
            "standard_of_proof": "balance_of_probabilities",
            "reasoning": "Two accounts agree.",
            "sources": [link.report for link in case.links.all()],
        } | traits
        return actions.propose_finding(allegation=allegation, by=by, **values)

    return propose


@pytest.fixture
def investigated(opened: Callable[..., Case]) -> Callable[..., Case]:
    """A case under investigation."""

    def start(by: User, **traits: Any) -> Case:
        return actions.apply(case=opened(by=by, **traits), name="start_investigation", by=by)

    return start


@pytest.fixture
def accused(vetting_officer: User, vetting_officer2: User) -> Personnel:
    """A member of the force, cleared in everything and trained."""
    first = timezone.localdate() - timedelta(days=5)
    return fit(member("KE-0777"), (vetting_officer, vetting_officer2), first)


@pytest.fixture
def adopted(
    investigated: Callable[..., Case],
    alleged: Callable[..., Allegation],
    proposed: Callable[..., Finding],
    reviewer: User,
    other_reviewer: User,
    accused: Personnel,
) -> Callable[..., Finding]:
    """A finding against the accused, proposed by the reviewer and adopted by the other one."""

    def adopt(**traits: Any) -> Finding:
        case = traits.pop("case", None) or investigated(by=reviewer)
        allegation = alleged(case, reviewer, personnel=traits.pop("personnel", accused))
        finding = proposed(case, reviewer, allegation=allegation, **traits)
        return actions.adopt(finding=finding, by=other_reviewer)

    return adopt


@pytest.fixture
def taken_up(proposed: Callable[..., Finding]) -> Callable[..., Finding]:
    """The case of a finding is closed and opened again, and another outcome proposed and adopted."""

    def again(finding: Finding, outcome: str, by: User, second: User) -> Finding:
        case = finding.allegation.case
        for name in ("begin_decision", "return_to_investigation"):
            case = actions.apply(case=case, name=name, by=by, reason="New evidence.")
        later = proposed(case, by, allegation=finding.allegation, outcome=outcome)
        return actions.adopt(finding=later, by=second)

    return again
