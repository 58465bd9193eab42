"""Noticing what changed for a reader since they last asked."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from oversight.feeds.models import FeedBook, FeedEntry

TICK = timedelta(microseconds=1)
BATCH = 1000


@transaction.atomic
def take_note(
    *, feed: str, reader: str, rows: QuerySet[Any], now: datetime | None = None
) -> FeedBook:
    """Write down what is new, changed or gone for this reader; the book as it is then.

    `rows` is what the reader may see now, with `feed_key`, `feed_mark` and `feed_at` (the instant
    of the last change, or null). Changes are told apart by their marks, never by clocks: what is
    committed late is noticed the next time. The first time rows enter with their own instant.
    """
    now = now or timezone.now()
    made = FeedBook.objects.get_or_create(feed=feed, reader=reader, defaults={"last_at": now})[1]
    # One after the other: instants of a book only grow.
    book = FeedBook.objects.select_for_update().get(feed=feed, reader=reader)
    entries = FeedEntry.objects.filter(book=book)
    made = made and not entries.exists()
    ticks = _Ticks(now if made else max(now, book.last_at + TICK))
    _write_new(book, rows, ticks, own_instants=made)
    gone = entries.filter(gone=False).exclude(Exists(rows.filter(feed_key=OuterRef("key"))))
    for entry in gone.iterator(chunk_size=BATCH):
        FeedEntry.objects.filter(pk=entry.pk).update(gone=True, changed_at=ticks.next())
    if made or ticks.last:
        book.last_at = ticks.last or now
        book.save(update_fields=("last_at",))
    return book


class _Ticks:
    """Instants that are all different, in order."""

    def __init__(self, start: datetime) -> None:
        self.start, self.last = start, None

    last: datetime | None

    def next(self) -> datetime:
        self.last = self.last + TICK if self.last else self.start
        return self.last


def _write_new(book: FeedBook, rows: QuerySet[Any], ticks: _Ticks, *, own_instants: bool) -> None:
    known = FeedEntry.objects.filter(
        book=book, gone=False, key=OuterRef("feed_key"), mark=OuterRef("feed_mark")
    )
    found = rows.exclude(Exists(known)).values_list("feed_key", "feed_mark", "feed_at")

    def fresh() -> Iterator[FeedEntry]:
        for key, mark, at in found.iterator(chunk_size=BATCH):
            changed_at = min(at, ticks.start) if own_instants and at else ticks.next()
            yield FeedEntry(book=book, key=key, mark=mark, changed_at=changed_at)

    waiting = fresh()
    while batch := list(islice(waiting, BATCH)):
        FeedEntry.objects.bulk_create(
            batch,
            update_conflicts=True,
            unique_fields=["book", "key"],
            update_fields=["mark", "changed_at", "gone"],
        )
