"""Taking a lost second step away, by two people, as dialogs on the page of a person."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from oversight.accounts import actions
from oversight.accounts.columns import factor_words, reset_rows
from oversight.accounts.forms import MaybeWhyForm
from oversight.accounts.models import User
from oversight.authority.admin import Dialog
from oversight.authority.choices import Permission
from oversight.authority.forms import WhyForm
from oversight.authority.rules import holds


def _row(person: User, pk: Any) -> Any:
    return next((reset for reset in person.resets.all() if str(reset.pk) == str(pk)), None)


def _person_of(reset: Any) -> str:
    return reset.user.name


def _why_not_ask(person: User, by: Any) -> Any:
    if person.pk == by.pk:
        return _("Another administrator does this for you.")
    if not actions.has_second_step(person):
        return _("This person has not set up a second step.")
    return ""


ASK_RESET = Dialog(
    "ask-reset",
    _("Reset the second step"),
    _(
        "For somebody who has lost phone or key and has no recovery code left. Make sure, by voice "
        "or face, that it is them. A lead has to approve; until then nothing changes."
    ),
    WhyForm,
    lambda person, by, data: actions.ask_reset(user=person, by=by, **data),
    done=_("The reset waits for a lead."),
    blocked=_why_not_ask,
)
APPROVE_RESET = Dialog(
    "approve-reset",
    _("Approve the reset"),
    _(
        "The second step and the recovery codes are gone, and the person is signed out everywhere. "
        "They sign in with their password and set up a new one. Make sure yourself that it is them."
    ),
    MaybeWhyForm,
    lambda person, by, data, part: actions.approve_reset(reset=part, by=by, **data),
    done=_("The second step is reset."),
    tone="danger",
    part=_row,
    part_name=_person_of,
)
REFUSE_RESET = Dialog(
    "refuse-reset",
    _("Refuse the reset"),
    _("Everything stays as it is."),
    WhyForm,
    lambda person, by, data, part: actions.refuse_reset(reset=part, by=by, **data),
    done=_("The reset is refused."),
    part=_row,
    part_name=_person_of,
)


def factor_dialogs(by: Any) -> list[Dialog]:
    """Those this reader may open; each action still decides for itself."""
    found = [ASK_RESET] if holds(by, Permission.ACCOUNT_MANAGE) else []
    return found + ([APPROVE_RESET, REFUSE_RESET] if holds(by, Permission.GRANT_APPROVE) else [])


def second_step_section(screen: Any, person: User, request: Any) -> dict[str, Any]:
    """What the page shows of a person's second step and the resets asked for."""
    rows = reset_rows(person)
    for row in rows:
        reset = row["reset"]
        others = request.user.pk not in (reset.asked_by_id, reset.user_id)
        decide = ("approve-reset", "refuse-reset") if row["waits"] and others else ()
        row["buttons"] = screen.part_buttons(person, request, reset.pk, *decide)
    words = factor_words(person)
    names = ("ask-reset",) if words else ()
    return {"words": words, "resets": rows, "buttons": screen.buttons(person, request, *names)}
