"""What the event log may be narrowed by: one filter set for pages, export and API."""

from datetime import timedelta
from typing import Any, ClassVar

import django_filters
from django import forms
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from oversight.audit.models import Event
from oversight.audit.rules import known_types, sentence_of
from oversight.events.choices import Group
from oversight.events.rules import (
    OFFICE_APPS,
    REFERENCE,
    as_uuid,
    group_of,
    types_in,
)
from oversight.rest.filters import start_of
from oversight.subjects.rules import registered

SYSTEM = "system"
MOST_PEOPLE = 200


def type_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every type as its sentence without a name, under its group."""
    groups: dict[str, list[tuple[str, str]]] = {str(label): [] for label in Group.labels}
    for type in sorted(known_types()):
        groups[str(group_of(type).label)].append((type, sentence_of(type, "…")))
    return [(label, entries) for label, entries in groups.items() if entries]


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of record that events belong to."""
    labels = {subject.label for subject in registered()}
    for app in OFFICE_APPS:
        models = apps.get_app_config(app).get_models()
        labels |= {m._meta.label_lower for m in models if hasattr(m, "audit_values")}
    named = [(label, str(capfirst(apps.get_model(label)._meta.verbose_name))) for label in labels]
    return sorted(named, key=lambda entry: entry[1])


def day_box() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class EventFilter(django_filters.FilterSet):
    """`?group= type= kind= record= actor= day_from= day_to= q= person=`, and `after=` for feeds."""

    shown = ("group", "type", "kind", "person", "day_from", "day_to")

    q = django_filters.CharFilter(
        method="about", max_length=60, label=_("Reference or number of a record")
    )
    group = django_filters.ChoiceFilter(
        method="in_group", choices=Group.choices, label=_("Kind of event"), empty_label=_("any")
    )
    type = django_filters.ChoiceFilter(
        choices=type_choices, label=_("What happened"), empty_label=_("any")
    )
    kind = django_filters.ChoiceFilter(
        field_name="subject_label",
        choices=kind_choices,
        label=_("Kind of record"),
        empty_label=_("any"),
    )
    record = django_filters.CharFilter(field_name="subject_id", max_length=40, label=_("record"))
    person = django_filters.CharFilter(
        method="by_name", max_length=100, label=_("Name of a person")
    )
    actor = django_filters.CharFilter(method="by_id", max_length=40, label=_("who"))
    day_from = django_filters.DateFilter(method="since", label=_("From"), widget=day_box())
    day_to = django_filters.DateFilter(method="until", label=_("Until"), widget=day_box())
    after = django_filters.NumberFilter(
        field_name="id", lookup_expr="gt", min_value=0, max_value=2**62, label=_("after event")
    )

    class Meta:
        model = Event
        fields: ClassVar[list[str]] = []

    def about(self, queryset: Any, name: str, value: str) -> Any:
        """Everything of the record with this reference or number, or of this person."""
        wanted = value.strip()
        key = as_uuid(wanted) or (wanted if wanted.isdigit() else "")
        if key:
            # With the kinds named, the index of records answers.
            labels = [label for label, _name in kind_choices()]
            of_record = Q(subject_label__in=labels, subject_id=key)
            return queryset.filter(of_record | Q(actor_id=key))
        found = Q(pk__in=())
        for label, pk in _named(wanted.upper()):
            found |= Q(subject_label=label, subject_id=pk)
        return queryset.filter(found)

    def in_group(self, queryset: Any, name: str, value: str) -> Any:
        known = known_types()
        if value == Group.OTHER:
            others = Q(type__in=types_in(value, known)) | ~Q(type__in=list(known))
            return queryset.filter(others)
        return queryset.filter(type__in=types_in(value, known))

    def by_name(self, queryset: Any, name: str, value: str) -> Any:
        people = get_user_model()._default_manager.filter(name__icontains=value.strip())
        keys = [
            str(pk) for pk in people.order_by("name").values_list("pk", flat=True)[:MOST_PEOPLE]
        ]
        return queryset.filter(actor_id__in=keys)

    def by_id(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(actor_id="" if value == SYSTEM else as_uuid(value) or "-")

    def since(self, queryset: Any, name: str, value: Any) -> Any:
        return queryset.filter(at__gte=start_of(value))

    def until(self, queryset: Any, name: str, value: Any) -> Any:
        if value.year > 9990:
            return queryset
        return queryset.filter(at__lt=start_of(value + timedelta(days=1)))


def _named(reference: str) -> list[tuple[str, str]]:
    """Label and id of the records with this reference."""
    if not REFERENCE.fullmatch(reference):
        return []
    found = []
    for subject in registered():
        fields = {field.name for field in subject.model._meta.concrete_fields}
        if "reference" in fields:
            rows = subject.model._base_manager.filter(reference=reference)
            found += [(subject.label, str(pk)) for pk in rows.values_list("pk", flat=True)[:1]]
    return found
