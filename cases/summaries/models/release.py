"""Releases."""

import uuid
from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.summaries.access import public_releases, visible_releases, withdrawn
from cases.summaries.choices import ReleaseState


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Questions about releases."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_releases(user))

    def approved(self) -> Self:
        """Approved releases, withdrawn ones too, the last approved first."""
        return self.filter(state=ReleaseState.APPROVED).order_by("-approved_at", "-id")

    def public(self) -> Self:
        """What anybody may read: approved and not withdrawn, the last approved first."""
        return self.filter(public_releases()).order_by("-approved_at", "-id")

    def current(self) -> Self:
        """Public and not corrected; first the one that `latest` means.

        A correction stands in the place of the release it corrects.
        """
        corrections = self.model.objects.filter(
            corrects=OuterRef("pk"), state=ReleaseState.APPROVED
        )
        since = Coalesce("stands_since", "approved_at")
        rows = self.filter(public_releases()).exclude(Exists(corrections))
        return rows.order_by(since.desc(), "-approved_at", "-id")

    def with_standing(self) -> Self:
        """Each with the names of what it corrects and what corrects it, and whether it is withdrawn."""
        later = self.model.objects.filter(corrects=OuterRef("pk"), state=ReleaseState.APPROVED)
        return self.annotate(
            corrects_slug=F("corrects__slug"),
            corrected_by_slug=Subquery(later.values("slug")[:1]),
            is_withdrawn=withdrawn(),
        )

    def drafts(self) -> Self:
        return self.filter(state=ReleaseState.DRAFT)

    def to_decide(self, user: Any) -> Self:
        """Drafts of others."""
        return self.drafts().exclude(prepared_by=user.pk)


class Release(models.Model):
    """One set of figures computed at one cut-off. Decided on by a second lead, then never changed.

    A withdrawal is a row of its own; a correction is another release.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("release"), max_length=20, unique=True, editable=False)
    cutoff = models.DateField(_("cut-off"))
    number = models.PositiveSmallIntegerField(_("number"), editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=ReleaseState, default=ReleaseState.DRAFT
    )
    method = models.CharField(_("method"), max_length=10, editable=False)
    thresholds = models.JSONField(_("thresholds"), default=dict, editable=False)
    checksum = models.CharField(_("checksum (SHA-256)"), max_length=64, editable=False)
    prepared_by = models.ForeignKey(
        "oversight.User", models.PROTECT, related_name="+", verbose_name=_("prepared by")
    )
    prepared_at = models.DateTimeField(_("prepared"), default=timezone.now)
    approved_by = models.ForeignKey(
        "oversight.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    rejected_by = models.ForeignKey(
        *("oversight.User", models.PROTECT),
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("rejected by"),
    )
    rejected_at = models.DateTimeField(_("rejected"), null=True, blank=True)
    rejection_reason = models.TextField(_("reason of the rejection"), blank=True)
    corrects = models.ForeignKey(
        *("cases.Release", models.PROTECT),
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("corrects"),
    )
    # Of a correction: since when the release stands whose place it takes.
    stands_since = models.DateTimeField(null=True, blank=True, editable=False)

    audit_values: ClassVar[frozenset[str]] = frozenset({"slug", "cutoff", "state", "checksum"})
    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release of figures")
        verbose_name_plural = _("releases of figures")
        ordering = ("-prepared_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("cutoff", "number"), name="release_once_per_number"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("prepared_by")),
                name="release_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="approved", approved_by__isnull=False, approved_at__isnull=False)
                | (~Q(state="approved") & Q(approved_by__isnull=True, approved_at__isnull=True)),
                name="release_approved_with_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(rejected_by__isnull=True) | ~Q(rejected_by=F("prepared_by")),
                name="release_rejected_by_another",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="rejected", rejected_by__isnull=False, rejected_at__isnull=False)
                    & ~Q(rejection_reason="")
                )
                | (~Q(state="rejected") & Q(rejected_by__isnull=True, rejected_at__isnull=True)),
                name="release_rejected_with_who_and_why",
            ),
            models.UniqueConstraint(
                fields=("corrects",),
                condition=Q(state="approved"),
                name="release_corrected_once",
            ),
        )
        indexes = (models.Index(fields=("state", "-approved_at"), name="release_latest"),)
        triggers = (
            pgtrigger.Protect(
                name="release_decided_is_final",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="approved") | pgtrigger.Q(old__state="rejected"),
            ),
        )

    def __str__(self) -> str:
        return self.slug

    @property
    def reference(self) -> str:
        """What a notice may name."""
        return self.slug

    @property
    def is_approved(self) -> bool:
        return self.state == ReleaseState.APPROVED
