"""How strong the force is on a day: counted from arrivals, within the reader's States."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from mission.deployment.actions import record_arrival, record_departure
from mission.force.columns.strength import strength_on
from mission.force.models import State, StrengthStatement
from mission.mandate.models import Mission
from tests.people import make_user

pytestmark = pytest.mark.django_db
PAGE = "/force/strength/"
CAME, LEFT = date(2026, 3, 10), date(2026, 4, 10)
DAY = timedelta(days=1)


def arrive(number, *, state="KE", on=CAME):
    return record_arrival(
        state=State.objects.get(pk=state),
        service_number=number,
        unit_code=f"{state}-1",
        arrived_on=on,
    )


@pytest.fixture
def there():
    """Two of Kenya, of whom one left, and one of El Salvador."""
    arrive("1")
    record_departure(arrival=arrive("2"), left_on=LEFT, departure="end_of_tour", by=None)
    arrive("3", state="SV", on=CAME + DAY)


def present(user, day):
    """In Haiti on that day: by code of the State, "" for all."""
    return {line["code"]: line["present"] for line in strength_on(user, day)["lines"]}


@pytest.mark.parametrize(
    ("day", "kenya", "all_of_them"),
    [
        (CAME - DAY, 0, 0),
        (CAME, 2, 2),
        (CAME + DAY, 2, 3),
        (LEFT - DAY, 2, 3),
        (LEFT, 1, 2),
        (LEFT + DAY, 1, 2),
    ],
)
def test_the_day_of_arrival_counts_and_the_day_of_departure_does_not(
    there, vetting_officer, day, kenya, all_of_them
):
    found = present(vetting_officer, day)
    assert (found.get("KE", 0), found[""]) == (kenya, all_of_them)


def test_whoever_came_again_is_counted_once(there, vetting_officer):
    arrive("2", on=LEFT + 5 * DAY)
    assert present(vetting_officer, LEFT + 4 * DAY)["KE"] == 1
    assert present(vetting_officer, LEFT + 5 * DAY)["KE"] == 2


def test_only_the_states_of_the_reader_are_counted_in_lines_and_total(there):
    narrow = make_user("sv@office.example", "vetting_officer", scope=("contingent", "SV"))
    found = present(narrow, CAME + DAY)
    assert (found["SV"], found.get("KE", 0), found[""]) == (1, 0, 1)


def statement(code, people, *, as_of=CAME, state="KE", kind="reported", **more):
    mission = Mission.objects.filter(valid_from__lte=as_of).order_by("-valid_from").first()
    return StrengthStatement.objects.create(
        code=code,
        kind=kind,
        mission=mission,
        state_id=state,
        people=people,
        as_of=as_of,
        source_title="A fictional paper",
        **more,
    )


def reported(user, day, state="KE"):
    line = next(line for line in strength_on(user, day)["lines"] if line["code"] == state)
    cell = next(
        cell for cell in line["cells"] if cell["said"] and cell["said"]["row"].pk[:2] == "x-"
    )
    return cell["said"]["people"], [other["people"] for other in cell["others"]]


def test_a_statement_holds_from_its_day_on_and_is_never_added_to_what_is_counted(there, lead):
    StrengthStatement.objects.all().delete()
    statement("x-1", 700)
    statement("x-2", 720, as_of=LEFT)
    assert reported(lead, LEFT - DAY) == (700, [])
    assert reported(lead, LEFT) == (720, [])
    with pytest.raises(StopIteration):
        reported(lead, CAME - DAY)
    assert present(lead, CAME)["KE"] == 2


def test_of_one_day_the_preferred_number_stands_first_and_the_other_below_it(lead):
    StrengthStatement.objects.all().delete()
    statement("x-1", 700)
    statement("x-2", 650, is_preferred=True, preferred_because="Counted by name.")
    assert reported(lead, CAME) == (650, [700])


def test_the_page_shows_the_day_that_was_asked_for(there, client_of, lead):
    page = client_of(lead).get(PAGE, {"on": LEFT.isoformat()})
    assert page.status_code == 200
    assert (page.context["day"], page.context["lines"][0]["present"]) == (LEFT, 2)
    text = page.content.decode()
    assert "10 April 2026" in text and "Kenya" in text


def test_without_a_day_it_is_today(there, client_of, lead):
    for asked in ({}, {"on": ""}):
        page = client_of(lead).get(PAGE, asked)
        assert (page.status_code, page.context["day"]) == (200, timezone.localdate())


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "2026-02-30", "0", "2026", "<b>"])
def test_what_is_no_day_is_said_and_today_is_shown(there, client_of, lead, day):
    page = client_of(lead).get(PAGE, {"on": day})
    assert (page.status_code, page.context["day"]) == (400, timezone.localdate())
    assert page.context["form"].errors["on"]
    assert "<b>" not in page.content.decode()


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2022-12-31", 400),
        ("2023-01-01", 200),
        ("2099-12-31", 200),
        ("2100-01-01", 400),
        ("0001-01-01", 400),
        ("9999-12-31", 400),
        ("2026-03-10\0", 400),
    ],
)
def test_days_from_the_year_of_the_mandate_to_the_end_of_the_century(client_of, lead, day, status):
    assert client_of(lead).get(PAGE, {"on": day}).status_code == status


@pytest.mark.parametrize(
    "who", ["monitor", "reviewer", "focal_point", "ngo", "auditor", "administrator", "outsider"]
)
def test_it_is_not_there_for_others_whatever_the_day(everybody, client_of, who):
    for day in ("2026-03-10", "nonsense"):
        assert client_of(everybody[who]).get(PAGE, {"on": day}).status_code == 404


def test_it_takes_a_sign_in_and_changes_nothing(client_of, lead):
    assert Client().get(PAGE).status_code == 302
    assert client_of(lead).post(PAGE).status_code == 405
    assert "no-store" in client_of(lead).get(PAGE)["Cache-Control"]


def test_no_number_and_no_name_of_a_person_is_on_the_page(client_of, lead):
    arrive("ZQ-4711")
    assert "ZQ-4711" not in client_of(lead).get(PAGE).content.decode()


def test_questions_do_not_grow_with_people_and_states(
    there, lead, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(5):
        strength_on(lead, LEFT)
    for number in range(10):
        arrive(f"1{number}", state=("JM", "GT")[number % 2])
    with django_assert_max_num_queries(5):
        strength_on(lead, LEFT)
