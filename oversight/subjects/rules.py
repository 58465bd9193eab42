"""What the apps register in `AppConfig.ready()`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models

from oversight.authority.choices import Permission


@dataclass(frozen=True)
class Subject:
    """How to find, show and link to one kind of record without importing it."""

    label: str
    title: Callable[[Any], str]
    url: Callable[[Any], str]

    @property
    def model(self) -> Any:
        return apps.get_model(self.label)

    def visible(self, user: Any, pk: Any) -> models.Model | None:
        """The record, if this person may see it now."""
        return self.model.objects.visible_to(user).filter(pk=pk).first()


@dataclass(frozen=True)
class NavItem:
    """One entry of the site's menu; shown to who holds one of the permissions (none: anybody)."""

    label: Any
    url_name: str
    permissions: frozenset[Permission] = field(default_factory=frozenset)
    order: int = 50


@dataclass(frozen=True)
class WorkPanel:
    """One block of "your work": `rows(user)` gives dicts with title, url, note, due."""

    title: Any
    rows: Callable[[Any], Iterable[dict[str, Any]]]
    permissions: frozenset[Permission]
    order: int = 50


_subjects: dict[str, Subject] = {}
_loaders: dict[str, Callable[[], Any]] = {}
_nav: dict[str, NavItem] = {}
_panels: dict[str, WorkPanel] = {}


def register(subject: Subject) -> None:
    _subjects[subject.label] = subject


def subject_of(label: str) -> Subject:
    """Raises KeyError for a kind nobody registered."""
    return _subjects[label]


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
