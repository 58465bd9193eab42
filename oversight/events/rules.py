"""What an outside auditor is shown of an event: never a reason about a case, nor what is in one."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from oversight.audit.rules import WITHHELD, is_hidden
from oversight.events.choices import Group

# By what was done, whatever it was done to; these come first.
VERBS = {
    "read": Group.READ,
    "seen": Group.READ,
    "revealed": Group.REVEAL,
    "exported": Group.EXPORT,
    "downloaded": Group.EXPORT,
    "printed": Group.EXPORT,
    "pulled": Group.EXPORT,
}
# By what it was done to.
NOUNS = {
    Group.SIGN_IN: ("sign_in", "session", "second_step", "recovery_codes", "passkey", "password"),
    Group.ACCOUNT: ("user", "role", "token", "organisation", "notices", "factor_reset", "office"),
    Group.REPORT: ("report", "draft", "file", "attachment", "referral", "template"),
    Group.CASE: ("case", "allegation", "finding", "filter", "list", "bulk"),
    Group.FIGURES: ("release",),
    Group.FORCE: (
        *("unit", "person", "training", "scheme", "check", "concern", "certification"),
        *("deployment", "override", "arrival", "departure", "breach", "rotation", "roster"),
    ),
    Group.CLOCK: ("clock", "deadline_rule", "office_day"),
    Group.LISTS: ("term", "vocabulary", "provision", "instrument", "place", "contingent"),
    Group.IMPORT: ("import",),
}
_group_of_noun = {noun: group for group, nouns in NOUNS.items() for noun in nouns}
# Who saw what: these three answer it.
SEEING = (Group.READ, Group.REVEAL, Group.EXPORT)

# Records that hold nothing about people in cases or in the force. Of every other the auditor reads
# no reason, and values of the fields below alone.
OFFICE_APPS = ("oversight",)
OFFICE_RECORDS = frozenset(
    {
        *("mission.instrument", "mission.provision", "mission.provisionprolongation"),
        *("mission.mission", "mission.place", "mission.placename", "mission.state"),
        *("mission.contingent", "mission.unit", "mission.trainingmodule"),
        *("mission.trainingrequirement", "mission.scheme", "mission.schemerequirement"),
        *("mission.rotation", "mission.participation", "mission.strengthstatement"),
    }
)
WORKFLOW_FIELDS = frozenset(
    {"status", "state", "stage", "kind", "user", "assigned_to", "clock"}
    | {"list", "format", "rows", "filters", "with_titles"}
    | {"met_at", "paused_at", "cancelled_at", "slug", "cutoff", "checksum"}
)
# Codes that name a record and say nothing about it, the first that a kind of record has.
NEUTRAL_NAMES = ("reference", "slug", "code", "pcode")
PEOPLE_OF_THE_OFFICE = ("oversight.user", "oversight.organisation")
REFERENCE = re.compile(r"[A-Z]{1,3}-[0-9A-Z]{3,5}(-[0-9A-Z]{3,5})?")


def group_of(type: str) -> Group:
    """Which group a type such as `case.closed` is in."""
    noun, _dot, verb = type.partition(".")
    return VERBS.get(verb) or _group_of_noun.get(noun, Group.OTHER)


def types_in(group: str, types: Iterable[str]) -> list[str]:
    return [type for type in types if group_of(type) == group]


def is_office(*labels: str) -> bool:
    """Whether all these kinds of record belong to the office's own affairs."""
    return all(
        label.partition(".")[0] in OFFICE_APPS or label in OFFICE_RECORDS for label in labels
    )


def shown_changes(event: Any) -> dict[str, list[Any]]:
    """The changes with what is in a case withheld: which field changed is always told."""
    if is_office(event.target_label, event.subject_label):
        return dict(event.changes)
    return {
        field: list(pair) if field in WORKFLOW_FIELDS else [_withheld(value) for value in pair]
        for field, pair in event.changes.items()
    }


def _withheld(value: Any) -> Any:
    """A digest stays: it tells two values apart and none of them."""
    return value if value in (None, "") or is_hidden(value) else WITHHELD


def shown_reason(event: Any) -> str:
    """The reason, where it is about the office's own affairs; "" where it is not shown."""
    return event.reason if is_office(event.target_label, event.subject_label) else ""


def as_uuid(text: str) -> str:
    """The id as events keep it, or "" when this is none."""
    try:
        return str(UUID(text.strip()))
    except ValueError:
        return ""
