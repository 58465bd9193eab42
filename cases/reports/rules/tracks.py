"""Which track a report takes, and which reports take two people to decline."""

from collections.abc import Iterable

from oversight.authority.choices import Track

CHILD_BANDS = frozenset({"0-4", "5-11", "12-14", "15-17", "minor_unknown_age"})
ADULT_BANDS = frozenset({"18-24", "25-34", "35-49", "50-64", "65_plus", "adult_unknown_age"})
# Types that are about a child wherever they stand in the list.
CHILD_TYPES = frozenset({"children", "sexual_abuse_of_child"})
# Types and groups by the track they set, the most protected first.
TRACKS = (
    (CHILD_TYPES, Track.CHILD),
    (frozenset({"sexual"}), Track.SEA),
    (frozenset({"life"}), Track.DEATH),
    (frozenset({"liberty"}), Track.DETENTION),
    (frozenset({"conduct"}), Track.CONDUCT),
)
SENSITIVE = frozenset({"sexual", "life", "torture"}) | CHILD_TYPES


def is_child(*, age_band: str, told: bool | None) -> bool | None:
    """Whether the person is under 18, as told or as the age says."""
    if age_band in CHILD_BANDS:
        return True
    return False if age_band in ADULT_BANDS else told


def track_for(types: Iterable[str], child: bool = False) -> Track:
    """The track set by the types together with their groups, and by a victim under 18."""
    codes = frozenset(types)
    if child:
        return Track.CHILD
    return next((track for marks, track in TRACKS if marks & codes), Track.GENERAL)


def is_sensitive(types: Iterable[str], track: str) -> bool:
    """Sexual exploitation and abuse, a child, a death or torture: one person alone never declines."""
    return track in (Track.SEA, Track.CHILD, Track.DEATH) or bool(SENSITIVE & frozenset(types))
