"""Closed lists of deployment."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PermitBasis(models.TextChoices):
    """Why the gate let an authorisation through."""

    CLEARED = "cleared", _("cleared and trained on the day of arrival")
    OVERRIDE = "override", _("an exception made by two people")


class OverrideState(models.TextChoices):
    ASKED = "asked", _("waits for a second person")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")


class AuthorisationState(models.TextChoices):
    VALID = "valid", _("valid")
    SUSPENDED = "suspended", _("suspended")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Departure(models.TextChoices):
    """How somebody left."""

    END_OF_TOUR = "end_of_tour", _("end of tour")
    ROTATION = "rotation", _("rotation")
    DISCIPLINARY = "disciplinary", _("repatriated on disciplinary grounds")
    MEDICAL = "medical", _("on medical grounds")
    RESIGNED = "resigned", _("resigned")
    DECEASED = "deceased", _("deceased")
    # Seen to arrive again, so must have left: nobody saw when.
    NOT_OBSERVED = "not_observed", _("not observed")
    OTHER = "other", _("other")


class RosterState(models.TextChoices):
    """How far an uploaded roster has come."""

    WAITING = "waiting", _("being read")
    PREVIEWED = "previewed", _("previewed: nothing is written yet")
    COMMITTING = "committing", _("being written")
    COMMITTED = "committed", _("committed")
    FAILED = "failed", _("could not be read to its end")
    WITHDRAWN = "withdrawn", _("withdrawn")


class BreachState(models.TextChoices):
    OPEN = "open", _("open")
    REGULARISED = "regularised", _("regularised: authorised since")
    LEFT = "left", _("the person has left")
    CLOSED = "closed", _("closed with a reason")
