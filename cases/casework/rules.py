"""Pure rules of casework: tracks only rise, confidentiality follows, texts are plain."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from cases.casework.choices import Confidentiality as C
from cases.reports.rules.reading import tidy, unreadable
from mission.vetting.choices import Gravity
from oversight.authority.choices import RESTRICTED_TRACKS, Track
from oversight.authority.rules import RuleBroken

# From the one anybody in the office may see to the most guarded.
STRENGTH = (Track.GENERAL, Track.CONDUCT, Track.DETENTION, Track.DEATH, Track.SEA, Track.CHILD)
LEVELS = (C.INTERNAL, C.RESTRICTED, C.HIGHLY_RESTRICTED, C.SEALED)
# Whose people a contingent may be named for.
MISSION_SIDE = frozenset(
    {"mission_personnel", "mission_contractor", "mission_local_staff", "joint_operation"}
    | {"unidentified_security_force", "unknown"}
)
LIMIT = 20_000


# Outcomes that stand against somebody of the force.
SUBSTANTIATED = frozenset({"substantiated", "partly_substantiated"})
# How grave a substantiated allegation is for vetting, by kind of misconduct or its group.
GRAVE_TYPES = frozenset(
    {"life", "sexual", "children", "torture", "enforced_disappearance", "abduction", "hostage"}
)
SERIOUS_TYPES = frozenset(
    {"integrity", "liberty", "assembly_expression", "corruption", "arms_diversion", "smuggling"}
    | {"obstruction_of_investigation", "false_statement", "theft_extortion"}
)


def gravity_of(severity: str, types: Iterable[str]) -> str:
    """No more than this is said outside the case: the kind of misconduct is not."""
    found = set(types)
    if severity == "grave" or found & GRAVE_TYPES:
        return Gravity.GRAVE
    if severity == "serious" or found & SERIOUS_TYPES:
        return Gravity.SERIOUS
    return Gravity.OTHER


def strongest(tracks: Iterable[str]) -> str:
    """The most guarded of the tracks; a case is never lowered."""
    return max((Track(track) for track in tracks), key=STRENGTH.index, default=Track.GENERAL)


def highest(levels: Iterable[str]) -> str:
    """The highest level of confidentiality."""
    return max((C(level) for level in levels), key=LEVELS.index, default=C.INTERNAL)


def confidentiality_for(track: str, types: Iterable[str]) -> str:
    """The least level that the track and the types of misconduct ask for."""
    if track in RESTRICTED_TRACKS:
        return C.HIGHLY_RESTRICTED
    if track == Track.DEATH or "torture" in set(types):
        return C.RESTRICTED
    return C.INTERNAL


def widest(starts: Iterable[date | None], ends: Iterable[date | None]) -> tuple[date, date] | None:
    """The period from the first to the last known day; None when nothing is known."""
    known = [day for day in (*starts, *ends) if day]
    return (min(known), max(known)) if known else None


def mentioned(text: str, names: Mapping[str, str]) -> set[str]:
    """Keys of the people named after an “@”, whatever the case; a name that two people have is neither."""
    plain = text.casefold()
    shared = Counter(name.casefold() for name in names.values())
    return {
        key
        for key, name in names.items()
        if shared[name.casefold()] == 1
        and re.search(rf"(?<!\w)@{re.escape(name.casefold())}(?!\w)", plain)
    }


# The reference of any case or report.
A_REFERENCE = re.compile(r"\b[CR]-[0-9A-Z]{4}-[0-9A-Z]{4}\b", re.IGNORECASE)
NUMBERLIKE = re.compile(r"[\w/.-]*\d[\w/.-]*")
A_YEAR = re.compile(r"(19|20)\d\d")
SHORT = 5
# So many words in a row are not the same by chance.
RUN = 7


def leads_back(text: str, marks: Iterable[str]) -> bool:
    """Whether the text holds a reference, or one of these marks, with or without its hyphens."""
    whole, run_together = " ".join(text.split()).casefold(), _letters(text)
    return bool(A_REFERENCE.search(text)) or any(
        _letters(mark) in run_together
        if len(_letters(mark)) > SHORT
        else re.search(rf"(?<!\w){re.escape(mark.casefold())}(?!\w)", whole)
        for mark in marks
        if mark
    )


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


def repeats(text: str, others: Iterable[str]) -> bool:
    """Whether the text has a run of words in common with one of the others: copied, not retold."""
    said = _runs(text, RUN)
    return any(said & _runs(other, RUN) for other in others)


def _runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


def like_numbers(text: str) -> set[str]:
    """Words that could be the service number of somebody: four signs at least, and no year."""
    words = {word.strip("./-").upper() for word in NUMBERLIKE.findall(text)}
    words |= {part for word in words for part in re.split(r"[/.-]", word)}
    return {word for word in words if len(word) >= 4 and not A_YEAR.fullmatch(word)}


def plain_text(value: str, pointer: str, *, required: bool = True, limit: int = LIMIT) -> str:
    """The text as it is kept: no control characters, within the limit, not empty if required."""
    text = tidy(value)
    if required and not text:
        raise RuleBroken("required", _("This text is needed."), pointer)
    if len(text) > limit:
        message = _("This text is too long: %(limit)s characters at the most.") % {"limit": limit}
        raise RuleBroken("too_long", message, pointer)
    if unreadable(text):
        message = _("The text holds signs that cannot be shown. Remove them and send it again.")
        raise RuleBroken("control_signs", message, pointer)
    return text
