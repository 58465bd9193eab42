"""Which quarters are told of together, and what of them."""

import pytest

from cases.summaries.rules.deployments import Exempted, kind_of, pooled


@pytest.mark.parametrize(
    ("missing", "kind"),
    [
        (["check:a"], "vetting"),
        (["clearance_suspended"], "vetting"),
        (["training:a", "training:b"], "training"),
        (["training:a", "clearance_suspended"], "both"),
        ([], "vetting"),
    ],
)
def test_what_was_missing_is_told_as_a_kind(missing, kind):
    assert kind_of(missing) == kind


def made(quarter, person, reason="r", missing=("check:a",)):
    return Exempted(quarter, person, missing, reason)


def test_quarters_are_put_together_until_they_hold_enough_people():
    early = [made("2026-Q1", n, f"b{n}") for n in range(3)]
    late = [made("2026-Q2", n + 3, "a", ("check:a", "training:b")) for n in range(2)]
    (pool,) = pooled(early + late, threshold=5, until="2026-Q2")
    assert (pool.first, pool.last, pool.reasons) == ("2023-Q4", "2026-Q2", ("a", "b0", "b1", "b2"))
    assert (pool.missing, pool.others) == (("check:a",), True)
    assert pooled(early + late, threshold=5, until="2026-Q1") == []
    assert pooled(early + late, threshold=6, until="2026-Q2") == []


def test_one_person_with_many_exceptions_is_one_person():
    assert (
        pooled([made("2026-Q1", 1, f"r{n}") for n in range(9)], threshold=5, until="2026-Q1") == []
    )


def test_a_period_once_told_of_stays_as_it_is():
    first = [made("2026-Q1", n, "one") for n in range(5)]
    later = [made("2026-Q3", n, "two") for n in range(5)]
    before = pooled(first, threshold=5, until="2026-Q2")
    after = pooled(first + later, threshold=5, until="2026-Q3")
    assert after[:1] == before
    assert (after[1].first, after[1].last, after[1].reasons) == ("2026-Q2", "2026-Q3", ("two",))
