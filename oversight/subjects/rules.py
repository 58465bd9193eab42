"""What the apps register in `AppConfig.ready()`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import reverse

from oversight.authority.choices import Permission


def _reference(obj: Any) -> str:
    return str(getattr(obj, "reference", ""))


def no_name(obj: Any) -> str:
    """The `reference` of what neither an e-mail nor the log of an outside auditor may name."""
    return ""


def _nobody(obj: Any) -> Iterable[Any]:
    return ()


@dataclass(frozen=True)
class Subject:
    """How to find, show and link to one kind of record without importing it.

    `people(record)` are the users who work on it: clocks remind them. `people_of_all(records)`
    are their keys by key of the record, for many at once. `worked_by(user)` is the same question the other way round, as a queryset. `workable(user)` are the rows a person may
    act on when that is less than what they may see (who filed a report sees it, no more).
    `reference` is all that an e-mail may name. `url_for` is for kinds whose page depends on who reads.
    """

    label: str
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    people: Callable[[Any], Iterable[Any]] = _nobody
    people_of_all: Callable[[Iterable[Any]], dict[Any, list[Any]]] | None = None
    worked_by: Callable[[Any], Any] | None = None
    workable: Callable[[Any], Any] | None = None
    reference: Callable[[Any], str] = _reference
    url_for: Callable[[Any, Any], str] | None = None

    @property
    def model(self) -> Any:
        return apps.get_model(self.label)

    def visible(self, user: Any, pk: Any) -> models.Model | None:
        """The record, if this person may see it now."""
        return self.model.objects.visible_to(user).filter(pk=pk).first()

    def workers(self, records: Iterable[Any]) -> dict[Any, list[Any]]:
        """Keys of who works on each of the records, by key of the record."""
        if self.people_of_all:
            return self.people_of_all(records)
        return {record.pk: [person.pk for person in self.people(record)] for record in records}

    def for_work(self, user: Any) -> Any:
        """The rows whose clocks concern this person."""
        return self.workable(user) if self.workable else self.model.objects.visible_to(user)

    def link(self, obj: Any, user: Any) -> str:
        """The address of the record's page for this reader."""
        return self.url_for(obj, user) if self.url_for else self.url(obj)


@dataclass(frozen=True)
class NavItem:
    """One entry of the site's menu; shown to who holds one of the permissions (none: anybody)."""

    label: Any
    url_name: str
    permissions: frozenset[Permission] = field(default_factory=frozenset)
    order: int = 50


@dataclass(frozen=True)
class WorkPanel:
    """One block of "your work": `rows(user)` gives dicts with title, url, note, due.

    `more` names the page that lists them all, with a query if it needs one; without it all are shown.
    """

    title: Any
    rows: Callable[[Any], Iterable[dict[str, Any]]]
    permissions: frozenset[Permission]
    order: int = 50
    more: str = ""

    @property
    def more_url(self) -> str:
        return listed_at(self.more)


@dataclass(frozen=True)
class OfficeSection:
    """One table of the page of leads: `table(user)` answers in one or two queries, whatever the size.

    It gives `columns` (headings after the first), `rows` of label, url and cells (value, url, tone),
    optionally `corner` (heading of the labels), `note` and `empty` (a sentence).
    Counts hold only what `visible_to(user)` gives, and each leads to the list it counts.
    """

    title: Any
    table: Callable[[Any], dict[str, Any]]
    permissions: frozenset[Permission]
    order: int = 50


@dataclass(frozen=True)
class Approval:
    """One kind of thing that waits for a second person.

    `waiting(user)` are the rows this person may decide on, `since` the field that says from when;
    `more` names the list, with a query if it needs one.
    """

    title: Any
    waiting: Callable[[Any], Any]
    since: str
    permissions: frozenset[Permission]
    order: int = 50
    more: str = ""


@dataclass(frozen=True)
class Holding:
    """One kind of work that rests on one person, and what becomes of it when they leave.

    `held_by(person)` are the rows that rest on a person, `held_by(person, reader)` those of them that
    a reader may see. `holders(reader)` gives (person's id, how many) over all such rows.
    `line(row, person)` is what the page says of a row. `receivers(rows, person)` gives by row who
    can take it over; `hand_over(row=, person=, to=, by=, reason=, declared=, now=)` does it, through
    the action that assigns. A kind without `hand_over` stays where it is: `remark` says why.
    `declares`: who takes it over declares that they have no conflict of interest.
    `may_return`: it may also go back to everybody (`to=None`).
    """

    label: str
    title: Any
    held_by: Callable[..., Any]
    permission: Permission
    remark: Any = ""
    holders: Callable[[Any], Iterable[tuple[Any, int]]] | None = None
    line: Callable[[Any, Any], Any] | None = None
    receivers: Callable[[Sequence[Any], Any], dict[Any, list[Any]]] | None = None
    hand_over: Callable[..., Any] | None = None
    declares: bool = False
    may_return: bool = False
    order: int = 50


_subjects: dict[str, Subject] = {}
_holdings: dict[str, Holding] = {}
_loaders: dict[str, Callable[[], Any]] = {}
_nav: dict[str, NavItem] = {}
_panels: dict[str, WorkPanel] = {}
_sections: dict[str, OfficeSection] = {}
_approvals: dict[str, Approval] = {}


def register(subject: Subject) -> None:
    _subjects[subject.label] = subject


def registered() -> list[Subject]:
    """Every kind of record that clocks, notices and event pages can speak of."""
    return list(_subjects.values())


def subject_of(label: str) -> Subject:
    """Raises KeyError for a kind nobody registered."""
    return _subjects[label]


def find_subject(label: str) -> Subject | None:
    """None for a kind nobody registered."""
    return _subjects.get(label)


def register_loader(name: str, load: Callable[[], Any]) -> None:
    """`load` brings reference data up to date; run in order of registration, any number of times."""
    _loaders[name] = load


def loaders() -> dict[str, Callable[[], Any]]:
    return dict(_loaders)


def register_nav(item: NavItem) -> None:
    _nav[item.url_name] = item


def nav_items() -> list[NavItem]:
    return sorted(_nav.values(), key=lambda item: item.order)


def register_panel(name: str, panel: WorkPanel) -> None:
    _panels[name] = panel


def work_panels() -> list[WorkPanel]:
    return sorted(_panels.values(), key=lambda panel: panel.order)


def register_holding(name: str, holding: Holding) -> None:
    _holdings[name] = holding


def holdings() -> dict[str, Holding]:
    """By name, in the order in which they are shown."""
    return dict(sorted(_holdings.items(), key=lambda pair: pair[1].order))


def register_section(name: str, section: OfficeSection) -> None:
    _sections[name] = section


def office_sections() -> list[OfficeSection]:
    return sorted(_sections.values(), key=lambda section: section.order)


def register_approval(name: str, approval: Approval) -> None:
    _approvals[name] = approval


def approvals() -> dict[str, Approval]:
    """By name, in the order in which they are shown."""
    return dict(sorted(_approvals.items(), key=lambda pair: pair[1].order))


def listed_at(name: str) -> str:
    """The address of a list named as `view?query`."""
    view, mark, query = name.partition("?")
    return reverse(view) + mark + query if view else ""
