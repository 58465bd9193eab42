"""Dates, numbers and the words of the framework in each of the three languages."""

from datetime import date, datetime, time, timedelta

import pytest
from django import forms
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.utils import translation
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.formats import date_format, get_format, localize, sanitize_separators, time_format
from django.utils.timezone import get_current_timezone, now
from django.views.i18n import JavaScriptCatalog


class Form(forms.Form):
    day = forms.DateField()
    number = forms.IntegerField(localize=True)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "2 December 2024"), ("fr", "2 décembre 2024"), ("ht", "2 desanm 2024")],
)
def test_date_is_written_out_in_the_language(language, expected):
    with translation.override(language):
        assert date_format(date(2024, 12, 2)) == expected


@pytest.mark.parametrize("language", ["en", "fr", "ht"])
def test_day_comes_before_month_and_clock_has_24_hours(language):
    moment = datetime(2024, 2, 1, 17, 5, tzinfo=get_current_timezone())
    with translation.override(language):
        assert date_format(moment, "DATETIME_FORMAT").startswith("1 ")
        assert date_format(moment, "DATETIME_FORMAT").endswith("17:05")
        assert time_format(time(17, 5)) == "17:05"
        assert get_format("FIRST_DAY_OF_WEEK") == 1
        assert forms.DateField().clean("03/12/2024") == date(2024, 12, 3)


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "12,345"), ("fr", "12 345"), ("ht", "12 345")]
)
def test_number_is_grouped_as_the_language_does(language, expected):
    with translation.override(language):
        assert localize(12345).replace("\xa0", " ").replace("\u202f", " ") == expected


def test_creole_number_is_read_back_as_it_is_written():
    with translation.override("ht"):
        assert localize(1234.5) == "1\xa0234,5"
        assert sanitize_separators("1\xa0234,5") == "1234.5"


def test_creole_has_its_own_months_and_days():
    with translation.override("ht"):
        months = [str(name) for name in MONTHS.values()]
        days = [str(name) for name in WEEKDAYS.values()]
    with translation.override("en"):
        english = {str(name) for name in (*MONTHS.values(), *WEEKDAYS.values())}
    assert months[7] == "out"
    assert days[0] == "lendi"
    assert not english & {*months, *days}


def test_creole_form_says_in_creole_what_is_wrong():
    with translation.override("ht"):
        assert Form({"day": "", "number": "de"}).errors == {
            "day": ["Ou dwe ranpli kazye sa a."],
            "number": ["Antre yon nonb antye."],
        }


def test_browser_that_prefers_haitian_creole_is_served_it(rf):
    request = rf.get("/", headers={"accept-language": "ht-HT,fr;q=0.8"})
    assert translation.get_language_from_request(request) == "ht"


@pytest.mark.parametrize(("language", "today"), [("fr", "Aujourd"), ("ht", "Jodi a")])
def test_scripts_of_the_admin_are_given_their_words(rf, language, today):
    with translation.override(language):
        response = JavaScriptCatalog.as_view(packages=["django.contrib.admin"])(rf.get("/"))
    assert f'"Today": "{today}' in response.content.decode()


def test_creole_counts_one_and_many_apart():
    with translation.override("ht"):
        assert naturaltime(now() - timedelta(hours=1)) == "sa gen inèdtan"
        assert naturaltime(now() - timedelta(hours=5)) == "sa gen 5 èdtan"
