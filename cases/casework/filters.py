"""What lists of cases may be narrowed by: API, admin, export and saved search alike."""

from typing import Any, ClassVar
from uuid import UUID

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.casework.choices import CaseStatus
from cases.casework.models import Case
from mission.places.models import Place
from oversight.accounts.models import User
from oversight.authority.choices import Track
from oversight.rest.filters import InstantFilter
from oversight.vocabularies.models import terms_of

ME, NOBODY = "me", "none"


def severities() -> list[tuple[str, str]]:
    """Every level, retired ones too: old cases keep theirs."""
    return [(term.code, term.label) for term in terms_of("severity").values()]


class PlaceCodeField(forms.CharField):
    """A p-code; cleaned to the place."""

    def clean(self, value: Any) -> Place | None:
        code = super().clean(value)
        if not code:
            return None
        place = Place.objects.filter(key=code).first()
        place = place or Place.objects.filter(pcode=code).first()
        if place is None:
            message = _("There is no place with the code “%(code)s”.")
            # As parameters: the message itself is formatted once more on its way out.
            raise ValidationError(message, code="unknown_place", params={"code": code[:20]})
        return place


class PersonField(forms.CharField):
    """`me`, `none`, or the id of a person."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text or text in (ME, NOBODY):
            return text
        try:
            return User(pk=UUID(text))
        except ValueError as error:
            message = _("Say “me”, “none” or the id of a person.")
            raise ValidationError(message, code="unknown_person") from error


class PlaceFilter(django_filters.Filter):
    """The place itself and all below it."""

    field_class = PlaceCodeField


class PersonFilter(django_filters.Filter):
    """Who works on the case."""

    field_class = PersonField


class CaseFilter(django_filters.FilterSet):
    """`?status=&track=&severity=&place=&assigned=&q=&updated_since=`; needs the request."""

    status = django_filters.MultipleChoiceFilter(
        choices=CaseStatus.choices, distinct=False, label=_("status")
    )
    track = django_filters.MultipleChoiceFilter(
        choices=Track.choices, distinct=False, label=_("track")
    )
    severity = django_filters.MultipleChoiceFilter(
        choices=severities, distinct=False, label=_("severity")
    )
    place = PlaceFilter(method="within", label=_("place (p-code), with all below it"))
    assigned = PersonFilter(method="worked_by", label=_("who works on it: me, none or an id"))
    q = django_filters.CharFilter(method="words", max_length=200, label=_("words"))
    updated_since = InstantFilter(
        field_name="updated_at", lookup_expr="gte", label=_("changed since")
    )

    class Meta:
        model = Case
        fields: ClassVar[list[str]] = []

    def within(self, queryset: Any, name: str, value: Place) -> Any:
        return queryset.in_place(value)

    def worked_by(self, queryset: Any, name: str, value: Any) -> Any:
        if value == NOBODY:
            return queryset.unassigned()
        return queryset.assigned_to(self.request.user if value == ME else value)

    def words(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.search(value, self.request.user)
