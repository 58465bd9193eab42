"""Inputs that forms share."""

from datetime import date

import pytest
from django import forms

from oversight.pages.forms import OptionList, ThreeBoxDateField, described
from oversight.pages.rules import PartialDate


class Form(forms.Form):
    day = ThreeBoxDateField(label="When?", help_text="As far as you know.")
    kinds = forms.MultipleChoiceField(
        label="What?",
        choices=[("a", described("Arrest", "Somebody was taken away.")), ("b", "Blow")],
        widget=OptionList,
    )
    name = forms.CharField(label="Where?", required=False, help_text="A place.")


def data(day="", month="", year="", **more):
    return {"day_day": day, "day_month": month, "day_year": year, "kinds": ["a"], **more}


def test_three_numbers_are_a_date():
    form = Form(data("2", "12", "2024"))
    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2024, 12, 2)


@pytest.mark.parametrize(
    ("boxes", "code"),
    [
        (("", "", ""), "required"),
        (("2", "12", ""), "no_year"),
        (("2", "", "2024"), "no_month"),
        (("", "12", "2024"), "no_day"),
        (("2", "12", "24"), "short_year"),
        (("2", "13", "2024"), "month_range"),
        (("30", "2", "2024"), "no_such_day"),
        (("0", "2", "2024"), "no_such_day"),
        (("two", "2", "2024"), "not_numbers"),
        (("²", "2", "2024"), "not_numbers"),
        (("-1", "2", "2024"), "not_numbers"),
    ],
)
def test_refuses_what_is_no_date_and_keeps_what_was_typed(boxes, code):
    form = Form(data(*boxes))
    assert form.errors.as_data()["day"][0].code == code
    for text in filter(None, boxes):
        assert f'value="{text}"' in str(form["day"])


def test_leap_day_exists_only_in_leap_years():
    assert Form(data("29", "2", "2024")).is_valid()
    assert not Form(data("29", "2", "2025")).is_valid()


@pytest.mark.parametrize(
    ("boxes", "precision", "last"),
    [
        (["", "", "2024"], "year", date(2024, 12, 31)),
        (["", "2", "2024"], "month", date(2024, 2, 29)),
        (["3", "2", "2024"], "day", date(2024, 2, 3)),
    ],
)
def test_partial_date_knows_how_much_is_known(boxes, precision, last):
    found = ThreeBoxDateField(partial=True).clean(boxes)
    assert (found.precision, found.last) == (precision, last)


def test_partial_date_with_a_day_but_no_month_is_refused():
    with pytest.raises(forms.ValidationError, match="month as well"):
        ThreeBoxDateField(partial=True).clean(["3", "", "2024"])


def test_empty_boxes_are_none_when_the_date_may_be_left_out():
    assert ThreeBoxDateField(required=False).clean(["", " ", ""]) is None


def test_first_and_last_day_of_a_partial_date():
    assert PartialDate(2024).first == date(2024, 1, 1)
    assert PartialDate(2024, 2).last == date(2024, 2, 29)


def test_date_boxes_show_an_initial_date_without_grouping_the_year():
    html = str(Form(initial={"day": date(2024, 12, 2)})["day"])
    assert 'value="2024"' in html
    assert 'value="12"' in html


def test_field_is_tied_to_its_hint_and_its_error():
    html = Form({}).as_div()
    assert 'aria-describedby="id_day_helptext id_day_error"' in html
    assert "<legend>When?" in html
    assert 'id="id_day_error"' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert "(optional)" in html


def test_option_list_shows_every_option_without_scripts():
    html = str(Form()["kinds"])
    assert html.count('type="checkbox"') == 2
    assert "Somebody was taken away." in html
    assert "data-filter-box hidden" in html


def test_described_option_escapes_what_it_is_given():
    assert "<b>" not in described("<b>", "<i>")
