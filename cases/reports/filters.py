"""What lists of reports may be narrowed by: one filter set for API, admin and saved searches."""

from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import UUID

import django_filters
from django.utils.translation import gettext_lazy as _

from cases.reports.choices import ReportStatus
from cases.reports.models import Report
from oversight.accounts.models import User
from oversight.authority.choices import Track
from oversight.rest.filters import InstantFilter, start_of
from oversight.vocabularies.models import terms_of

# A department nobody stated.
NOWHERE = "none"


def _types() -> list[tuple[str, str]]:
    """Retired terms too: old reports hold them."""
    return [(term.code, term.label) for term in terms_of("violation_types").values()]


class ReportFilter(django_filters.FilterSet):
    """`?status=&filed_from=&filed_to=&updated_since=`, and about content only for deciders:
    `type place department track provision q assigned danger`."""

    status = django_filters.ChoiceFilter(choices=ReportStatus.choices, label=_("status"))
    filed_from = django_filters.DateFilter(method="from_day", label=_("received from"))
    filed_to = django_filters.DateFilter(method="to_day", label=_("received until"))
    updated_since = InstantFilter("updated_at", "gte", label=_("changed since"))
    type = django_filters.ChoiceFilter(choices=_types, method="of_type", label=_("what happened"))
    place = django_filters.CharFilter(method="within", max_length=12, label=_("place"))
    department = django_filters.CharFilter(method="within", max_length=12, label=_("department"))
    track = django_filters.ChoiceFilter(choices=Track.choices, label=_("track"))
    provision = django_filters.CharFilter(method="citing", max_length=80, label=_("provision"))
    q = django_filters.CharFilter(method="words", max_length=200, label=_("words"))
    assigned = django_filters.CharFilter(method="given_to", max_length=40, label=_("assigned to"))
    danger = django_filters.BooleanFilter("danger_now", label=_("someone is in danger now"))

    decided_from = django_filters.DateFilter(method="decided_since", label=_("decided from"))
    decided_by = django_filters.ModelChoiceFilter(
        queryset=User.objects.all(), method="decided_by_person", label=_("decided by")
    )

    about_content: ClassVar[frozenset[str]] = frozenset(
        {"type", "place", "department", "track", "provision", "q", "assigned", "danger"}
        | {"decided_from", "decided_by"}
    )

    class Meta:
        model = Report
        fields: ClassVar[list[str]] = []

    def filter_queryset(self, queryset: Any) -> Any:
        """Who only filed a report learns nothing of its content, not even by asking."""
        given = {name for name, value in self.form.cleaned_data.items() if value not in (None, "")}
        if given & self.about_content:
            queryset = queryset.triable_by(getattr(self.request, "user", None))
        return super().filter_queryset(queryset)

    def from_day(self, queryset: Any, name: str, value: date) -> Any:
        return queryset.filter(filed_at__gte=start_of(value))

    def to_day(self, queryset: Any, name: str, value: date) -> Any:
        if value == date.max:
            return queryset
        return queryset.filter(filed_at__lt=start_of(value + timedelta(days=1)))

    def of_type(self, queryset: Any, name: str, value: str) -> Any:
        codes = [c for c, t in terms_of("violation_types").items() if _under(t, value)]
        return queryset.filter(types__overlap=codes)

    def within(self, queryset: Any, name: str, value: str) -> Any:
        if value == NOWHERE:
            return queryset.filter(place__pcode__isnull=True)
        return queryset.filter(place__pcode__startswith=value.upper())

    def citing(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(provisions=value)

    def words(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.search(value)

    def decided_since(self, queryset: Any, name: str, value: date) -> Any:
        return queryset.with_outcome().filter(outcome_at__gte=start_of(value))

    def decided_by_person(self, queryset: Any, name: str, value: User) -> Any:
        return queryset.with_outcome().filter(outcome_by=value.pk)

    def given_to(self, queryset: Any, name: str, value: str) -> Any:
        """`me`, `nobody`, or the id of a person."""
        if value == "nobody":
            return queryset.filter(assigned_to=None)
        if value == "me":
            return queryset.assigned_to(self.request.user)
        try:
            return queryset.filter(assigned_to=UUID(value))
        except ValueError:
            return queryset.none()


def _under(term: Any, code: str) -> bool:
    """The term itself, or one of the group."""
    while term is not None:
        if term.code == code:
            return True
        term = term.parent
    return False
