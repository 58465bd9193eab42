"""Rejecting, correcting and withdrawing releases: by whom, and what readers are told."""

from datetime import date

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

pytestmark = pytest.mark.django_db
CUTOFF, EARLIER = date(2026, 9, 30), date(2026, 6, 30)
REPORTS = "reports-by-department-and-quarter"
WHY = {
    "public_en": "A place was counted twice.",
    "public_fr": "Un lieu a été compté deux fois.",
    "public_ht": "Yo te konte yon kote de fwa.",
}


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


def when(hour):
    return rows.at(f"2026-10-05T{hour:02}:00")


@pytest.fixture
def some_reports(monitor):
    rows.reports(20, by=monitor, filed="2026-05-01T10:00", pcode="HT01")
    rows.reports(20, by=monitor, filed="2026-08-01T10:00", pcode="HT01")
    rows.reports(20, by=monitor, filed="2026-08-01T10:00", pcode="HT02")


def released(lead, lead2, hour, cutoff=CUTOFF, corrects=None):
    draft = prepare(cutoff=cutoff, by=lead, corrects=corrects, now=when(hour))
    return approve(release=draft, by=lead2, now=when(hour))


@pytest.fixture
def release(some_reports, lead, lead2):
    return released(lead, lead2, 9)


def withdrawn(release, lead, lead2, hour=12):
    asked = ask_withdrawal(release=release, by=lead, reason="wrong", now=when(hour), **WHY)
    return confirm_withdrawal(withdrawal=asked, by=lead2, now=when(hour))


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
def test_only_leads_reject_and_withdraw(role, everybody, release, lead, lead2):
    person = everybody[role]
    draft = prepare(cutoff=EARLIER, by=lead, now=when(10))
    asked = ask_withdrawal(release=release, by=lead, reason="x", now=when(10), **WHY)
    for act in (
        lambda: reject(release=draft, by=person, reason="x"),
        lambda: ask_withdrawal(release=release, by=person, reason="x", **WHY),
        lambda: confirm_withdrawal(withdrawal=asked, by=person),
        lambda: refuse_withdrawal(withdrawal=asked, by=person, reason="x"),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_a_withdrawal_takes_two_leads_and_a_reason_in_three_languages(release, lead, lead2):
    for missing in WHY:
        with pytest.raises(RuleBroken) as broken:
            ask_withdrawal(release=release, by=lead, reason="x", **WHY | {missing: " "})
        assert broken.value.pointer == f"/{missing}"
    asked = ask_withdrawal(release=release, by=lead, reason="x", now=when(10), **WHY)
    assert [n.recipient for n in Notice.objects.filter(kind="withdrawal_awaits")] == [lead2]
    assert current() == release.slug
    with pytest.raises(Conflict):
        ask_withdrawal(release=release, by=lead2, reason="x", **WHY)
    for decide in (confirm_withdrawal, refuse_withdrawal):
        with pytest.raises(NotPermitted) as refused:
            decide(withdrawal=asked, by=lead, reason="x")
        assert refused.value.code == "same_person"
    confirm_withdrawal(withdrawal=asked, by=lead2, now=when(11))
    assert current() is None
    with pytest.raises(Conflict):
        confirm_withdrawal(withdrawal=asked, by=lead2)
    types = Event.objects.about(release).values_list("type", "actor_id")
    assert ("release.withdrawn", str(lead2.pk)) in set(types)


def test_a_refused_withdrawal_leaves_the_figures_public_and_may_be_asked_again(
    release, lead, lead2
):
    asked = ask_withdrawal(release=release, by=lead, reason="x", **WHY)
    with pytest.raises(RuleBroken):
        refuse_withdrawal(withdrawal=asked, by=lead2, reason="")
    refuse_withdrawal(withdrawal=asked, by=lead2, reason="they are right")
    assert current() == release.slug
    assert withdrawn(release, lead, lead2).state == "confirmed"


def test_a_draft_is_not_withdrawn(lead, lead2):
    draft = prepare(cutoff=CUTOFF, by=lead, now=when(9))
    with pytest.raises(Conflict):
        ask_withdrawal(release=draft, by=lead2, reason="x", **WHY)


def test_the_database_keeps_withdrawn_figures_and_refuses_one_person_alone(release, lead, lead2):
    done = withdrawn(release, lead, lead2)
    assert ReleaseTable.objects.once_published().filter(release=release).count() == 3
    mine = Withdrawal.objects.filter(pk=done.pk)
    for change in (lambda: mine.update(reason="y"), mine.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Withdrawal.objects.create(
            release=release,
            reason="x",
            asked_by=lead,
            decided_by=lead,
            decided_at=when(12),
            state="confirmed",
            **WHY,
        )


def test_latest_falls_back_to_the_release_before(some_reports, lead, lead2):
    first = released(lead, lead2, 8, cutoff=EARLIER)
    second = released(lead, lead2, 9)
    assert current() == second.slug
    withdrawn(second, lead, lead2)
    assert current() == first.slug


def test_a_correction_stands_in_the_place_of_what_it_corrects(some_reports, lead, lead2):
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
    release, lead, lead2, monitor
):
    draft = prepare(cutoff=EARLIER, by=lead, now=when(10))
    for wrong in (draft, released(lead, lead2, 10, cutoff=EARLIER)):
        with pytest.raises(RuleBroken) as refused:
            prepare(cutoff=CUTOFF, by=lead, corrects=wrong, now=when(11))
        assert refused.value.code == "not_correctable"
    one = prepare(cutoff=CUTOFF, by=lead, corrects=release, now=when(11))
    other = prepare(cutoff=CUTOFF, by=lead, corrects=release, now=when(11))
    approve(release=one, by=lead2, now=when(12))
    with pytest.raises(Conflict) as refused:
        approve(release=other, by=lead2, now=when(12))
    assert refused.value.code == "already_corrected"
    with pytest.raises(Conflict):
        prepare(cutoff=CUTOFF, by=lead, corrects=release, now=when(13))


@pytest.mark.parametrize("taken_back", [False, True])
def test_a_correction_is_compared_with_what_it_corrects_even_when_withdrawn(
    release, lead, lead2, monitor, taken_back
):
    if taken_back:
        withdrawn(release, lead, lead2, hour=10)
    rows.reports(1, by=monitor, filed="2026-08-01T10:00", pcode="HT01")
    rows.reports(30, by=monitor, filed="2026-08-01T10:00", pcode="HT02")
    mended = prepare(cutoff=CUTOFF, by=lead, corrects=release, now=when(11))
    cells = rows.released(mended.tables.get(slug=REPORTS))
    assert cells["HT01", "2026-Q3"] == (None, "suppressed")
    assert cells["HT02", "2026-Q3"] == (50, "shown")


URL = f"/api/v1/summaries/2026-09-30/{REPORTS}/"


def test_withdrawn_figures_are_gone_for_programs_with_the_reason_in_their_language(
    api, ngo, release, lead, lead2
):
    client = api(ngo)
    tag = client.get(URL)["ETag"]
    withdrawn(release, lead, lead2)
    for url in (URL, f"{URL}?format=csv", "/api/v1/summaries/2026-09-30/"):
        gone = client.get(url, headers={"if-none-match": tag, "accept-language": "fr"})
        assert (gone.status_code, gone["Content-Type"]) == (410, "application/problem+json")
        assert "Un lieu a été compté deux fois." in gone.json()["detail"]
        assert gone.json()["errors"][0]["code"] == "release_withdrawn"
    assert client.get(URL.replace("2026-09-30", "latest")).status_code == 404
    assert client.get("/api/v1/summaries/").json()["results"] == []
    [told] = client.get("/api/v1/summaries/withdrawn/").json()["results"]
    assert (told["release"], told["reason"]) == ("2026-09-30", WHY["public_en"])


def test_latest_has_another_tag_after_a_withdrawal(api, ngo, some_reports, lead, lead2):
    url, client = URL.replace("2026-09-30", "latest"), api(ngo)
    released(lead, lead2, 8, cutoff=EARLIER)
    tag_before = client.get(url)["ETag"]
    second = released(lead, lead2, 9)
    tag = client.get(url)["ETag"]
    assert client.get(url, headers={"if-none-match": tag}).status_code == 304
    withdrawn(second, lead, lead2)
    fallen = client.get(url, headers={"if-none-match": tag})
    assert (fallen.status_code, fallen.json()["release"]) == (200, "2026-06-30")
    assert fallen["ETag"] == tag_before


def test_a_corrected_release_is_still_read_by_name_and_leads_to_its_correction(
    api, ngo, release, lead, lead2
):
    client = api(ngo)
    tag = client.get(URL)["ETag"]
    mended = released(lead, lead2, 10, corrects=release)
    old = client.get(URL, headers={"if-none-match": tag})
    assert (old.status_code, old.json()["corrected_by"]) == (200, mended.slug)
    assert f"/summaries/{mended.slug}/{REPORTS}/" in old["Link"]
    assert 'rel="successor-version"' in client.get(f"{URL}?format=csv")["Link"]
    new = client.get(URL.replace("2026-09-30", "latest"))
    assert (new.json()["release"], new.json()["corrects"]) == (mended.slug, release.slug)
    assert "Link" not in new.headers
    listed = client.get("/api/v1/summaries/").json()["results"]
    assert {r["release"]: r["corrected_by"] for r in listed} == {
        mended.slug: None,
        release.slug: mended.slug,
    }


def test_leads_reject_and_correct_by_program(api, lead, lead2, ngo, release):
    sent = {"cutoff": "2026-09-30", "corrects": release.slug}
    made = api(lead).post("/api/v1/releases/", sent, format="json")
    assert (made.status_code, made.json()["corrects"]) == (201, release.slug)
    url = f"/api/v1/releases/{made.json()['id']}/reject/"
    for person, body, status in (
        (ngo, {"reason": "x"}, 403),
        (lead, {"reason": "x"}, 403),
        (lead2, {}, 400),
        (lead2, {"reason": "x"}, 200),
        (lead2, {"reason": "x"}, 409),
    ):
        assert api(person).post(url, body, format="json").status_code == status
    unknown = api(lead).post("/api/v1/releases/", sent | {"corrects": "nothing"}, format="json")
    assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (400, "/corrects")


def figures(language="en"):
    return Client(headers={"accept-language": language}).get("/figures/").content.decode()


def test_the_public_page_tells_of_corrections_and_withdrawals(release, lead, lead2):
    mended = released(lead, lead2, 10, corrects=release)
    assert f"by release {mended.slug}" in figures()
    withdrawn(mended, lead, lead2)
    text = figures("ht")
    assert "Yo te konte yon kote de fwa." in text
    assert Client().get(f"/figures/{REPORTS}.csv").status_code == 404
    assert "No figures have been released yet" in figures()


def test_everything_is_done_in_dialogs(client_of, release, lead, lead2, reviewer):
    def do(person, subject, name, **data):
        url = reverse("admin:cases_release_do", args=[subject.pk, name])
        return client_of(person).post(url, data)

    assert do(reviewer, release, "withdraw", reason="x", **WHY).status_code in (302, 403, 404)
    assert do(lead, release, "withdraw", reason="x").status_code == 400
    assert do(lead, release, "withdraw", reason="x", **WHY).status_code == 302
    assert do(lead, release, "confirm_withdrawal").status_code == 404
    assert do(lead2, release, "confirm_withdrawal").status_code == 302
    assert current() is None
    made = do(lead, release, "correct", reason="mended")
    draft = Release.objects.get(corrects=release)
    assert made.url == reverse("admin:cases_release_change", args=[draft.pk])
    assert do(lead, draft, "reject", reason="x").status_code == 404
    assert do(lead2, draft, "reject").status_code == 400
    assert do(lead2, draft, "reject", reason="not yet").status_code == 302
    page = client_of(lead).get(reverse("admin:cases_release_change", args=[draft.pk]))
    assert "not yet" in page.content.decode()


def test_a_draft_says_what_changed_since_the_last(client_of, release, lead, lead2, monitor):
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
        .get(reverse("admin:cases_release_change", args=[release.pk]))
        .content.decode()
    )
