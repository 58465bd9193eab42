"""Public shape of a place."""

from typing import ClassVar

from rest_framework import serializers

from mission.places.models import Place


class PlaceShape(serializers.ModelSerializer):
    """One place. `pcode` is null where none exists yet: `key` is then what to store."""

    name = serializers.CharField(read_only=True)
    level_label = serializers.CharField(source="get_level_display", read_only=True)
    parent = serializers.SerializerMethodField()
    within = serializers.SerializerMethodField()

    class Meta:
        model = Place
        fields: ClassVar[list[str]] = [
            "pcode",
            "key",
            "name",
            "name_fr",
            "name_ht",
            "level",
            "level_label",
            "parent",
            "within",
            "lat",
            "lon",
            "source",
            "certainty",
        ]

    def get_parent(self, place: Place) -> str | None:
        return place.parent.code if place.parent else None

    def get_within(self, place: Place) -> str:
        """Commune and department, as people say them after the name."""
        return ", ".join(above.name for above in place.above)
