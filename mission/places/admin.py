"""The gazetteer in the admin: read-only; it changes with the shipped data."""

from django.contrib import admin
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from mission.places.actions import find
from mission.places.models import Place
from oversight.authority.admin import GuardedAdmin
from oversight.authority.choices import Permission


@admin.register(Place)
class PlaceAdmin(GuardedAdmin):
    """Places, found however they are spelt, here and wherever a place is chosen."""

    sees = (
        Permission.MANDATE_MANAGE,
        Permission.REPORT_TRIAGE,
        Permission.CASE_SEE,
        Permission.EVENT_SEE,
    )
    list_display = ("called", "name_ht", "level", "part_of", "pcode")
    list_filter = ("level",)
    list_select_related = ("parent",)
    search_fields = ("name_fr", "name_ht", "pcode")
    fields = ("called", "name_ht", "level", "part_of", "pcode", "lat", "lon", "source", "certainty")
    readonly_fields = fields

    @admin.display(description=_("name"), ordering="sort_key")
    def called(self, place: Place) -> str:
        return place.name

    @admin.display(description=_("part of"))
    def part_of(self, place: Place) -> str:
        return place.parent.name if place.parent else ""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Place], search_term: str
    ) -> tuple[QuerySet[Place], bool]:
        if not search_term:
            return queryset, False
        coded = Place.objects.coded(search_term).values_list("pk", flat=True)
        near = [*coded, *(place.pk for place in find(text=search_term, limit=30))]
        best = Case(*(When(pk=pk, then=Value(at)) for at, pk in enumerate(near)), default=len(near))
        return queryset.filter(pk__in=near).order_by(best, "pk"), False
