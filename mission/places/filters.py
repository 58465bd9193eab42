"""What the list of places may be narrowed by."""

from typing import Any, ClassVar

import django_filters
from django.utils.translation import gettext_lazy as _

from mission.places.choices import Level
from mission.places.models import Place
from oversight.authority.rules import RuleBroken


class PlaceFilter(django_filters.FilterSet):
    """`?level=&parent=`"""

    level = django_filters.ChoiceFilter(choices=Level.choices, label=_("level"))
    parent = django_filters.CharFilter(method="below", label=_("p-code of the place above"))

    class Meta:
        model = Place
        fields: ClassVar[list[str]] = ["level", "parent"]

    def below(self, queryset: Any, name: str, value: str) -> Any:
        above = Place.objects.coded(value).first()
        if above is None:
            raise RuleBroken("unknown_place", _("There is no place with this code."), "/parent")
        return queryset.filter(parent=above)
