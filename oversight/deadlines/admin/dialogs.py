"""What can be done with one clock, as buttons with a dialog behind each."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from oversight.accounts.forms import MaybeWhyForm
from oversight.authority.admin import Dialog
from oversight.authority.choices import Permission
from oversight.authority.forms import WhyForm
from oversight.authority.rules import holds
from oversight.deadlines import actions
from oversight.deadlines.choices import Stage
from oversight.deadlines.forms import AskForm
from oversight.deadlines.models import Deadline, Extension


def _waiting(clock: Deadline) -> Extension:
    """The request that waits; a button for it is only there while one does."""
    return clock.extensions.waiting().get()


PAUSE = Dialog(
    "pause",
    _("Pause"),
    _("The clock waits until somebody lets it run on. The time is added to its due day."),
    WhyForm,
    lambda clock, by, data: actions.pause_clock(deadline=clock, by=by, **data),
    done=_("The clock is paused."),
)
RESUME = Dialog(
    "run_on",
    _("Let it run on"),
    _("The clock runs on; the time it waited is added."),
    MaybeWhyForm,
    lambda clock, by, data: actions.resume_clock(deadline=clock, by=by, **data),
    done=_("The clock runs on."),
)
ASK = Dialog(
    "ask_time",
    _("Ask for more time"),
    _("Another lead approves it or refuses it. Until then the clock keeps its due day."),
    AskForm,
    lambda clock, by, data: actions.ask_extension(deadline=clock, by=by, **data),
    done=_("You asked for more time. A lead decides."),
)
APPROVE = Dialog(
    "approve_time",
    _("Approve more time"),
    _("The clock gets the later due day, and the person who asked is told."),
    MaybeWhyForm,
    lambda clock, by, data: actions.approve_extension(extension=_waiting(clock), by=by, **data),
    done=_("The clock has a new due day."),
    tone="primary",
)
REFUSE = Dialog(
    "refuse_time",
    _("Refuse more time"),
    _("The clock stays as it is, and the person who asked is told."),
    WhyForm,
    lambda clock, by, data: actions.refuse_extension(extension=_waiting(clock), by=by, **data),
    done=_("The request is refused."),
    tone="danger",
)
TAKE_BACK = Dialog(
    "take_back",
    _("Take the request back"),
    _("You no longer ask for more time."),
    MaybeWhyForm,
    lambda clock, by, data: actions.take_back_extension(extension=_waiting(clock), by=by, **data),
    done=_("The request is taken back."),
)
TAKE_UP = Dialog(
    "take_up",
    _("Take it up"),
    _("Say what you do about it. Colleagues see that somebody has it; the clock stays overdue."),
    WhyForm,
    lambda clock, by, data: actions.take_up(deadline=clock, by=by, **data),
    done=_("You have taken it up."),
    tone="primary",
)


def _asking(clock: Deadline, by: Any) -> list[Dialog]:
    asked = next(iter(clock.waiting_extensions), None)
    if asked is None:
        may_ask = holds(by, Permission.CASE_WORK, Permission.REPORT_TRIAGE)
        return [ASK] if may_ask else []
    if asked.asked_by_id == by.pk:
        return [TAKE_BACK]
    return [APPROVE, REFUSE] if holds(by, Permission.DEADLINE_MANAGE) else []


def dialogs_of_clock(clock: Deadline, by: Any) -> dict[str, Dialog]:
    """Those this reader may open now; the clock is one they may act on. Each action decides again."""
    if not clock.is_open:
        return {}
    found: list[Dialog] = []
    escalated = clock.stage == Stage.ESCALATION and not clock.taken_up_at
    if escalated and not clock.paused_at and actions.hears_escalation(deadline=clock, by=by):
        found.append(TAKE_UP)
    if holds(by, Permission.CASE_ASSIGN, Permission.DEADLINE_MANAGE):
        found.append(RESUME if clock.paused_at else PAUSE)
    return {dialog.name: dialog for dialog in [*found, *_asking(clock, by)]}
