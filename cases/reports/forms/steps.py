"""The steps in order, and what has been filled in so far."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.reports.forms.base import StepForm
from cases.reports.forms.files import FilesForm
from cases.reports.forms.provisions import ProvisionsForm
from cases.reports.forms.source import ConsentForm, SourceForm
from cases.reports.forms.what import WhatForm
from cases.reports.forms.when import WhenForm
from cases.reports.forms.where import WhereForm
from cases.reports.forms.who import WhoForm
from cases.reports.rules import Body, clean
from oversight.authority.rules import Mistakes, RuleBroken


@dataclass(frozen=True)
class Step:
    """One page of the form. `holds` are the parts of a report it asks for."""

    name: str
    title: "str | Promise"
    form: type[StepForm]
    holds: tuple[str, ...]
    template: str = "cases/reports/step.html"
    # What the Enter key does: go on, or stay to search.
    enter: str = "on"
    # Whether a report can be sent without ever having been on this page.
    optional: bool = False
    enctype: str = "application/x-www-form-urlencoded"


STEPS: tuple[Step, ...] = (
    Step("what", _("What happened?"), WhatForm, ("narrative", "types")),
    Step(
        "files",
        _("Photos and documents"),
        FilesForm,
        (),
        "cases/reports/files.html",
        optional=True,
        enctype="multipart/form-data",
    ),
    Step(
        "when",
        _("When did it happen?"),
        WhenForm,
        ("occurred_from", "occurred_to", "date_precision", "time_of_day"),
    ),
    Step(
        "where",
        _("Where did it happen?"),
        WhereForm,
        ("place", "place_as_told"),
        "cases/reports/where.html",
        "stay",
    ),
    Step("who", _("Who was involved?"), WhoForm, ("persons",), "cases/reports/who.html"),
    Step(
        "provisions",
        _("Which part of the mandate does it touch?"),
        ProvisionsForm,
        ("provisions", "provisions_unsure", "provision_reason"),
    ),
    Step("source", _("Who told you?"), SourceForm, ("source",)),
    Step(
        "consent",
        _("What did they agree to?"),
        ConsentForm,
        ("consent",),
        "cases/reports/consent.html",
    ),
)
BY_NAME = {step.name: step for step in STEPS}
# The pages of questions and the one that shows all of them before sending.
PAGES = len(STEPS) + 1
SENT_EMPTY = {"csrfmiddlewaretoken", "go", "more"}


class Filled:
    """The answers of a draft: `{"danger": bool, "steps": {name: {field: [values]}}}`."""

    def __init__(self, answers: dict[str, Any] | None = None) -> None:
        self.answers = answers or {}
        self.steps: dict[str, Any] = self.answers.get("steps", {})

    @property
    def danger(self) -> bool:
        return bool(self.answers.get("danger"))

    @property
    def carried(self) -> frozenset[str]:
        """Pages that hold what was carried over from another report and not looked at since."""
        return frozenset(self.answers.get("carried", ()))

    def typed(self, name: str) -> QueryDict | None:
        """What was typed on a page, as it was sent; None when the page was not reached."""
        if name not in self.steps:
            return None
        data = QueryDict(mutable=True)
        for field, values in self.steps[name].items():
            data.setlist(field, values)
        return data

    @staticmethod
    def kept(data: QueryDict) -> dict[str, list[str]]:
        """What a draft keeps of what was sent."""
        return {name: list(values) for name, values in data.lists() if name not in SENT_EMPTY}

    @cached_property
    def known(self) -> Body:
        """The date as far as it is told: later pages depend on it."""
        form = WhenForm(self.typed("when")) if "when" in self.steps else None
        data = form.body() if form is not None and form.is_valid() else {}
        try:
            return clean(data, today=timezone.localdate(), told_in_full=False)
        except Mistakes:
            return Body(date_precision="unknown")

    def form(self, step: Step, data: QueryDict | None = None) -> StepForm:
        return step.form(self.typed(step.name) if data is None else data, known=self.known)

    @cached_property
    def forms(self) -> list[tuple[Step, StepForm]]:
        return [(step, self.form(step)) for step in STEPS]

    def open_step(self) -> Step | None:
        """The first page that was not filled in yet or needs another look."""
        for step, form in self.forms:
            left_out = step.optional and not form.is_bound
            if not left_out and not form.is_valid():
                return step
        return None

    def body(self) -> dict[str, Any]:
        """The whole report; every page must be valid."""
        whole: dict[str, Any] = {"danger_now": self.danger}
        for _step, form in self.forms:
            for name, value in form.body().items():
                whole[name] = {**whole.get(name, {}), **value} if name == "source" else value
        return whole


def step_of(mistake: RuleBroken) -> Step:
    """The page on which a mistake can be mended."""
    first = mistake.pointer.strip("/").split("/")[0]
    if mistake.pointer == "/source/contact":
        return BY_NAME["consent"]
    return next((step for step in STEPS if first in step.holds), STEPS[0])


def numbered() -> Iterator[tuple[int, Step]]:
    yield from enumerate(STEPS, start=1)
