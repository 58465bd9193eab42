"""A list: views of it, filters, search, order, a count that stops in time, pages."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.triage.rules import COUNT_CAP, JOB_CAP, PER_PAGE
from oversight.templatetags.pages import number

Text = str | Promise
NOT_FILTERS = ("tab", "o", "page")
EMPTY: tuple[Any, ...] = (None, "", [], False)
EVERYTHING = "all"


@dataclass(frozen=True)
class Tab:
    """One standing view of a list: which rows, in which order first."""

    key: str
    label: Text
    narrow: Callable[[Any, Any], Any]
    order: str


class CappedPaginator(Paginator):
    """Counts rows up to the cap and one more. `counted` are the same rows without annotations."""

    def __init__(self, rows: Any, per_page: int, *, counted: QuerySet[Any]) -> None:
        super().__init__(rows, per_page)
        self.counted = counted

    @cached_property
    def count(self) -> int:
        return self.counted.order_by().values("pk")[: COUNT_CAP + 1].count()


def count_in_words(count: int) -> str:
    """The number of rows as a sentence."""
    if count > COUNT_CAP:
        return _("More than %(limit)s in this list") % {"limit": number(COUNT_CAP)}
    text = ngettext("%(count)s in this list", "%(count)s in this list", count)
    return text % {"count": number(count)}


def link(query: QueryDict, **changes: str | None) -> str:
    """The same list with some parameters changed; None takes one away. Always from page one."""
    changed = query.copy()
    changed.pop("page", None)
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = value
    return f"?{changed.urlencode()}"


@dataclass(frozen=True)
class Column:
    """One heading; `order` names the key it sorts by, if any."""

    name: str
    label: Text
    order: str = ""


@dataclass(frozen=True)
class Around:
    """Where one record stands: how many come before it, and the two beside it."""

    inside: bool
    before: int
    count: int
    previous: Any
    following: Any

    @property
    def position(self) -> str:
        """Where we are, in words."""
        if not self.inside:
            return _("No longer in this list")
        if self.before >= COUNT_CAP:
            return _("Far down in this list")
        places = {"place": number(self.before + 1), "count": number(min(self.count, COUNT_CAP))}
        if self.count > COUNT_CAP:
            return _("%(place)s of more than %(count)s") % places
        return _("%(place)s of %(count)s") % places


def _sides(field: str, value: Any, pk: Any, falling: bool) -> tuple[Q, Q]:
    """The rows before and after one with this value: as `_order_by` orders, no value last."""
    less, more = ("gt", "lt") if falling else ("lt", "gt")
    if value is None:
        same = Q(**{f"{field}__isnull": True})
        valued = Q(**{f"{field}__isnull": False})
        return valued | (same & Q(**{f"pk__{less}": pk})), same & Q(**{f"pk__{more}": pk})
    same, empty = Q(**{field: value}), Q(**{f"{field}__isnull": True})
    before = Q(**{f"{field}__{less}": value}) | (same & Q(**{f"pk__{less}": pk}))
    after = Q(**{f"{field}__{more}": value}) | (same & Q(**{f"pk__{more}": pk})) | empty
    return before, after


class Listing:
    """One request for a list, worked out step by step. Templates read its attributes."""

    def __init__(self, screen: Any, request: HttpRequest) -> None:
        self.screen = screen
        self.request = request
        self.query = request.GET
        self.tab = self._tab()
        self.filters = screen.filterset_class(
            self.query,
            queryset=self.tab.narrow(screen.visible(request), request.user),
            request=request,
        )
        self.order = self.query.get("o", "") if self._known_order() else self.tab.order
        self.page: Page[Any] = self._paginator().get_page(self.query.get("page"))

    def _tab(self) -> Tab:
        # A search without a view looks everywhere: who has a reference wants that record.
        wanted = self.query.get("tab") or (EVERYTHING if self.query.get("q") else "")
        return next((tab for tab in self.screen.tabs if tab.key == wanted), self.screen.tabs[0])

    def _known_order(self) -> bool:
        return self.query.get("o", "").lstrip("-") in self.screen.orders

    def _paginator(self) -> CappedPaginator:
        rows = self.filters.qs
        ordered = self.screen.with_list_data(rows).order_by(*self._order_by())
        return CappedPaginator(ordered, PER_PAGE, counted=rows)

    def _order_by(self) -> tuple[Any, ...]:
        """The chosen key, rows without a value last, then a tie-break that never moves."""
        field = self.screen.orders[self.order.lstrip("-")]
        if self.order.startswith("-"):
            return (field.desc(nulls_last=True), "-pk")
        return (field.asc(nulls_last=True), "pk")

    @property
    def rows(self) -> QuerySet[Any]:
        """Every row, in the order of the list."""
        return self.page.paginator.object_list  # type: ignore[return-value]

    def ids(self, limit: int) -> list[Any]:
        """Keys of the first rows, in the order of the list."""
        return list(self.rows.values_list("pk", flat=True)[:limit])

    def around(self, subject: Any) -> "Around":
        """Where a record stands in the list. Three queries, wherever that is.

        Found by its own values, so that one that has left the list still has a place in it.
        """
        field, falling = self.screen.orders[self.order.lstrip("-")].name, self.order[:1] == "-"
        shown = self.screen.with_list_data(self.screen.visible(self.request))
        value = shown.filter(pk=subject.pk).values_list(field, flat=True).first()
        before, after = _sides(field, value, subject.pk, falling)
        backwards = self.rows.filter(before).reverse().values_list("pk", flat=True)
        return Around(
            inside=self.filters.qs.filter(pk=subject.pk).exists(),
            before=self.rows.filter(before).order_by().values("pk")[: COUNT_CAP + 1].count(),
            count=self.count,
            previous=backwards.first(),
            following=self.rows.filter(after).values_list("pk", flat=True).first(),
        )

    @property
    def narrowed(self) -> str:
        """What narrows and orders the list, as a query without a page; unknown keys left out."""
        known = (*sorted(self.filters.filters), "o")
        kept = {name: self.query[name] for name in known if self.query.get(name)}
        return urlencode({"tab": self.tab.key, **kept})

    @property
    def narrowing(self) -> list[str]:
        """The names alone of the filters in use."""
        values = getattr(self.filters.form, "cleaned_data", {})
        return [name for name, value in values.items() if value not in EMPTY]

    @property
    def count(self) -> int:
        return self.page.paginator.count

    @property
    def holds(self) -> bool:
        """Whether every filter given is understood."""
        return bool(self.filters.form.is_valid())

    @property
    def takes_all(self) -> bool:
        """Whether the whole list can be chosen: its number is known exactly."""
        return self.count <= JOB_CAP

    @property
    def count_text(self) -> str:
        return count_in_words(self.count)

    def tabs(self) -> list[dict[str, Any]]:
        """The standing views as links; filters stay."""
        return [
            {
                "label": tab.label,
                "url": link(self.query, tab=tab.key, o=None),
                "current": tab is self.tab,
            }
            for tab in self.screen.tabs
        ]

    def headings(self) -> list[dict[str, Any]]:
        """The columns with the link that sorts by them, and how they sort now."""
        return [self._heading(column) for column in self.screen.columns]

    def _heading(self, column: Column) -> dict[str, Any]:
        falling = self.order == f"-{column.order}"
        current = column.order and self.order.lstrip("-") == column.order
        turned = column.order if falling or not current else f"-{column.order}"
        return {
            "name": column.name,
            "label": column.label,
            "url": link(self.query, o=turned) if column.order else "",
            "sorted": ("descending" if falling else "ascending") if current else "",
        }

    def fields(self) -> list[Any]:
        """The filters offered as boxes, in the order of the screen."""
        form = self.filters.form
        return [form[name] for name in self.filters.shown]

    def chips(self) -> list[dict[str, Any]]:
        """The filters in use, each with the link that removes it."""
        form = self.filters.form
        values = getattr(form, "cleaned_data", {})
        return [
            {
                "label": form.fields[name].label,
                "value": _said(form.fields[name], value),
                "remove_url": link(self.query, **{name: None}),
            }
            for name, value in values.items()
            if value not in EMPTY
        ]

    @property
    def clear_url(self) -> str:
        return f"?{urlencode({'tab': self.tab.key})}"

    @property
    def address(self) -> str:
        """This list as it is now, to come back to."""
        return self.request.get_full_path()


def _said(field: Any, value: Any) -> str:
    """A filter's value in the words of its choices."""
    if value is True:
        return _("yes")
    flat: dict[str, Any] = {}
    for code, label in getattr(field, "choices", ()):
        flat.update(label if isinstance(label, list | tuple) else {str(code): label})
    return str(flat.get(str(value), value))


def listing_of(screen: Any, request: HttpRequest, query: str) -> Listing:
    """The list that this query would show to this reader."""
    asked = copy(request)
    asked.GET = QueryDict(query)  # type: ignore[assignment]
    return Listing(screen, asked)
