"""The whole schema, called ten thousand times with what it allows and what it does not."""

import warnings
from collections import Counter
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error, status_code_conformance
from schemathesis.core.failures import FailureGroup

from benchmarks.proofs.outcome import Outcome
from tests.site import Site

CHECKS = [not_a_server_error, status_code_conformance]
# Who asks. Each sees other things, so each meets other statuses; "" is nobody.
PEOPLE = ("lead", "reviewer", "monitor", "vetting", "ngo", "")
SHOWN = 12


def prove(site: Site, *, calls: int = 10_000) -> Outcome:
    """Valid and invalid input for every operation, as six people; every status must be documented."""
    schema = schemathesis.openapi.from_url(f"{site.url}/api/v1/schema/?format=json")
    operations = [found.ok() for found in schema.get_all_operations()]
    people = [who for who in PEOPLE if not who or who in site.people]
    each = max(1, -(-calls // (len(operations) * len(people) * 2)))
    made: Counter[int] = Counter()
    failures: Counter[str] = Counter()
    for who in people:
        headers = {"Authorization": f"Bearer {site.people[who]['token']}"} if who else {}
        for operation in operations:
            for mode in (
                schemathesis.GenerationMode.POSITIVE,
                schemathesis.GenerationMode.NEGATIVE,
            ):
                _call(operation, mode, headers, each, made, failures, site)
    shown = [f"{count} × {what}" for what, count in failures.most_common(SHOWN)]
    return Outcome(
        "schemathesis on the whole schema",
        {
            "operations": len(operations),
            "calls": sum(made.values()),
            **{f"answers {status}": made[status] for status in sorted(made)},
        },
        {
            "answers of 5xx": sum(count for status, count in made.items() if status >= 500),
            "undocumented statuses": sum(failures.values()),
        },
        shown,
    )


def _call(
    operation: Any,
    mode: Any,
    headers: dict[str, str],
    each: int,
    made: Counter[int],
    failures: Counter[str],
    site: Site,
) -> None:
    @settings(
        max_examples=each,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def once(case: Any) -> None:
        response = case.call(base_url=site.url, headers=headers)
        made[response.status_code] += 1
        try:
            case.validate_response(response, checks=CHECKS)
        except FailureGroup as group:
            for failure in group.exceptions:
                label = f"{operation.method.upper()} {operation.path} {response.status_code}"
                failures[f"{label}: {type(failure).__name__}"] += 1

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            once()
        except Unsatisfiable:
            # An operation without parameters has no invalid form.
            return
