"""What bodies that are sent have in common: no unknown fields, refusals in plain sentences."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

LONGEST_SHOWN = 60
NOT_TEXT = _("Write this as text.")
SENTENCES: dict[type[serializers.Field], dict[str, "str | Promise"]] = {
    serializers.CharField: {"invalid": NOT_TEXT},
    serializers.IntegerField: {"invalid": _("Enter a whole number.")},
    serializers.BooleanField: {"invalid": _("Answer with yes or no.")},
    serializers.ListField: {"not_a_list": _("Send a list.")},
    serializers.Serializer: {"invalid": _("Send an object with named fields.")},
    serializers.UUIDField: {
        "invalid": _("Send a UUID, for example one your program makes for each report.")
    },
    serializers.DateField: {
        "invalid": _("Enter the date as year, month and day, for example 2025-03-02."),
        "datetime": _("Enter the date as year, month and day, for example 2025-03-02."),
    },
}


def plainly(field: Any) -> None:
    """Give a field, and what is inside a list, the sentences of this product."""
    for kind, sentences in SENTENCES.items():
        if isinstance(field, kind):
            field.error_messages |= sentences
    if isinstance(field, serializers.ListField):
        plainly(field.child)


def shown(text: object) -> str:
    """What somebody sent, short enough and harmless to be said again."""
    return "".join(sign for sign in str(text)[:LONGEST_SHOWN] if sign.isprintable())


@cache
def reader(shape: type[serializers.BaseSerializer[Any]]) -> Callable[[Any], Any]:
    """How rows are shown in a shape that needs nothing of the request.

    Its fields are put together once: for every row anew they cost more than the row itself.
    """
    return shape().to_representation


def read(request: Any, shape: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    """The validated body of the request."""
    sent = shape(data=request.data)
    sent.is_valid(raise_exception=True)
    return sent.validated_data


class Body(serializers.Serializer[Any]):
    """A body that is sent. A field that does not exist is refused, so that none is lost."""

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for field in fields.values():
            plainly(field)
        return fields

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, Mapping):
            message = _("Send an object with named fields.")
            raise serializers.ValidationError({"non_field_errors": [message]}, "not_an_object")
        strange = {str(n): [self._unknown(n)] for n in data if n not in self.fields}
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as error:
            raise serializers.ValidationError({**error.detail, **strange}) from error  # type: ignore[dict-item]
        if strange:
            raise serializers.ValidationError(strange)
        return values

    def _unknown(self, name: object) -> Any:
        message = _("There is no field called “%(name)s” here.") % {"name": shown(name)}
        return serializers.ErrorDetail(message, "unknown_field")


class CodeField(serializers.SlugRelatedField):
    """A row named by its code; `missing` is the sentence when there is none, with %(code)s."""

    def __init__(self, *, missing: "str | Promise", **options: Any) -> None:
        self.missing = missing
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> Model:
        if not isinstance(data, str):
            raise serializers.ValidationError(NOT_TEXT, "invalid")
        rows: QuerySet[Any] = self.get_queryset()  # type: ignore[assignment]
        # No code holds a sign that cannot be printed, and the database refuses some of them.
        found = rows.filter(**{str(self.slug_field): data}).first() if data.isprintable() else None
        if found is None:
            message = self.missing % {"code": shown(data)}
            raise serializers.ValidationError(message, "unknown_code")
        return found
