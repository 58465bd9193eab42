"""What anybody may know of exceptions to the gate and of breaches: enough to account, nobody to find."""

from datetime import date, timedelta

import pytest
from django.test import Client

from cases.summaries.actions import approve, prepare
from cases.summaries.rules.deployments import (
    BREACHES,
    EXCEPTIONS,
)
from mission.deployment.actions import (
    ask_override,
    close_breach,
    decide_override,
    record_arrival,
    record_departure,
)
from mission.force.models import State
from oversight.authority.rules import Conflict, NotPermitted
from tests.cases.summaries import rows
from tests.cases.summaries.releases import released, when, withdrawn
from tests.mission.force_of_tests import member, unit_of

pytestmark = pytest.mark.django_db
URL = "/api/v1/ledger/deployments/"
NURSE, COURSE = "A nurse was needed at once.", "The course was full."


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


def exempt(number, officers, *, on="2026-08-11T12:00", why=NURSE, approved=True, **traits):
    first, second = officers
    at, person = rows.at(on), member(number, **traits)
    day = at.date() + timedelta(days=5)
    about = {"person": person, "unit": unit_of(), "arrives_on": day, "by": first, "now": at}
    asked = ask_override(**about, public_reason=why, reason="Only for the office.")
    return decide_override(override=asked, approved=approved, by=second, reason="x", now=at)


def arrive(number, officer, on="2026-08-11T12:00"):
    state, at = State.objects.get(pk="KE"), rows.at(on)
    return record_arrival(
        state=state,
        service_number=number,
        unit_code="KE-1",
        arrived_on=at.date(),
        by=officer,
        now=at,
    )


@pytest.fixture
def six(officers):
    """Exceptions enough to be told of."""
    for number in range(6):
        exempt(f"ZQ-77{number}", officers, name=f"Wilhelmina Oberon{number}")


def ledger(**asked):
    answer = Client().get(URL, asked)
    assert answer.status_code == 200
    return answer.json()


def cells(body, table):
    found = next(t for t in body["tables"] if t["table"] == table)
    row = "missing" if table == EXCEPTIONS else "outcome"
    return {(c[row], c["quarter"]): (c["value"], c["state"]) for c in found["cells"]}


def test_nothing_is_told_before_a_release_is_approved(six, lead, lead2):
    draft = prepare(cutoff=date(2026, 9, 30), by=lead, now=when(9))
    body = ledger()
    assert (body["release"], body["tables"], body["reasons"]) == (None, [], [])
    assert NURSE not in Client().get("/figures/").content.decode()
    approve(release=draft, by=lead2, now=when(10))
    assert ledger()["release"] == "2026-09-30"


def test_anybody_reads_how_many_exceptions_were_made_and_why(six, lead, lead2):
    released(lead, lead2, 9)
    body = ledger()
    assert set(body) == {"release", "cutoff", "checksum", "licence", "tables", "reasons"}
    assert [table["table"] for table in body["tables"]] == [EXCEPTIONS, BREACHES]
    assert cells(body, EXCEPTIONS)["both", "2026-Q3"] == (6, "shown")
    (period,) = body["reasons"]
    assert set(period) == {"from", "to", "missing", "others", "reasons"}
    assert (period["from"], period["to"], period["reasons"]) == ("2023-Q4", "2026-Q3", [NURSE])
    codes = [value["code"] for value in period["missing"]]
    assert "check:state_certification" in codes and "training:child_protection" in codes


def test_no_person_no_unit_and_no_state_is_told(six, officers, lead, lead2):
    arrive("ZQ-999", officers[0])
    released(lead, lead2, 9)
    told = [Client().get(URL).content.decode(), Client().get("/figures/").content.decode()]
    for table in (EXCEPTIONS, BREACHES):
        told += [
            Client().get(f"/figures/{table}{end}").content.decode() for end in (".csv", ".hxl.csv")
        ]
    for secret in (
        "ZQ-77",
        "ZQ-999",
        "Wilhelmina",
        "Oberon",
        "KE-1",
        "Kenya",
        "Only for the office",
    ):
        assert not any(secret.casefold() in text.casefold() for text in told), secret


def test_a_few_exceptions_are_hidden_and_so_are_their_reasons(officers, lead, lead2):
    for number in range(4):
        exempt(f"ZQ-77{number}", officers)
    released(lead, lead2, 9)
    body = ledger()
    for key in (("both", "2026-Q3"), ("both", "total"), ("total", "2026-Q3"), ("total", "total")):
        assert cells(body, EXCEPTIONS)[key] == (None, "suppressed")
    assert body["reasons"] == []
    page = Client().get("/figures/").content.decode()
    assert NURSE not in page and "hidden to protect people" in page


def test_what_was_refused_or_only_asked_for_is_not_told(six, officers, lead, lead2):
    exempt("ZQ-1", officers, approved=False, why="Nobody else was there.")
    first = officers[0]
    person, at = member("ZQ-2"), rows.at("2026-08-11T12:00")
    about = {"person": person, "unit": unit_of(), "arrives_on": at.date(), "now": at, "by": first}
    ask_override(**about, public_reason="Waiting for an answer.", reason="x")
    released(lead, lead2, 9)
    assert ledger()["reasons"][0]["reasons"] == [NURSE]
    assert cells(ledger(), EXCEPTIONS)["both", "2026-Q3"] == (6, "shown")


def test_reasons_after_the_last_whole_quarter_wait(officers, lead, lead2):
    for number in range(6):
        exempt(f"ZQ-77{number}", officers, why=COURSE)
    released(lead, lead2, 9, cutoff=date(2026, 9, 29))
    assert ledger()["reasons"] == []
    released(lead, lead2, 10)
    assert ledger()["reasons"][0]["reasons"] == [COURSE]


def test_what_came_after_the_cutoff_is_not_told(six, officers, lead, lead2):
    exempt("ZQ-1", officers, on="2026-10-01T00:00", why="After the end of the quarter.")
    exempt("ZQ-2", officers, on="2026-09-30T23:59", why=COURSE)
    released(lead, lead2, 9)
    assert ledger()["reasons"][0]["reasons"] == [NURSE, COURSE]


def test_breaches_are_told_by_how_they_stood_at_the_cutoff(officers, lead, lead2):
    made = [arrive(f"ZQ-77{number}", officers[0]) for number in range(24)]
    soon, late = rows.at("2026-08-13T12:00"), rows.at("2026-10-01T12:00")
    for row in made[:6]:
        close_breach(breach=row.breach, state="closed", by=officers[1], reason="x", now=soon)
    for row in made[6:12]:
        record_departure(
            arrival=row, left_on=soon.date(), departure="other", by=officers[0], now=soon
        )
    # Settled after the cut-off: it was open then, and past its clock.
    close_breach(breach=made[12].breach, state="closed", by=officers[1], reason="x", now=late)
    for number in range(5):
        arrive(f"ZQ-88{number}", officers[0], on="2026-09-30T12:00")
    released(lead, lead2, 9)
    found = cells(ledger(), BREACHES)
    told = {row: found[row, "2026-Q3"][0] for row in ("open", "overdue", "left", "closed", "total")}
    assert told == {"open": 5, "overdue": 12, "left": 6, "closed": 6, "total": 29}


def test_a_few_breaches_are_hidden_with_every_total_beside_them(officers, lead, lead2):
    for number in range(7):
        arrive(f"ZQ-77{number}", officers[0])
    arrive("ZQ-1", officers[0], on="2026-09-30T12:00")
    released(lead, lead2, 9)
    found = cells(ledger(), BREACHES)
    assert found["overdue", "2026-Q3"] == (7, "shown")
    for key in (("open", "2026-Q3"), ("open", "total"), ("total", "2026-Q3"), ("total", "total")):
        assert found[key] == (None, "suppressed")


def test_a_withdrawn_release_takes_the_reasons_back(six, lead, lead2):
    release = released(lead, lead2, 9)
    withdrawn(release, lead, lead2)
    assert ledger()["release"] is None and NURSE not in str(ledger())


@pytest.mark.parametrize("who", ["vetting_officer", "reviewer", "ngo", "auditor", "administrator"])
def test_nobody_but_a_lead_releases_them(request, six, who):
    with pytest.raises(NotPermitted):
        prepare(cutoff=date(2026, 9, 30), by=request.getfixturevalue(who), now=when(9))


def test_one_lead_alone_publishes_no_reason(six, lead):
    draft = prepare(cutoff=date(2026, 9, 30), by=lead, now=when(9))
    with pytest.raises(NotPermitted):
        approve(release=draft, by=lead, now=when(10))


def test_a_reason_that_came_between_is_looked_at_before_it_is_published(six, officers, lead, lead2):
    """The count was hidden before and after; the reasons alone differ."""
    draft = prepare(cutoff=date(2026, 9, 30), by=lead, now=when(9))
    exempt("ZQ-1", officers, why=COURSE)
    with pytest.raises(Conflict) as refused:
        approve(release=draft, by=lead2, now=when(10))
    assert refused.value.code == "figures_changed"


def test_the_checksum_covers_the_reasons(six, lead, lead2):
    from cases.summaries.actions.compute import checksum_of

    release = released(lead, lead2, 9)
    tables = list(release.tables.all())
    assert checksum_of(release, tables) == release.checksum
    next(t for t in tables if t.slug == EXCEPTIONS).texts["reasons"][0]["reasons"] = ["Other."]
    assert checksum_of(release, tables) != release.checksum


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Why exceptions were made"),
        ("fr", "Pourquoi des exceptions ont été faites"),
        ("ht", "Poukisa yo te fè eksepsyon"),
    ],
)
def test_page_and_answer_in_three_languages(six, lead, lead2, language, said):
    released(lead, lead2, 9)
    page = Client(headers={"accept-language": language}).get("/figures/").content.decode()
    assert said in page and NURSE in page
    label = ledger(lang=language)["reasons"][0]["missing"][0]["label"]
    assert (label == "Human-rights screening") == (language == "en")
    assert Client().get(URL, {"lang": "xx"}).status_code == 400


def test_the_number_of_questions_does_not_grow(
    six, officers, lead, lead2, django_assert_num_queries
):
    released(lead, lead2, 9)
    with django_assert_num_queries(1):
        Client().get(URL)
    for number in range(10):
        exempt(f"ZQ-88{number}", officers, on="2026-05-11T12:00", why=COURSE)
    released(lead, lead2, 10)
    with django_assert_num_queries(1):
        Client().get(URL)
    with django_assert_num_queries(2):
        Client().get("/figures/")


def test_leads_read_the_reasons_before_they_approve(six, client_of, lead, lead2):
    draft = prepare(cutoff=date(2026, 9, 30), by=lead, now=when(9))
    page = client_of(lead2).get(f"/admin/cases/release/{draft.pk}/change/").content.decode()
    assert NURSE in page and "ZQ-77" not in page
