"""What lists of instruments and provisions may be narrowed by."""

from typing import Any, ClassVar

import django_filters
from django.utils.translation import gettext_lazy as _

from mission.mandate.choices import InstrumentKind
from mission.mandate.models import Instrument, Provision
from oversight.vocabularies.models import offered_choices


def _categories() -> list[tuple[str, str]]:
    return offered_choices("provision_categories")


class InstrumentFilter(django_filters.FilterSet):
    """`?kind=&mission=`"""

    kind = django_filters.ChoiceFilter(choices=InstrumentKind.choices, label=_("kind"))

    class Meta:
        model = Instrument
        fields: ClassVar[list[str]] = ["kind", "mission"]


class ProvisionFilter(django_filters.FilterSet):
    """`?in_force_on=&in_force_from=&in_force_to=&q=&instrument=&category=`"""

    in_force_on = django_filters.DateFilter(method="on", label=_("in force on"))
    in_force_from = django_filters.DateFilter(method="skip", label=_("period from"))
    in_force_to = django_filters.DateFilter(method="skip", label=_("period to"))
    q = django_filters.CharFilter(method="words", label=_("words"), max_length=200)
    category = django_filters.ChoiceFilter(choices=_categories, label=_("category"))

    class Meta:
        model = Provision
        fields: ClassVar[list[str]] = ["instrument", "category"]

    def on(self, queryset: Any, name: str, value: Any) -> Any:
        return queryset.in_force_on(value)

    def words(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)

    def skip(self, queryset: Any, name: str, value: Any) -> Any:
        """The two ends of a period count together."""
        return queryset

    def filter_queryset(self, queryset: Any) -> Any:
        start = self.form.cleaned_data.get("in_force_from")
        end = self.form.cleaned_data.get("in_force_to")
        if start or end:
            queryset = queryset.in_force_between(start or end, end or start)
        return super().filter_queryset(queryset)
