"""Vocabularies and their terms."""

import time
from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from oversight.authority.rules import RuleBroken
from oversight.vocabularies.access import visible_terms
from oversight.vocabularies.rules import in_language


class Labelled(models.Model):
    """Base of rows with a label in three languages."""

    label_en = models.CharField(_("label in English"), max_length=200)
    label_fr = models.CharField(_("label in French"), max_length=200, blank=True)
    label_ht = models.CharField(_("label in Haitian Creole"), max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def label(self) -> str:
        """The label in the reader's language."""
        return in_language(self, "label")


class VocabularyQuerySet(models.QuerySet["Vocabulary"]):
    """Questions about vocabularies."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_terms(user))


class Vocabulary(Labelled):
    """One closed list, such as the types of violation."""

    code = models.CharField(_("code"), max_length=40, primary_key=True)

    audit_values: ClassVar[frozenset[str]] = frozenset({"label_en", "label_fr", "label_ht"})
    objects = VocabularyQuerySet.as_manager()

    class Meta:
        verbose_name = _("vocabulary")
        verbose_name_plural = _("vocabularies")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.label


class TermQuerySet(models.QuerySet["Term"]):
    """Questions about terms."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_terms(user))

    def offered(self) -> Self:
        """Terms that new records may use."""
        return self.filter(retired_on__isnull=True)


class Term(Labelled):
    """One entry of a vocabulary. Records keep its code; a retired term stays for old records."""

    vocabulary = models.ForeignKey("oversight.Vocabulary", models.PROTECT, related_name="terms")
    code = models.CharField(_("code"), max_length=60)
    parent = models.ForeignKey(
        "oversight.Term",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    order = models.PositiveIntegerField(_("order"), default=0)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    # Set when a person edits the row, so that a later load of the shipped file leaves it alone.
    edited_at = models.DateTimeField(_("edited at"), null=True, blank=True, editable=False)

    audit_values: ClassVar[frozenset[str]] = frozenset(
        {"code", "label_en", "label_fr", "label_ht", "parent", "order", "retired_on"}
    )
    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ("vocabulary", "order", "code")
        constraints = (
            models.UniqueConstraint(fields=("vocabulary", "code"), name="term_code_unique"),
        )

    def __str__(self) -> str:
        return self.label


TABLE_SECONDS = 60.0
_tables: dict[str, tuple[float, dict[str, "Term"]]] = {}


def terms_of(vocabulary: str) -> dict[str, Term]:
    """Every term of a vocabulary by code, retired ones too; kept in the process for a minute."""
    now = time.monotonic()
    read_at, table = _tables.get(vocabulary, (0.0, {}))
    if not table or now - read_at > TABLE_SECONDS:
        rows = Term.objects.filter(vocabulary_id=vocabulary).select_related("parent")
        table = {term.code: term for term in rows}
        _tables[vocabulary] = (now, table)
    return table


def forget_terms() -> None:
    """Drop the tables kept in this process, after an edit."""
    _tables.clear()


def label_of(vocabulary: str, code: str) -> str:
    """The label of a stored code in the reader's language; an unknown code is shown as it is."""
    term = terms_of(vocabulary).get(code)
    return term.label if term else code


def with_groups(vocabulary: str, codes: Iterable[str]) -> frozenset[str]:
    """The codes together with the groups they stand in."""
    found = set()
    table = terms_of(vocabulary)
    for code in codes:
        term = table.get(code)
        while term is not None and term.code not in found:
            found.add(term.code)
            term = term.parent
    return frozenset(found)


def offered_choices(vocabulary: str, *, keep: str = "") -> list[tuple[str, str]]:
    """Form choices: terms that are offered, and the stored one even when it is retired."""
    return [
        (term.code, term.label)
        for term in terms_of(vocabulary).values()
        if term.retired_on is None or term.code == keep
    ]


def require_code(vocabulary: str, code: str, pointer: str) -> Term:
    """The offered term with this code; raises RuleBroken naming the field otherwise."""
    term = terms_of(vocabulary).get(code)
    if term is None or term.retired_on is not None:
        message = _("“%(code)s” is not in the list.") % {"code": code[:60]}
        raise RuleBroken("unknown_code", message, pointer)
    return term
