"""The sealed field type."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from oversight.sealing.rules import Sealed


class SealedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that the database holds only encrypted. Assign `Sealed.of(text)`; read by `reveal`."""

    description = "text, encrypted by the application"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(value)

    def to_python(self, value: Any) -> Sealed | None:
        if value is None or isinstance(value, Sealed):
            return value
        # A plain string here would travel through forms and error pages unsealed.
        raise ValidationError(_("This value must be sealed first."), code="unsealed")

    def get_prep_value(self, value: Any) -> str | None:
        sealed = self.to_python(value)
        return None if sealed is None else sealed.token

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj) or "")

    def get_lookup(self, lookup_name: str) -> Any:
        # Sealed text is never searched; only its absence can be asked for.
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
