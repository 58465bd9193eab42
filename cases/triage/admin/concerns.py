"""What the page of a case says of a concern that came of it, and of the assessment of protection."""

from typing import Any

from django.urls import reverse

from cases.casework.choices import ProtectionState
from cases.casework.models import Case
from cases.casework.rules import SUBSTANTIATED
from oversight.authority.admin import Dialog

Dialogs = dict[str, Dialog]
TONES = {
    ProtectionState.WAITING: "waiting",
    ProtectionState.STANDS: "done",
    ProtectionState.NOT_AGREED: "neutral",
    ProtectionState.ASIDE: "neutral",
}


def part_buttons(case: Case, dialogs: Dialogs, part: Any, *names: str) -> list[dict[str, Any]]:
    """Those of the named dialogs that this person has, about one row of the case."""
    return [
        {
            "label": dialogs[name].label,
            "tone": dialogs[name].tone,
            "url": reverse("admin:cases_case_do_part", args=[case.pk, name, part.pk]),
        }
        for name in names
        if name in dialogs
    ]


def concern(case: Case, passed: Any, by: Any, dialogs: Dialogs) -> dict[str, Any]:
    """One concern with its assessments, the latest first."""
    rows = list(passed.protections.all())
    stands = passed.ended_at is None
    return {
        "concern": passed,
        "missing": stands and not rows,
        "assessments": [_assessment(case, row, by, dialogs, stands) for row in rows],
        "buttons": part_buttons(case, dialogs, passed, "assess") if stands else [],
    }


def _assessment(case: Case, row: Any, by: Any, dialogs: Dialogs, stands: bool) -> dict[str, Any]:
    waits = stands and row.state == ProtectionState.WAITING
    own = by is not None and row.assessed_by_id == by.pk
    names = ["agree", "disagree"] if waits and not own else []
    return {
        "row": row,
        "tone": TONES[ProtectionState(row.state)],
        # What was passed on: a proposal that was not agreed to means no.
        "may_tell": row.may_tell and row.state != ProtectionState.NOT_AGREED,
        "aside": row.state == ProtectionState.ASIDE,
        "waits": waits,
        "own": waits and own,
        "buttons": part_buttons(case, dialogs, row, "grounds", *names),
    }


def named_late(allegation: Any, standing: list[Any]) -> bool:
    """Whether the person was named after the finding was adopted: then nobody was told."""
    against = any(one.status == "adopted" and one.outcome in SUBSTANTIATED for one in standing)
    told = any(one.ended_at is None for one in allegation.concerns.all())
    return bool(against and allegation.personnel_id and not told)
