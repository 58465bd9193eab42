"""What a reader was told."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import JSONField, TextField
from django.db.models.functions import MD5, Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.feeds.access import visible_books


class FeedQuerySet(models.QuerySet[Any]):
    """Questions about books and their entries."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_books(user))


class FeedBook(models.Model):
    """What one reader knows of one list. `reader` is a digest; empty when all readers see the same."""

    feed = models.CharField(_("list"), max_length=30)
    reader = models.CharField(_("reader"), max_length=64, blank=True)
    # The last instant that was given out in this book: later ones are always greater.
    last_at = models.DateTimeField(_("last at"), default=timezone.now)

    objects = FeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("book of a feed")
        verbose_name_plural = _("books of feeds")
        constraints = (
            models.UniqueConstraint(fields=("feed", "reader"), name="feed_book_once_per_reader"),
        )

    def __str__(self) -> str:
        return self.feed


class FeedEntry(models.Model):
    """One row this reader was allowed to see once: in which state, and whether it is gone for them.

    Holds a key and a digest of the row, never its content.
    """

    book = models.ForeignKey("oversight.FeedBook", models.CASCADE, related_name="entries")
    key = models.CharField(_("row"), max_length=120)
    mark = models.CharField(_("state"), max_length=64)
    # When the change was noticed for this reader; not when somebody made it.
    changed_at = models.DateTimeField(_("changed"))
    gone = models.BooleanField(_("gone"), default=False)

    audit_values: ClassVar[frozenset[str]] = frozenset()
    objects = FeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of a feed")
        verbose_name_plural = _("entries of feeds")
        ordering = ("changed_at", "id")
        constraints = (models.UniqueConstraint(fields=("book", "key"), name="feed_entry_once"),)
        indexes = (models.Index(fields=("book", "changed_at", "id"), name="feed_entry_order"),)

    def __str__(self) -> str:
        return self.key


def digest_of(*expressions: Any) -> MD5:
    """One mark of several columns, told apart from each other and from null."""
    listed = models.Func(*expressions, function="jsonb_build_array", output_field=JSONField())
    return MD5(Cast(listed, TextField()))


def columns_of(model: type[models.Model], prefix: str = "") -> list[str]:
    """Every column of a model, for `digest_of`."""
    return [f"{prefix}{field.attname}" for field in model._meta.concrete_fields]
