"""How the gate says what is missing, how near an arrival must be to its authorisation, how stays meet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from mission.deployment.choices import PermitBasis
from oversight.authority.rules import Conflict, Mistakes, RuleBroken
from oversight.sealing.rules import words

# An authorisation for a day covers an arrival so many days before or after it.
TOLERANCE = timedelta(days=3)
SUSPENDED = "clearance_suspended"
NOT_AUTHORISED = "not_authorised"
# Readiness tells who will no longer be fit within so many days.
HORIZONS = (30, 60, 90)
# Service numbers shorter than this are looked for as a word, not inside others.
SHORTEST_JOINED = 4


@dataclass(frozen=True)
class Standing:
    """How one person stands on a day: what is missing, whether a concern suspends, when it ends."""

    person: Any
    unit: int
    schemes: tuple[str, ...]
    modules: tuple[str, ...]
    concern: bool
    until: date | None

    @property
    def is_fit(self) -> bool:
        return not (self.schemes or self.modules or self.concern)

    @property
    def missing(self) -> list[str]:
        """Codes of everything that is missing, as they are kept."""
        gaps = [f"check:{code}" for code in self.schemes]
        gaps += [f"training:{code}" for code in self.modules]
        return [*([SUSPENDED] if self.concern else []), *gaps]


@dataclass(frozen=True, order=True)
class Gap:
    """One thing that is missing, and of how many people."""

    code: str
    people: int


@dataclass(frozen=True)
class UnitReadiness:
    """How a unit stands on a day.

    `strength` people are present; `fit` of them stand cleared and trained and came with leave; of
    those `expiring` will not within 30, 60 and 90 days (each figure holds the one before).
    """

    unit: Any
    strength: int
    fit: int
    breaches: int
    expiring: tuple[int, int, int]
    gaps: tuple[Gap, ...]

    @property
    def blocked(self) -> int:
        return self.strength - self.fit


def missing_for(basis: str | None, standing: Standing) -> list[str]:
    """What is missing of somebody who arrives: on the basis of an authorisation, or of none."""
    if basis == PermitBasis.OVERRIDE:
        return []
    return [*([] if basis else [NOT_AUTHORISED]), *standing.missing]


class GateClosed(Mistakes):
    """The gate names each thing that is missing."""

    status = Conflict.status

    def __init__(self, found: Sequence[RuleBroken], missing: Sequence[str]) -> None:
        super().__init__(found)
        self.missing = tuple(missing)


def closed(standing: Standing, schemes: dict[str, str], modules: dict[str, str]) -> GateClosed:
    """The refusal, with one sentence for each gap in the reader's language."""
    found = []
    if standing.concern:
        found.append(RuleBroken(SUSPENDED, _("The clearance is suspended."), "/service_number"))
    for code in standing.schemes:
        message = _("Not cleared on that day: %(name)s.") % {"name": schemes.get(code, code)}
        found.append(RuleBroken("clearance_missing", message, f"/clearances/{code}"))
    for code in standing.modules:
        message = _("Not trained on that day: %(name)s.") % {"name": modules.get(code, code)}
        found.append(RuleBroken("training_missing", message, f"/trainings/{code}"))
    return GateClosed(found, standing.missing)


def has_number(text: str, number: str) -> bool:
    """The text holds a service number, however it is spaced; a short one stands as a word of its own."""
    told, wanted = words(text), words(number)
    if len(joined := "".join(wanted)) >= SHORTEST_JOINED:
        return joined in "".join(told)
    return has_phrase(text, [number])


def has_phrase(text: str, phrases: Iterable[str]) -> bool:
    """The text holds the words of one of them, one after the other; endings do not matter."""
    told = " " + " ".join(words(text))
    return any(" " + " ".join(found) in told for phrase in phrases if (found := words(phrase)))


@dataclass(frozen=True)
class Stay:
    """From a day until (not including) another, as far as known."""

    start: date
    end: date | None = None


def fit_in(new: Stay, stays: Sequence[Stay]) -> tuple[date | None, Stay | None]:
    """How a new stay finds room: the day it ends at the latest, and the stay that it cuts short.

    Somebody seen to arrive must have left before; whoever stays on until a later arrival left
    at the latest then.
    """
    cut = next(
        (
            stay
            for stay in stays
            if stay.start < new.start and (stay.end is None or stay.end > new.start)
        ),
        None,
    )
    later = min((stay.start for stay in stays if stay.start > new.start), default=None)
    ends = [day for day in (new.end, later, cut.end if cut else None) if day is not None]
    return min(ends, default=None), cut
