"""What the list of the members of the force may be narrowed by."""

from typing import ClassVar

import django_filters
from django.utils.translation import gettext_lazy as _

from mission.force.choices import PersonnelStatus
from mission.force.models import Personnel


class PersonnelFilter(django_filters.FilterSet):
    """By State, number, status and today's unit. Never by name."""

    state = django_filters.CharFilter("state", label=_("State"))
    service_number = django_filters.CharFilter(
        "service_number", lookup_expr="iexact", label=_("service number")
    )
    status = django_filters.ChoiceFilter(choices=PersonnelStatus, label=_("status"))
    unit = django_filters.CharFilter("unit_today", label=_("unit"))

    class Meta:
        model = Personnel
        fields: ClassVar[tuple[str, ...]] = ()
