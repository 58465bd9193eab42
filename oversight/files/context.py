"""What the rest of the house is told about files when the site starts."""

from django.utils.translation import gettext_lazy as _

from oversight.audit.rules import register_sentences

SENTENCES = {
    "file.kept": _("%(who)s sent a file."),
    "file.removed": _("%(who)s removed a file that was not filed yet."),
    "file.downloaded": _("%(who)s downloaded the original of a file."),
    "file.quarantined": _("A file was set aside: the scan found something harmful."),
}


def tell_the_house() -> None:
    """Called once, by the app's `ready()`."""
    register_sentences(SENTENCES)
