"""`?updated_since=`: what changed, and what is gone, for programs that keep a copy of a list."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import DateTimeField, F, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from oversight.authority.rules import RuleBroken
from oversight.feeds.actions import TICK, take_note
from oversight.feeds.models import FeedBook, FeedEntry
from oversight.rest.api.paging import Pages
from oversight.rest.filters import InstantField

BESIDE = {"updated_since", "cursor", "page_size", "lang", "format"}


@dataclass(frozen=True)
class Feed:
    """How a list is followed.

    `mark` gives another text whenever a row is shown differently; `at` names the instant of its
    last change, where the row has one. With `shared` every reader sees the same rows.
    """

    name: str
    mark: Any
    key: str = "pk"
    at: str = ""
    shared: bool = False

    def noted(self, rows: Any) -> Any:
        """The rows with what `take_note` reads."""
        instant = F(self.at) if self.at else Value(None, DateTimeField())
        plain = rows.select_related(None).prefetch_related(None).order_by()
        return plain.annotate(
            feed_key=Cast(self.key, TextField()),
            feed_mark=Cast(self.mark, TextField()),
            feed_at=instant,
        )

    def reader(self, user: Any) -> str:
        """The account together with what the token may: another token of both follows the same book."""
        if self.shared:
            return ""
        scopes = getattr(user, "token_scopes", None)
        told = f"{user.pk}:{'all' if scopes is None else ','.join(sorted(scopes))}"
        return hashlib.sha256(told.encode()).hexdigest()


class EntryPages(Pages):
    """Entries in the order in which they were noticed."""

    ordering = ("changed_at", "id")


class FollowedView:
    """Mix-in of list views: put it before the base view and set `feed`."""

    feed: ClassVar[Feed]

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        if "updated_since" in request.query_params:
            return self.changes(request)
        return super().list(request, *args, **kwargs)  # type: ignore[misc, no-any-return]

    def feed_lines(self, rows: Any) -> Any:
        """The rows as the list shows them."""
        return self.get_serializer(rows, many=True).data  # type: ignore[attr-defined]

    def changes(self, request: Request) -> Response:
        """The answer of the feed: rows, tombstones, and where to go on the next time."""
        since = since_of(request)
        rows = self.get_queryset()  # type: ignore[attr-defined]
        book = self._book(request, rows)
        pages = EntryPages()
        entries = FeedEntry.objects.filter(book=book, changed_at__gte=since)
        page = pages.paginate_queryset(entries, request)
        answer = pages.get_paginated_response(self._live(rows, page))
        answer.data["tombstones"] = [
            {"id": entry.key, "deleted": True, "gone_at": entry.changed_at}
            for entry in page
            if entry.gone
        ]
        # Only the last page says where to go on: whoever stops before it starts again.
        answer.data["next_since"] = None if pages.has_next else book.last_at + TICK
        return answer

    def _book(self, request: Request, rows: Any) -> FeedBook:
        reader = self.feed.reader(request.user)
        if "cursor" in request.query_params:
            book = FeedBook.objects.filter(feed=self.feed.name, reader=reader).first()
            if book is None:
                message = _("This cursor is not one we gave. Start again without it.")
                raise RuleBroken("bad_cursor", message, "/cursor")
            return book
        return take_note(feed=self.feed.name, reader=reader, rows=self.feed.noted(rows))

    def _live(self, rows: Any, page: Sequence[FeedEntry]) -> Sequence[Any]:
        """What may no longer be seen by now is left out; the next time it is a tombstone."""
        keys = [entry.key for entry in page if not entry.gone]
        name = self.feed.key
        found = {str(row.pk if name == "pk" else getattr(row, name)): row for row in
                 rows.filter(**{f"{name}__in": keys})}  # fmt: skip
        shown: Sequence[Any] = self.feed_lines([found[key] for key in keys if key in found])
        return shown


def since_of(request: Request) -> datetime:
    """The instant that was sent; nothing else may narrow a feed, or rows would slip out unseen."""
    beside = sorted(set(request.query_params) - BESIDE)
    if beside:
        message = _("Leave out other filters when you ask for changes: a copy would miss some.")
        raise RuleBroken("not_in_a_feed", message, f"/{beside[0][:60]}")
    try:
        since: datetime = InstantField(required=True).clean(request.query_params["updated_since"])
    except ValidationError as wrong:
        raise exceptions.ValidationError({"updated_since": wrong.messages}) from wrong
    return since
