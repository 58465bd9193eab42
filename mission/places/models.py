"""The gazetteer."""

from typing import Any, ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import TrigramSimilarity
from django.db import models
from django.db.models import Case, F, FloatField, IntegerField, Max, Q, Value, When
from django.db.models.functions import Greatest, Length
from django.utils.translation import gettext_lazy as _

from mission.places.access import visible_places
from mission.places.choices import Level
from oversight.vocabularies.rules import current_language


class PlaceQuerySet(models.QuerySet["Place"]):
    """Questions about places."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_places(user))

    def departments(self) -> Self:
        return self.filter(level=Level.DEPARTMENT)

    def coded(self, code: str) -> Self:
        """The place with this p-code, or with our own key where it has none."""
        return self.filter(key=code if code.startswith("X-") else code.upper())

    def with_parents(self) -> Self:
        """What naming a place with the places above it reads."""
        return self.select_related("parent__parent__parent")


class Place(models.Model):
    """One administrative place. `pcode` is OCHA's, or ours for arrondissements; null for the
    communes of 2015, which have none yet."""

    key = models.CharField(max_length=40, unique=True)
    pcode = models.CharField(_("p-code"), max_length=12, unique=True, null=True, blank=True)
    name_fr = models.CharField(_("name in French"), max_length=120)
    name_ht = models.CharField(_("name in Haitian Creole"), max_length=120, blank=True)
    level = models.CharField(_("level"), max_length=20, choices=Level)
    parent = models.ForeignKey(
        "mission.Place",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    certainty = models.CharField(_("certainty"), max_length=200, blank=True)
    # Lower case without accents: sorts as people expect under the code-point collation.
    sort_key = models.CharField(max_length=120, db_index=True, editable=False)

    audit_values: ClassVar[frozenset[str]] = frozenset({"pcode", "name_fr", "name_ht"})
    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ("sort_key", "key")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language; places have no other than fr and ht."""
        return (self.name_ht if current_language() == "ht" else "") or self.name_fr

    @property
    def code(self) -> str:
        """The p-code, or our own key where there is none."""
        return self.pcode or self.key

    @property
    def above(self) -> "list[Place]":
        """The commune (of a section) and the department: what people say after the name."""
        found = []
        place = self.parent
        while place is not None:
            if place.level in (Level.COMMUNE, Level.DEPARTMENT):
                found.append(place)
            place = place.parent
        return found


def department_names() -> list[tuple[str, str]]:
    """The departments as choices: p-code and name."""
    return [(place.code, place.name) for place in Place.objects.departments()]


# A commune is what people mean before a section or an arrondissement of the same name.
RANK = {Level.SECTION: 1, Level.ARRONDISSEMENT: 2}


class PlaceNameQuerySet(models.QuerySet["PlaceName"]):
    """Questions about spellings."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_places(user))

    def ranked(self, key: str, sound: str, slips: list[str], limit: int) -> dict[int, float]:
        """Ids of the places whose spelling is nearest with their score, best first.

        Exact, same sound, beginning, one slip of the finger, then alike.
        """
        alike = Greatest(
            TrigramSimilarity("search_key", key), TrigramSimilarity("search_key", sound) * 0.95
        )
        score = Case(
            When(search_key=key, then=Value(4.0)),
            When(search_key=sound, then=Value(3.0)),
            When(search_key__startswith=key, then=Value(2.0) + alike),
            When(search_key__in=slips, then=Value(1.0) + alike),
            default=alike,
            output_field=FloatField(),
        )
        rank = Case(
            *(When(place__level=level, then=Value(rank)) for level, rank in RANK.items()),
            default=Value(0),
            output_field=IntegerField(),
        )
        near = Q(search_key__trigram_similar=key) | Q(search_key__trigram_similar=sound)
        found: models.QuerySet[Any, Any] = self.filter(
            near | Q(search_key__startswith=key) | Q(search_key__in=slips)
        )
        best = (
            found.values("place_id")
            .annotate(best=Max(score), rank=rank, length=Length(F("place__name_fr")))
            .order_by("-best", "rank", "length", "place__sort_key", "place_id")
        )
        return {row["place_id"]: row["best"] for row in best[:limit]}


class PlaceName(models.Model):
    """One spelling of a place, normalised for search."""

    place = models.ForeignKey("mission.Place", models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=120)
    # Unaccented, lower case, letters and digits only.
    search_key = models.CharField(max_length=120, editable=False)

    objects = PlaceNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("spelling")
        verbose_name_plural = _("spellings")
        constraints = (
            models.UniqueConstraint(fields=("place", "search_key"), name="spelling_once"),
        )
        indexes = (
            GinIndex(fields=("search_key",), name="spelling_search", opclasses=("gin_trgm_ops",)),
        )

    def __str__(self) -> str:
        return self.name
