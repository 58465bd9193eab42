"""Rejecting, correcting and withdrawing releases: by whom, and what readers are told."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cases.summaries.actions import (
    approve,
    ask_withdrawal,
    confirm_withdrawal,
    prepare,
    refuse_withdrawal,
    reject,
)
from cases.summaries.models import Release, ReleaseTable, Withdrawal
from oversight.audit.models import Event
from oversight.authority.rules import Conflict, NotPermitted, RuleBroken
from oversight.deadlines.models import Notice
from tests.cases.summaries import rows
from tests.cases.summaries.releases import CUTOFF, EARLIER, REPORTS, WHY, released, when, withdrawn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def current():
    return getattr(Release.objects.current().first(), "slug", None)


def test_a_rejected_draft_stays_and_tells_who_prepared_it(lead, lead2):
    draft = prepare(cutoff=CUTOFF, by=lead, now=when(9))
    for by, reason, refusal in ((lead, "x", NotPermitted), (lead2, " ", RuleBroken)):
        with pytest.raises(refusal):
            reject(release=draft, by=by, reason=reason)
    done = reject(release=draft, by=lead2, reason="a quarter is missing", now=when(10))
    assert (done.state, done.rejected_by, done.rejection_reason) == (
        "rejected",
        lead2,
        "a quarter is missing",
    )
    [notice] = Notice.objects.filter(kind="release_rejected")
    assert notice.recipient == lead
    for again in (approve, lambda **more: reject(reason="x", **more)):
        with pytest.raises(Conflict):
            again(release=done, by=lead2)
    assert prepare(cutoff=CUTOFF, by=lead, now=when(11)).slug == "2026-09-30-2"
    with pytest.raises(DatabaseError), transaction.atomic():
        Release.objects.filter(pk=draft.pk).update(state="draft")


@pytest.mark.parametrize("role", ["reviewer", "ngo", "auditor", "administrator", "outsider"])
def test_only_leads_reject_and_withdraw(role, everybody, public, lead, lead2):
    person = everybody[role]
    draft = prepare(cutoff=EARLIER, by=lead, now=when(10))
    asked = ask_withdrawal(release=public, by=lead, reason="x", now=when(10), **WHY)
    for act in (
        lambda: reject(release=draft, by=person, reason="x"),
        lambda: ask_withdrawal(release=public, by=person, reason="x", **WHY),
        lambda: confirm_withdrawal(withdrawal=asked, by=person),
        lambda: refuse_withdrawal(withdrawal=asked, by=person, reason="x"),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_a_withdrawal_takes_two_leads_and_a_reason_in_three_languages(public, lead, lead2):
    for missing in WHY:
        with pytest.raises(RuleBroken) as broken:
            ask_withdrawal(release=public, by=lead, reason="x", **WHY | {missing: " "})
        assert broken.value.pointer == f"/{missing}"
    asked = ask_withdrawal(release=public, by=lead, reason="x", now=when(10), **WHY)
    assert [n.recipient for n in Notice.objects.filter(kind="withdrawal_awaits")] == [lead2]
    assert current() == public.slug
    with pytest.raises(Conflict):
        ask_withdrawal(release=public, by=lead2, reason="x", **WHY)
    for decide in (confirm_withdrawal, refuse_withdrawal):
        with pytest.raises(NotPermitted) as refused:
            decide(withdrawal=asked, by=lead, reason="x")
        assert refused.value.code == "same_person"
    confirm_withdrawal(withdrawal=asked, by=lead2, now=when(11))
    assert current() is None
    with pytest.raises(Conflict):
        confirm_withdrawal(withdrawal=asked, by=lead2)
    types = Event.objects.about(public).values_list("type", "actor_id")
    assert ("release.withdrawn", str(lead2.pk)) in set(types)


def test_a_refused_withdrawal_leaves_the_figures_public_and_may_be_asked_again(public, lead, lead2):
    asked = ask_withdrawal(release=public, by=lead, reason="x", **WHY)
    with pytest.raises(RuleBroken):
        refuse_withdrawal(withdrawal=asked, by=lead2, reason="")
    refuse_withdrawal(withdrawal=asked, by=lead2, reason="they are right")
    assert current() == public.slug
    assert withdrawn(public, lead, lead2).state == "confirmed"


def test_a_draft_is_not_withdrawn(lead, lead2):
    draft = prepare(cutoff=CUTOFF, by=lead, now=when(9))
    with pytest.raises(Conflict):
        ask_withdrawal(release=draft, by=lead2, reason="x", **WHY)


def test_the_database_keeps_withdrawn_figures_and_refuses_one_person_alone(public, lead, lead2):
    done = withdrawn(public, lead, lead2)
    assert ReleaseTable.objects.once_published().filter(release=public).count() == 5
    mine = Withdrawal.objects.filter(pk=done.pk)
    for change in (lambda: mine.update(reason="y"), mine.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Withdrawal.objects.create(
            release=public,
            reason="x",
            asked_by=lead,
            decided_by=lead,
            decided_at=when(12),
            state="confirmed",
            **WHY,
        )


def test_latest_falls_back_to_the_release_before(two_quarters, lead, lead2):
    first = released(lead, lead2, 8, cutoff=EARLIER)
    second = released(lead, lead2, 9)
    assert current() == second.slug
    withdrawn(second, lead, lead2)
    assert current() == first.slug


def test_a_correction_stands_in_the_place_of_what_it_corrects(two_quarters, lead, lead2):
    first = released(lead, lead2, 8, cutoff=EARLIER)
    second = released(lead, lead2, 9)
    mended = released(lead, lead2, 10, cutoff=EARLIER, corrects=first)
    assert mended.slug == "2026-06-30-2"
    assert current() == second.slug
    again = released(lead, lead2, 11, corrects=second)
    assert current() == again.slug
    # The corrected one was known to be wrong: it does not come back.
    withdrawn(again, lead, lead2)
    assert current() == mended.slug
    note = mended.tables.first().texts["notes"][0]
    assert first.slug in note["fr"] and first.slug in note["ht"]


def test_only_an_approved_release_is_corrected_once_and_by_its_own_cutoff(
    public, lead, lead2, monitor
):
    draft = prepare(cutoff=EARLIER, by=lead, now=when(10))
    for wrong in (draft, released(lead, lead2, 10, cutoff=EARLIER)):
        with pytest.raises(RuleBroken) as refused:
            prepare(cutoff=CUTOFF, by=lead, corrects=wrong, now=when(11))
        assert refused.value.code == "not_correctable"
    one = prepare(cutoff=CUTOFF, by=lead, corrects=public, now=when(11))
    other = prepare(cutoff=CUTOFF, by=lead, corrects=public, now=when(11))
    approve(release=one, by=lead2, now=when(12))
    with pytest.raises(Conflict) as refused:
        approve(release=other, by=lead2, now=when(12))
    assert refused.value.code == "already_corrected"
    with pytest.raises(Conflict):
        prepare(cutoff=CUTOFF, by=lead, corrects=public, now=when(13))


@pytest.mark.parametrize("taken_back", [False, True])
def test_a_correction_is_compared_with_what_it_corrects_even_when_withdrawn(
    public, lead, lead2, monitor, taken_back
):
    if taken_back:
        withdrawn(public, lead, lead2, hour=10)
    rows.reports(1, by=monitor, filed="2026-08-01T10:00", pcode="HT01")
    rows.reports(30, by=monitor, filed="2026-08-01T10:00", pcode="HT02")
    mended = prepare(cutoff=CUTOFF, by=lead, corrects=public, now=when(11))
    cells = rows.released(mended.tables.get(slug=REPORTS))
    assert cells["HT01", "2026-Q3"] == (None, "suppressed")
    assert cells["HT02", "2026-Q3"] == (50, "shown")


def figures(language="en"):
    return Client(headers={"accept-language": language}).get("/figures/").content.decode()


def test_the_public_page_tells_of_corrections_and_withdrawals(public, lead, lead2):
    mended = released(lead, lead2, 10, corrects=public)
    assert f"by release {mended.slug}" in figures()
    withdrawn(mended, lead, lead2)
    text = figures("ht")
    assert "Yo te konte yon kote de fwa." in text
    assert Client().get(f"/figures/{REPORTS}.csv").status_code == 404
    assert "No figures have been released yet" in figures()


def test_everything_is_done_in_dialogs(client_of, public, lead, lead2, reviewer):
    def do(person, subject, name, **data):
        url = reverse("admin:cases_release_do", args=[subject.pk, name])
        return client_of(person).post(url, data)

    assert do(reviewer, public, "withdraw", reason="x", **WHY).status_code in (302, 403, 404)
    assert do(lead, public, "withdraw", reason="x").status_code == 400
    assert do(lead, public, "withdraw", reason="x", **WHY).status_code == 302
    assert do(lead, public, "confirm_withdrawal").status_code == 404
    assert do(lead2, public, "confirm_withdrawal").status_code == 302
    assert current() is None
    made = do(lead, public, "correct", reason="mended")
    draft = Release.objects.get(corrects=public)
    assert made.url == reverse("admin:cases_release_change", args=[draft.pk])
    assert do(lead, draft, "reject", reason="x").status_code == 404
    assert do(lead2, draft, "reject").status_code == 400
    assert do(lead2, draft, "reject", reason="not yet").status_code == 302
    page = client_of(lead).get(reverse("admin:cases_release_change", args=[draft.pk]))
    assert "not yet" in page.content.decode()


def test_a_draft_says_what_changed_since_the_last(client_of, public, lead, lead2, monitor):
    rows.reports(15, by=monitor, filed="2026-08-01T10:00", pcode="HT01")
    rows.reports(1, by=monitor, filed="2026-08-01T10:00", pcode="HT02")
    draft = prepare(cutoff=CUTOFF, by=lead, now=when(11))
    url = reverse("admin:cases_release_change", args=[draft.pk])
    text = client_of(lead2).get(url).content.decode()
    assert "What changed since release 2026-09-30" in text
    assert "more by 15" in text and "newly hidden" in text
    assert (
        "What changed since"
        not in client_of(lead2)
        .get(reverse("admin:cases_release_change", args=[public.pk]))
        .content.decode()
    )
