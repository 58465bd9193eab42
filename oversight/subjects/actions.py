"""Handing over what rests on one person: a loop over the actions that assign, one answer each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from oversight.accounts.models import User
from oversight.audit import actions as audit
from oversight.authority.rules import RuleBroken
from oversight.subjects.rules import Holding


@dataclass(frozen=True)
class Wish:
    """Who takes over one row; nobody means everybody."""

    holding: Holding
    row: Any
    to: User | None
    declared: bool = False


@dataclass(frozen=True)
class Answer:
    """What became of one wish."""

    wish: Wish
    refusal: str = ""


def hand_over(
    *, person: User, wishes: Iterable[Wish], by: User, reason: str, now: datetime | None = None
) -> list[Answer]:
    """Each row by itself: one that is refused stays where it is and does not hold up the rest."""
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Give a reason. It stays in the office."), "/reason")
    answers = [_fulfil(wish, person, by, reason, now) for wish in wishes]
    if not all(answer.refusal for answer in answers):
        event = {"type": "user.work_handed_over", "target": person}
        audit.record(**event, by=by, reason=reason, now=now)
    return answers


def _fulfil(wish: Wish, person: User, by: User, reason: str, now: datetime | None) -> Answer:
    given = {"row": wish.row, "person": person, "to": wish.to, "by": by, "reason": reason}
    run: Any = wish.holding.hand_over
    try:
        with transaction.atomic():
            run(**given, declared=wish.declared, now=now)
    except RuleBroken as broken:
        return Answer(wish, str(broken.message))
    except ValidationError as wrong:
        return Answer(wish, " ".join(wrong.messages))
    return Answer(wish)
