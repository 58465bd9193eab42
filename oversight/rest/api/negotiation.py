"""Choosing the format of an answer."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation


class Formats(DefaultContentNegotiation):
    """`?format=` beats `Accept`; a format that is not offered is a 406 that says so."""

    def filter_renderers(self, renderers: Any, format: str) -> Any:
        offered = [renderer for renderer in renderers if renderer.format == format]
        if not offered:
            known = ", ".join(dict.fromkeys(renderer.format for renderer in renderers))
            message = _("Choose one of these formats: %(formats)s.") % {"formats": known}
            raise NotAcceptable(message)
        return offered
