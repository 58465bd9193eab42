"""The pieces pages are made of, each with the context its first line documents."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from oversight.pages.rules import chart, due_badge
from oversight.templatetags.pages import SHAPES, capped, day, moment, number

NOW = datetime(2024, 12, 2, 15, 0, tzinfo=UTC)
TONES = ["neutral", "info", "due", "overdue", "done", "restricted", "waiting"]


def show(source, **context):
    return Template("{% load pages %}" + source).render(Context(context))


@pytest.mark.parametrize("tone", TONES)
def test_status_is_a_word_and_a_shape_of_its_own(tone):
    html = show("{% status label tone %}", label="open <b>", tone=tone)
    assert "open &lt;b&gt;" in html
    assert SHAPES[tone] in html
    assert list(SHAPES.values()).count(SHAPES[tone]) == 1


@pytest.mark.parametrize(
    ("hours", "kind", "tone"),
    [
        (-1, "overdue", "overdue"),
        (0, "overdue", "overdue"),
        (2, "today", "due"),
        (48, "soon", "due"),
        (72, "soon", "due"),
        (73, "later", "neutral"),
    ],
)
def test_due_badge_says_how_near_it_is(hours, kind, tone):
    badge = due_badge(NOW + timedelta(hours=hours), now=NOW)
    assert (badge.kind, badge.tone) == (kind, tone)


def test_due_badge_of_a_clock_that_has_ended():
    at = NOW - timedelta(days=1)
    assert due_badge(at, now=NOW, met_at=at).kind == "met"
    assert due_badge(at, now=NOW, met_at=NOW).kind == "late"
    assert due_badge(at, now=NOW, paused=True).kind == "paused"
    assert due_badge(None, now=NOW) is None


def test_due_tag_writes_a_sentence():
    assert "Overdue since 2 December 2024" in show("{% due at %}", at=NOW)
    assert show("{% due at %}", at=None).strip() == ""


def test_moment_is_shown_in_port_au_prince():
    assert "2 December 2024, 10:00" in moment(NOW)
    assert 'datetime="2024-12-02T10:00:00-05:00"' in moment(NOW)
    assert day(datetime(2024, 12, 2, 3, 0, tzinfo=UTC)) == "1 December 2024"
    assert day(None) == moment(None) == ""


def test_dates_and_numbers_follow_the_language():
    with translation.override("fr"):
        assert day(NOW) == "2 décembre 2024"
    with translation.override("ht"):
        assert day(NOW) == "2 desanm 2024"
    assert number(1234567) == "1,234,567"


def test_count_is_capped_in_words():
    assert capped(10_000) == "10,000"
    assert capped(10_001) == "more than 10,000"


def test_bars_hide_suppressed_cells_and_say_so():
    figures = chart(
        "places",
        "Reports by department",
        [("Ouest", 1200, "shown"), ("Nippes", 3, "suppressed"), ("Sud", 0, "zero")],
        label_heading="Department",
        value_heading="Reports",
    )
    html = render_to_string("partials/bars.html", {"chart": figures})
    assert html.count("hidden to protect people") == 2
    assert figures.bars[1].value is None
    assert ">3<" not in html
    assert 'width="78.00%"' in html
    assert "1,200" in html
    assert 'fill="url(#places-hatch)"' in html


def test_long_chart_keeps_plain_numbers_in_its_drawing():
    rows = [(str(index), index, "shown") for index in range(30)]
    figures = chart("k", "T", rows, label_heading="L", value_heading="V")
    html = render_to_string("partials/bars.html", {"chart": figures})
    assert 'height="1680"' in html


def test_chart_of_nothing_but_zeros_has_no_bars():
    figures = chart("k", "T", [("a", 0, "zero")], label_heading="L", value_heading="V")
    assert figures.bars[0].width == "0.00%"


def test_pager_keeps_the_filters(rf):
    page = Paginator(range(30), 10).page(2)
    html = show(
        '{% pages page as pager %}{% include "partials/pager.html" %}',
        page=page,
        request=rf.get("/x/", {"status": "open", "page": "2"}),
    )
    assert "?status=open&amp;page=1" in html
    assert "?status=open&amp;page=3" in html
    assert "Page 2 of 3" in html


def test_filters_can_each_be_removed():
    chips = [{"label": "State", "value": "open", "remove_url": "?"}]
    html = render_to_string(
        "partials/filters.html", {"chips": chips, "clear_url": "?", "count_text": "12 cases"}
    )
    assert "Remove this filter" in html
    assert "Remove all filters" in html


def test_timeline_escapes_what_people_wrote():
    entries = [{"when": NOW, "title": "Note", "who": "A", "text": "<script>"}]
    html = render_to_string("partials/timeline.html", {"entries": entries})
    assert "&lt;script&gt;" in html
    assert "Nothing has happened yet." in render_to_string("partials/timeline.html", {})


def test_definition_list_says_not_stated_but_keeps_zero():
    html = render_to_string("partials/definition_list.html", {"items": [("A", ""), ("B", 0)]})
    assert html.count("not stated") == 1
    assert "<dd>0</dd>" in html


def test_danger_offers_what_is_known_and_works_without_contacts():
    contacts = [{"name": "Shelter", "phone": "+509 0000"}]
    html = render_to_string("partials/danger.html", {"danger_contacts": contacts})
    assert 'href="tel:+509 0000"' in html
    assert "Someone is in danger now" in render_to_string("partials/danger.html", {})


def test_work_list_shows_rows_or_what_emptiness_means():
    rows = [{"url": "/x/", "title": "C-1", "note": "n", "due": NOW}]
    html = render_to_string("partials/work_list.html", {"list": {"title": "T", "rows": rows}})
    assert "Overdue since" in html
    empty = {"list": {"title": "T", "rows": [], "empty": "All done."}}
    assert "All done." in render_to_string("partials/work_list.html", empty)


def test_progress_and_empty_state():
    assert "Question 3 of 8" in render_to_string("partials/progress.html", {"step": 3, "steps": 8})
    context = {"title": "None yet", "text": "Start.", "url": "/x/", "action": "File"}
    assert 'href="/x/"' in render_to_string("partials/empty.html", context)


def test_error_summary_links_to_the_first_input_of_each_field():
    from tests.oversight.pages.test_forms import Form

    form = Form({"name": "x"})
    html = render_to_string("partials/error_summary.html", {"form": form})
    assert 'href="#id_day_0"' in html
    assert 'href="#id_kinds_0"' in html


def test_mail_says_only_that_something_waits():
    text = render_to_string("email/notice.txt", {"count": 3, "link": "http://x/"})
    assert "3 things are waiting for you" in text
    assert "http://x/" in text
    assert render_to_string("email/subject.txt").strip() == "A message for you"
