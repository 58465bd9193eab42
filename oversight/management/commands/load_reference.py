"""`manage.py load_reference`: bring vocabularies, mandate, places and force up to date."""

from typing import Any

from django.core.management.base import BaseCommand

from oversight.subjects.rules import loaders


class Command(BaseCommand):
    """Runs every registered loader in order of registration; safe to repeat."""

    help = "Loads the reference data that ships with the product. Deletes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, load in loaders().items():
            counts = load() or {}
            told = ", ".join(f"{count} {noun}" for noun, count in counts.items())
            self.stdout.write(f"{name}: {told}")
