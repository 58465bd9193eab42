"""States and closed lists of casework."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseStatus(models.TextChoices):
    ASSESSMENT = "assessment", _("assessment")
    INVESTIGATION = "investigation", _("investigation")
    AWAITING_STATE = "awaiting_state", _("waiting for the contributing State")
    DECISION = "decision", _("decision")
    FOLLOW_UP = "follow_up", _("follow-up")
    SUSPENDED = "suspended", _("suspended")
    REFERRED = "referred", _("referred")
    CLOSED = "closed", _("closed")


class FindingStatus(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    ADOPTED = "adopted", _("adopted")
    RETURNED = "returned", _("returned")
    REPLACED = "replaced", _("replaced by a later one")


class ProtectionState(models.TextChoices):
    """Whether an answer on protection stands; “it may be told” takes a second person."""

    WAITING = "waiting", _("waits for a second person")
    STANDS = "stands", _("passed on")
    NOT_AGREED = "not_agreed", _("the second person did not agree")
    ASIDE = "aside", _("set aside by a later assessment")


class AccessKind(models.TextChoices):
    ASSIGNED = "assigned", _("works on the case")
    FOCAL_POINT = "focal_point", _("named focal point")
    RECUSED = "recused", _("takes no part")


class Feedback(models.TextChoices):
    """Whether who reported was told the outcome."""

    GIVEN = "given", _("they were told")
    NOT_SAFE = "not_safe", _("telling them is not safe")
    NOT_POSSIBLE = "not_possible", _("they cannot be reached")


class Confidentiality(models.TextChoices):
    INTERNAL = "internal", _("internal")
    RESTRICTED = "restricted", _("restricted")
    HIGHLY_RESTRICTED = "highly_restricted", _("highly restricted")
    SEALED = "sealed", _("sealed")
