"""Reading JSON bodies of a bounded size."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.parsers import JSONParser


class TooLarge(exceptions.APIException):
    """The body is larger than anything this API takes."""

    status_code = 413
    default_detail = _("What you sent is too large. Shorten the texts and send it again.")
    default_code = "too_large"


class BoundedJSONParser(JSONParser):
    """Never reads more than the limit, whatever the headers say."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise TooLarge()
        try:
            return super().parse(BytesIO(body), media_type, parser_context)
        except exceptions.ParseError as broken:
            message = _("This is not JSON in UTF-8. Check quotes, commas and brackets.")
            raise exceptions.ParseError(message) from broken
        except RecursionError as deep:
            message = _("The JSON is nested too deeply.")
            raise exceptions.ParseError(message) from deep
