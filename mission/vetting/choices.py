"""Closed lists of vetting."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class About(models.TextChoices):
    """What a scheme looks at."""

    PERSON = "person", _("a person")
    UNIT = "unit", _("a unit and its commander")


class CheckStatus(models.TextChoices):
    REQUESTED = "requested", _("requested")
    IN_REVIEW = "in_review", _("in review")
    CLEARED = "cleared", _("cleared")
    CONDITIONAL = "conditional", _("cleared with conditions")
    REFUSED = "refused", _("not cleared")
    WITHDRAWN = "withdrawn", _("withdrawn")
    UNABLE_TO_COMPLETE = "unable_to_complete", _("could not be completed")
    SUSPENDED = "suspended", _("suspended")
    EXPIRED = "expired", _("expired")
    REVOKED = "revoked", _("revoked")


class Factor(models.TextChoices):
    """What makes information more or less credible. Source: Leahy credibility factors."""

    PAST_ACCURACY = "past_accuracy", _("how accurate the source was before")
    KNOWLEDGE = "knowledge", _("how the source knows")
    AGENDA = "agenda", _("what the source might want")
    CORROBORATION = "corroboration", _("what supports it")
    CONTRADICTION = "contradiction", _("what speaks against it")
    PATTERN = "pattern", _("what is known of the unit before")
    DETAIL = "detail", _("how detailed it is")


class Weight(models.TextChoices):
    FOR = "for", _("makes it more credible")
    AGAINST = "against", _("makes it less credible")
    UNKNOWN = "unknown", _("cannot be told")


class AppealState(models.TextChoices):
    OPEN = "open", _("open")
    UPHELD = "upheld", _("upheld")
    DISMISSED = "dismissed", _("dismissed")


class ConcernSource(models.TextChoices):
    """Where a concern comes from. `case` says no more than that: the link stands elsewhere."""

    CASE = "case", _("restricted basis")
    OUTSIDE = "outside", _("told from outside")
    OPEN_SOURCE = "open_source", _("open source")
    REPATRIATION = "repatriation", _("repatriation on disciplinary grounds")


class Gravity(models.TextChoices):
    GRAVE = "grave", _("grave")
    SERIOUS = "serious", _("serious")
    OTHER = "other", _("other")


class ConcernState(models.TextChoices):
    OPEN = "open", _("open")
    CONFIRMED = "confirmed", _("confirmed")
    LIFTED = "lifted", _("lifted")
