"""Missions, instruments, provisions and what prolongs them."""

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from mission.mandate.access import visible_reference
from mission.mandate.choices import InstrumentKind, Precision, Tier, Verification
from mission.mandate.rules import Period, covers, last_day
from oversight.vocabularies.rules import LANGUAGES, in_language


class ReferenceQuerySet(models.QuerySet[Any]):
    """Questions about public reference rows."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_reference(user))


class Titled(models.Model):
    """Base of rows with a title in three languages."""

    title_en = models.CharField(_("title in English"), max_length=250)
    title_fr = models.CharField(_("title in French"), max_length=250)
    title_ht = models.CharField(_("title in Haitian Creole"), max_length=250)

    class Meta:
        abstract = True

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_language(self, "title")


class Sourced(models.Model):
    """Base of rows that say where they come from and how far they were checked."""

    verification_status = models.CharField(
        _("verification"),
        max_length=20,
        choices=Verification,
        default=Verification.UNVERIFIED,
    )
    source_title = models.CharField(_("source"), max_length=300, blank=True)
    source_tier = models.CharField(_("tier of the source"), max_length=20, choices=Tier, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    note = models.TextField(_("note"), blank=True)
    # Set when a person edits the row, so that a later load of the shipped file leaves it alone.
    edited_at = models.DateTimeField(_("edited at"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class Mission(Titled):
    """One force authorised for Haiti. A case outlives the mission it began under."""

    slug = models.SlugField(_("code"), max_length=40, primary_key=True)
    abbreviation = models.CharField(_("abbreviation"), max_length=10)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("to"), null=True, blank=True)
    successor = models.ForeignKey(
        "mission.Mission",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
    )

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("mission")
        verbose_name_plural = _("missions")

    def __str__(self) -> str:
        return self.title


class Instrument(Titled, Sourced):
    """A resolution, treaty, constitution, standard or mission policy. Dates include both ends."""

    slug = models.SlugField(_("code"), max_length=80, primary_key=True)
    kind = models.CharField(_("kind"), max_length=20, choices=InstrumentKind)
    symbol = models.CharField(_("symbol"), max_length=120, blank=True)
    mission = models.ForeignKey(
        "mission.Mission",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="instruments",
        verbose_name=_("mission"),
    )
    adopted_on = models.DateField(_("adopted"), null=True, blank=True)
    adopted_on_precision = models.CharField(
        _("how exactly (adopted)"), max_length=6, choices=Precision, default="day"
    )
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_from_precision = models.CharField(
        _("how exactly (from)"), max_length=6, choices=Precision, default="day"
    )
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    valid_to_precision = models.CharField(
        _("how exactly (until)"), max_length=6, choices=Precision, default="day"
    )
    renews = models.ManyToManyField(
        "mission.Instrument", blank=True, related_name="renewed_by", verbose_name=_("renews")
    )
    supersedes = models.ForeignKey(
        "mission.Instrument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("replaces"),
    )

    audit_values: ClassVar[frozenset[str]] = frozenset(
        {"valid_from", "valid_to", "verification_status"}
    )
    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.title


SEARCHED = (
    *(f"{field}_{language}" for field in ("title", "paraphrase") for language in LANGUAGES),
    "instrument__symbol",
    "slug",
)


class ProvisionQuerySet(ReferenceQuerySet):
    """Questions about provisions."""

    def in_force_between(self, start: date, end: date) -> Self:
        """In force on any day of the period, both ends included; a null end is open."""
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=end)
        lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=start)
        longer = ProvisionProlongation.objects.filter(
            Q(instrument__valid_to__isnull=True) | Q(instrument__valid_to__gte=start),
            Q(instrument__valid_from__isnull=True) | Q(instrument__valid_from__lte=end),
            provision=OuterRef("pk"),
        )
        return self.filter(begun & (lasting | Exists(longer)))

    def in_force_on(self, day: date) -> Self:
        return self.in_force_between(day, day)

    def with_prolongations(self) -> Self:
        """What telling the whole validity of a provision reads."""
        return self.prefetch_related("prolongations__instrument")

    def matching(self, words: str) -> Self:
        """Every word in the title or the plain words of any language, whatever the accents."""
        found = self
        for word in words.split()[:8]:
            either = Q()
            for field in SEARCHED:
                either |= Q(**{f"{field}__unaccent__icontains": word})
            found = found.filter(either)
        return found


class Provision(Titled, Sourced):
    """One numbered duty, right or power. The text is our paraphrase, never the official wording."""

    slug = models.SlugField(_("code"), max_length=80, primary_key=True)
    instrument = models.ForeignKey(
        "mission.Instrument",
        models.PROTECT,
        related_name="provisions",
        verbose_name=_("instrument"),
    )
    order = models.PositiveIntegerField(_("order"), default=0)
    # Null: the number was not checked; an administrator fills it from the official document.
    paragraph = models.CharField(_("paragraph"), max_length=20, null=True, blank=True)
    # The number is checked apart from the content: most contents are known, few numbers are.
    paragraph_status = models.CharField(
        _("check of the number"),
        max_length=20,
        choices=Verification,
        default=Verification.UNVERIFIED,
    )
    paragraph_source = models.CharField(_("source of the number"), max_length=300, blank=True)
    paraphrase_en = models.TextField(_("in plain words, English"))
    paraphrase_fr = models.TextField(_("in plain words, French"))
    paraphrase_ht = models.TextField(_("in plain words, Haitian Creole"))
    period_en = models.CharField(_("period, English"), max_length=200, blank=True)
    period_fr = models.CharField(_("period, French"), max_length=200, blank=True)
    period_ht = models.CharField(_("period, Haitian Creole"), max_length=200, blank=True)
    obliged = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, verbose_name=_("who is bound")
    )
    category = models.CharField(_("category"), max_length=60)
    bindingness = models.CharField(_("how it binds"), max_length=20, default="unknown")
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_from_precision = models.CharField(
        _("how exactly (from)"), max_length=6, choices=Precision, default="day"
    )
    valid_to = models.DateField(_("in force until"), null=True, blank=True)

    audit_values: ClassVar[frozenset[str]] = frozenset(
        {"paragraph", "paragraph_status", "paragraph_source", "valid_from", "valid_to"}
        | {"verification_status", "bindingness"}
    )
    audit_vocabularies: ClassVar[dict[str, str]] = {
        "category": "provision_categories",
        "obliged": "obliged_parties",
        "bindingness": "bindingness",
    }
    objects = ProvisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        ordering = ("instrument", "order", "slug")
        indexes = (models.Index(F("valid_from"), F("valid_to"), name="provision_validity"),)

    def __str__(self) -> str:
        return self.title

    @property
    def paraphrase(self) -> str:
        return in_language(self, "paraphrase")

    @property
    def period(self) -> str:
        return in_language(self, "period")

    @property
    def periods(self) -> list[Period]:
        """Its own validity and that of every instrument prolonging it."""
        longer = [prolongation.instrument for prolongation in self.prolongations.all()]
        own: Period = (self.valid_from, self.valid_to)
        return [own, *((row.valid_from, row.valid_to) for row in longer)]

    @property
    def in_force_until(self) -> date | None:
        """The last day that is known; None is open or not confirmed."""
        return last_day(self.periods)

    def in_force_between(self, start: date, end: date) -> bool:
        """The same rule as the query's, for a row already read."""
        return covers(self.periods, start, end)


class ProvisionProlongation(models.Model):
    """One instrument keeping a provision of another in force for as long as it lasts itself."""

    provision = models.ForeignKey("mission.Provision", models.PROTECT, related_name="prolongations")
    instrument = models.ForeignKey("mission.Instrument", models.PROTECT, related_name="prolongs")

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("prolongation")
        verbose_name_plural = _("prolongations")
        constraints = (
            models.UniqueConstraint(fields=("provision", "instrument"), name="prolonged_once"),
        )

    def __str__(self) -> str:
        return str(self.instrument)
