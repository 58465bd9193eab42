"""Logs and error reports hold no values."""

import logging
import sys

from django.views.debug import ExceptionReporter

from config.logs import ScrubbedFormatter


def fail(secret):
    raise ValueError(f"bad value {secret}")


def failure():
    try:
        fail("Planted Name")
    except ValueError:
        return sys.exc_info()
    raise AssertionError


def test_traceback_in_the_log_says_where_but_not_what():
    record = logging.LogRecord("x", logging.ERROR, "f.py", 1, "it failed", (), failure())
    line = ScrubbedFormatter("{message}", style="{").format(record)
    assert "in fail" in line
    assert "builtins.ValueError" in line
    assert "Planted" not in line


def test_error_report_shows_no_variables_and_no_form(rf):
    request = rf.post(
        "/x/?q=Planted+Query", {"name": "Planted Name"}, headers={"cookie": "a=Planted"}
    )
    report = ExceptionReporter(request, *failure())
    data = report.get_traceback_data()
    assert all(not frame["vars"] for frame in data["frames"])
    assert not data["request_meta"]
    assert not data["filtered_POST_items"]
    assert not data["settings"]
