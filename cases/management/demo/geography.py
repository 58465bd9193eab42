"""Where in a department things happen: its towns more often than the rest."""

from collections.abc import Iterable
from datetime import date
from random import Random

from mission.force.models import Contingent
from mission.mandate.models import Provision
from mission.mandate.rules import Period, covers
from mission.places.choices import Level
from mission.places.models import Place

# P-codes of communes that see more of it; the others of a department share the rest.
BUSY = {
    "HT0111": 30,  # Port-au-Prince
    "HT0112": 22,  # Delmas
    "HT0118": 14,  # Cité Soleil
    "HT0113": 10,  # Carrefour
    "HT0131": 14,  # Croix-des-Bouquets
    "HT0511": 10,  # Gonaïves
    "HT0531": 10,  # Saint-Marc
    "HT0311": 12,  # Cap-Haïtien
    "HT0611": 8,  # Hinche
    "HT0711": 8,  # Les Cayes
}


class Country:
    """Reference rows read once."""

    def __init__(self) -> None:
        self.communes: dict[str, list[Place]] = {}
        for place in Place.objects.filter(level=Level.COMMUNE, pcode__isnull=False).order_by("key"):
            self.communes.setdefault(str(place.pcode)[:4], []).append(place)
        self.contingents = {c.state_id: c for c in Contingent.objects.all()}
        rows = Provision.objects.prefetch_related("prolongations__instrument")
        self._periods = {p.slug: _periods(p) for p in rows}
        self._provisions = {p.slug: p for p in rows}

    def commune(self, rng: Random, department: str) -> Place:
        places = self.communes[department]
        return rng.choices(places, weights=[BUSY.get(str(p.pcode), 1) for p in places])[0]

    def in_force(
        self, slugs: Iterable[str], start: date | None, end: date | None
    ) -> list[Provision]:
        """The first of the candidates that was in force then, if any."""
        for slug in slugs:
            if start is None or covers(self._periods[slug], start, end or start):
                return [self._provisions[slug]]
        return []


def _periods(provision: Provision) -> list[Period]:
    longer = [
        (p.instrument.valid_from, p.instrument.valid_to) for p in provision.prolongations.all()
    ]
    return [(provision.valid_from, provision.valid_to), *longer]
