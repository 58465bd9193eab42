"""Two leads decide on one thing at the same moment: one of them does it."""

from datetime import date

import pytest

from cases.summaries.actions import (
    approve,
    ask_withdrawal,
    confirm_withdrawal,
    prepare,
    refuse_withdrawal,
    reject,
)
from cases.summaries.models import Release
from oversight.audit.models import Event
from oversight.deadlines import actions as deadlines
from oversight.deadlines.models import Deadline
from tests.cases.summaries import rows
from tests.people import make_user
from tests.together import outcomes

NOW = rows.at("2026-10-05T09:00")


# One test, because emptying and filling the tables again costs seconds.
@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_is_done(lead, lead2, reviewer, settings):
    settings.DEMO = True
    third = make_user("third@office.example", "lead")
    draft = prepare(cutoff=date(2026, 9, 30), by=lead, now=NOW)
    found = outcomes(
        lambda: approve(release=draft, by=lead2, now=NOW),
        lambda: reject(release=draft, by=third, reason="x", now=NOW),
    )
    assert found in (["already_approved", "done"], ["already_rejected", "done"])

    draft = prepare(cutoff=date(2026, 9, 30), by=lead, now=NOW)
    twice = lambda: approve(release=draft, by=lead2, now=NOW)  # noqa: E731
    assert outcomes(twice, twice) == ["already_approved", "done"]
    release = Release.objects.get(pk=draft.pk)

    told = {"public_en": "e", "public_fr": "f", "public_ht": "h"}
    ask = lambda: ask_withdrawal(release=release, by=lead, reason="x", **told)  # noqa: E731
    assert outcomes(ask, ask) == ["already_withdrawn", "done"]
    asked = release.withdrawals.get()
    assert outcomes(
        lambda: confirm_withdrawal(withdrawal=asked, by=lead2),
        lambda: refuse_withdrawal(withdrawal=asked, by=third, reason="x"),
    ) == ["done", "not_waiting"]

    [case] = rows.cases(1, by=lead, opened="2026-09-01T09:00")
    clock = deadlines.start(clock="case_assessment", subject=case, now=NOW)
    late = deadlines.latest_for(clock, NOW)
    more = {"deadline": clock, "due_at": late, "reason": "x", "now": NOW}
    assert outcomes(
        lambda: deadlines.ask_extension(by=reviewer, **more),
        lambda: deadlines.ask_extension(by=lead, **more),
    ) == ["already_asked", "done"]
    extension = clock.extensions.get()
    assert outcomes(
        lambda: deadlines.approve_extension(extension=extension, by=lead2, now=NOW),
        lambda: deadlines.refuse_extension(extension=extension, by=third, reason="x", now=NOW),
    ) == ["done", "not_waiting"]
    assert Deadline.objects.get().due_at in (late, clock.due_at)
    assert Event.objects.filter(type="clock.extended").count() <= 1
