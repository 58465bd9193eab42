"""A copy kept by `updated_since` is exactly what its reader may see, and tells of nothing else."""

import random
import threading
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.casework import actions as casework
from cases.casework.models import Case
from cases.reports.models import Report
from cases.summaries.actions import approve, prepare
from oversight.accounts.actions import grant_role, issue_token, revoke_grant, rotate_token
from oversight.accounts.models import User
from oversight.feeds.models import FeedBook, FeedEntry
from tests.oversight.feeds.copies import START, Copy, whole

CASES, REPORTS = "/api/v1/cases/", "/api/v1/reports/"


@pytest.mark.django_db
def test_nothing_new_is_nothing_and_a_304(api, opened, lead):
    opened()
    client = api(lead)
    copy = Copy(client, CASES).pull()
    assert len(copy.rows) == 1
    first = client.get(CASES, {"updated_since": copy.since})
    assert (first.json()["results"], first.json()["tombstones"]) == ([], [])
    again = client.get(
        CASES, {"updated_since": copy.since}, headers={"if-none-match": first["ETag"]}
    )
    assert again.status_code == 304


@pytest.mark.django_db
def test_what_is_recused_goes_without_a_reason_and_comes_back_by_itself(api, opened, lead, lead2):
    case, kept = opened(), opened()
    copy = Copy(api(lead2), CASES).pull()
    casework.recuse(case=case, user=lead2, by=lead, reason="a secret reason")
    told = api(lead2).get(CASES, {"updated_since": copy.since})
    assert "secret" not in told.content.decode() and case.reference not in told.content.decode()
    assert [gone["id"] for gone in told.json()["tombstones"]] == [str(case.pk)]
    assert set(copy.pull().rows) == {str(kept.pk)}
    Case.objects.get(pk=case.pk).access.filter(user=lead2).update(ended_at=timezone.now())
    assert set(copy.pull().rows) == {str(case.pk), str(kept.pk)}


@pytest.mark.django_db
def test_of_what_a_reader_never_saw_there_is_no_tombstone(api, opened, file, lead, reviewer):
    """A restricted case is opened, changed and closed to the reviewer: not one trace of it."""
    seen, hidden = opened(), opened(types=["rape"])
    copy = Copy(api(reviewer), CASES).pull()
    casework.edit_case(case=hidden, by=lead, title="Other", reason="x")
    casework.recuse(case=hidden, user=reviewer, by=lead, reason="x")
    before = Copy(api(reviewer), CASES)
    for one in (copy, before):
        one.pull()
        assert set(one.told) == {str(seen.pk)}
    casework.add_reports(case=seen, reports=[file(types=["rape"])], by=lead)
    late = Copy(api(reviewer), CASES).pull()
    assert set(late.told) == {str(seen.pk)} and late.rows == {}


@pytest.mark.django_db
def test_a_role_that_ends_takes_its_rows_away(api, opened, administrator, other_monitor):
    case, other = opened(), other_monitor
    grant_role(user=other, role="reviewer", by=None)
    other = User.objects.get(pk=other.pk)
    copy = Copy(api(other), CASES).pull()
    assert set(copy.rows) == {str(case.pk)}
    narrow = grant_role(user=other, role="reviewer", by=None, scope_kind="department",
                        scope_value="HT03")  # fmt: skip
    for grant in other.grants.exclude(pk=narrow.pk).filter(role="reviewer"):
        revoke_grant(grant=grant, by=administrator, reason="x")
    assert copy.pull().rows == {}


@pytest.mark.django_db
def test_a_report_shows_more_once_its_filer_may_decide_on_it(api, file, monitor):
    report = file()
    copy = Copy(api(monitor), REPORTS).pull()
    assert "types" not in copy.rows[str(report.pk)]
    grant_role(user=monitor, role="reviewer", by=None)
    person = User.objects.get(pk=monitor.pk)
    copy.client = api(person)
    # Another token of more scopes follows a book of its own: it starts from the beginning.
    copy.since = START
    assert copy.pull().rows[str(report.pk)]["types"] == ["assault"]


@pytest.mark.django_db
def test_a_new_secret_goes_on_where_the_old_one_stood(api, opened, lead2, lead):
    case = opened()
    token, secret = issue_token(user=lead2, name="x", scopes=["case.see"], by=lead2)
    client = api(None)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    copy = Copy(client, CASES).pull()
    casework.recuse(case=case, user=lead2, by=lead, reason="x")
    _fresh, secret = rotate_token(token=token, grace_hours=0, by=lead2)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert copy.pull().rows == {}


def edit_one(case, made):
    casework.edit_case(case=case, by=made.lead, title=f"T{made.luck.random()}")


def recuse_or_back(case, made):
    standing = case.access.filter(user=made.reviewer, ended_at__isnull=True)
    if not standing.update(ended_at=timezone.now()):
        casework.recuse(case=case, user=made.reviewer, by=made.lead, reason="x")


CHANGES = (
    lambda case, made: made.opened(),
    lambda case, made: made.opened(types=["rape"]),
    lambda case, made: made.file(by=made.reviewer),
    lambda case, made: casework.add_note(case=case, by=made.lead, text="x"),
    lambda case, made: casework.add_reports(
        case=case, reports=[made.file(types=["rape"])], by=made.lead
    ),
    edit_one,
    recuse_or_back,
    recuse_or_back,
)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_a_copy_is_exactly_what_may_be_seen_whatever_happens(
    api, opened, file, lead, reviewer, seed
):
    """Random changes, losses and gains of sight, pulled at random moments with small pages."""
    luck, client = random.Random(seed), api(reviewer)
    made = SimpleNamespace(luck=luck, lead=lead, reviewer=reviewer, opened=opened, file=file)
    copies = [Copy(client, CASES, size=2), Copy(client, CASES, size=1000)]
    reports, once_seen = Copy(client, REPORTS, size=3), set()
    opened()
    for _step in range(30):
        cases = list(Case.objects.order_by("opened_at", "pk"))
        luck.choice(CHANGES)(luck.choice(cases), made)
        once_seen |= {str(case.pk) for case in Case.objects.visible_to(reviewer)}
        if luck.random() < 0.4:
            luck.choice([*copies, reports]).pull()
    for copy in copies:
        assert copy.pull().rows == whole(client, CASES)
        assert set(copy.told) <= once_seen
    assert reports.pull().rows == whole(client, REPORTS)


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_late_is_not_missed(api, opened, lead):
    """A change is made, another is pulled, and only then the first is committed."""
    late, soon = opened(), opened()
    copy = Copy(api(lead), CASES).pull()
    changed, go = threading.Event(), threading.Event()

    def slow():
        try:
            with transaction.atomic():
                casework.edit_case(case=late, by=lead, title="Late")
                changed.set()
                assert go.wait(20)
        finally:
            connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    assert changed.wait(20)
    casework.edit_case(case=soon, by=lead, title="Soon")
    copy.pull()
    assert copy.rows[str(soon.pk)]["title"] == "Soon"
    assert copy.rows[str(late.pk)]["title"] == "Market"
    go.set()
    writer.join(20)
    assert copy.pull().rows[str(late.pk)]["title"] == "Late"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"status": "closed"}, "/status"),
        ({"q": "x"}, "/q"),
        ({"updated_since": "x"}, "/updated_since"),
        ({"updated_since": ""}, "/updated_since"),
        ({"updated_since": "9999-12-31T23:59:59-23:59"}, "/updated_since"),
        ({"cursor": "x"}, "/cursor"),
        ({"page_size": "0"}, "/page_size"),
    ],
)
def test_what_a_feed_cannot_take_is_pointed_at(api, lead, query, pointer):
    answer = api(lead).get(CASES, {"updated_since": START} | query)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.django_db
def test_who_may_not_list_may_not_follow(api, everybody, opened):
    opened()
    query = {"updated_since": START}
    for name in ("monitor", "ngo", "auditor", "administrator"):
        for address in (CASES, "/api/v1/allegations/"):
            assert api(everybody[name]).get(address, query).status_code == 403, name
    assert api(None).get(CASES, query).status_code == 401
    assert not FeedBook.objects.exists()


@pytest.mark.django_db
def test_a_cursor_of_another_reader_is_of_no_use(api, opened, lead, reviewer):
    for _ in range(3):
        opened(types=["rape"])
    body = api(lead).get(CASES, {"updated_since": START, "page_size": 1}).json()
    assert api(reviewer).get(body["next"]).status_code == 400
    api(reviewer).get(CASES, {"updated_since": START})
    told = api(reviewer).get(body["next"]).json()
    assert (told["results"], told["tombstones"]) == ([], [])


@pytest.mark.django_db
def test_allegations_follow_their_case(api, opened, lead, lead2):
    case = opened()
    allegation = casework.add_allegation(case=case, by=lead, type="assault")
    copy = Copy(api(lead2), "/api/v1/allegations/").pull()
    assert set(copy.rows) == {str(allegation.pk)} == set(whole(api(lead2), "/api/v1/allegations/"))
    casework.recuse(case=case, user=lead2, by=lead, reason="x")
    assert copy.pull().rows == {}


@pytest.mark.django_db
def test_releases_appear_when_they_are_approved(api, ngo, lead, lead2, settings):
    settings.DEMO = True
    copy = Copy(api(ngo), "/api/v1/summaries/", "release").pull()
    draft = prepare(cutoff=date(2026, 9, 30), by=lead)
    assert copy.pull().rows == {}
    approve(release=draft, by=lead2)
    assert set(copy.pull().rows) == {"2026-09-30"}


@pytest.mark.django_db
def test_a_book_holds_no_content_and_its_instants_only_grow(api, opened, lead, monkeypatch):
    case = opened()
    copy = Copy(api(lead), CASES).pull()
    frozen = timezone.now() - timedelta(days=3)  # the clock of one machine went back
    monkeypatch.setattr("oversight.feeds.actions.timezone", SimpleNamespace(now=lambda: frozen))
    casework.edit_case(case=case, by=lead, title="Other", now=frozen)
    assert copy.pull().rows[str(case.pk)]["title"] == "Other"
    text = str(list(FeedEntry.objects.values())) + str(list(FeedBook.objects.values()))
    for word in ("Other", "Market", case.reference, str(lead.pk), lead.email):
        assert word not in text


@pytest.mark.django_db
def test_a_feed_takes_the_same_queries_for_any_number(api, opened, lead):
    client = api(lead)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(CASES, {"updated_since": START}).status_code == 200
        return len(captured)

    opened()
    queries()
    few = queries()
    for _ in range(5):
        opened()
    queries()
    assert queries() == few
    assert Report.objects.count() == 6
