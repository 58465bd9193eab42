"""Answers in the language of `?lang=`, or else of `Accept-Language`."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from oversight.authority.rules import RuleBroken

CODES = [code for code, _name in settings.LANGUAGES]
LANG = OpenApiParameter(
    "lang", str, enum=CODES, description="Language of labels and texts; else Accept-Language."
)


class SpokenView:
    """Mix-in of APIViews whose answer holds texts: put it before the base view."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        asked = request.query_params.get("lang")
        if asked:
            if asked not in CODES:
                message = _("Choose one of these languages: en, fr, ht.")
                raise RuleBroken("unknown_language", message, "/lang")
            translation.activate(asked)
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
