"""What lists of deployment may be narrowed by."""

from typing import ClassVar

import django_filters
from django.utils.translation import gettext_lazy as _

from mission.deployment.choices import AuthorisationState
from mission.deployment.models import Arrival, Authorisation


class OfState(django_filters.FilterSet):
    """By State and by the code of the unit."""

    state = django_filters.CharFilter("personnel__state", label=_("State"))
    unit = django_filters.CharFilter("unit__code", label=_("unit"))
    service_number = django_filters.CharFilter(
        "personnel__service_number", lookup_expr="iexact", label=_("service number")
    )


class AuthorisationFilter(OfState):
    """Also by the day of arrival and by how it stands."""

    status = django_filters.ChoiceFilter("state", choices=AuthorisationState, label=_("state"))
    arrives_on = django_filters.DateFromToRangeFilter(label=_("arrives on"))

    class Meta:
        model = Authorisation
        fields: ClassVar[tuple[str, ...]] = ()


class ArrivalFilter(OfState):
    """Also by a day on which they were there, and by whether it was in order."""

    present_on = django_filters.DateFilter(method="of_day", label=_("there on"))
    breach = django_filters.BooleanFilter(
        "breach", lookup_expr="isnull", exclude=True, label=_("arrived uncleared")
    )

    class Meta:
        model = Arrival
        fields: ClassVar[tuple[str, ...]] = ()

    def of_day(self, rows, name, day):  # type: ignore[no-untyped-def]
        return rows.present_on(day)
