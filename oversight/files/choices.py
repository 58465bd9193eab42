"""States of a stored file."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FileState(models.TextChoices):
    """Only `clean` and `unscanned` files are opened to anybody."""

    WAITING_SCAN = "waiting_scan", _("waiting for the scan")
    CLEAN = "clean", _("scanned, nothing found")
    QUARANTINED = "quarantined", _("set aside: the scan found something harmful")
    # No scanner was set up when it came. Said wherever the file is offered.
    UNSCANNED = "unscanned", _("not scanned: this office has no scanner")


OPEN_STATES = frozenset({FileState.CLEAN, FileState.UNSCANNED})


class Preview(models.TextChoices):
    """The copy of a picture that pages show."""

    NONE = "none", _("no preview of this kind of file")
    WAITING = "waiting", _("the preview is being made")
    READY = "ready", _("ready")
    FAILED = "failed", _("no preview could be made")
