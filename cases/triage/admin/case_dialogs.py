"""What can be done with a case: its transitions, and one dialog per other action."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.casework import actions
from cases.casework.access import may_on_case, reaches_case
from cases.casework.choices import CaseStatus
from cases.casework.models import Case
from cases.casework.workflow import DECIDING, Move
from cases.triage.admin import case_runs as runs
from cases.triage.forms import cases as forms
from oversight.authority.admin import Dialog
from oversight.authority.choices import Permission
from oversight.authority.forms import MaybeReasonForm, ReasonForm
from oversight.authority.rules import holds

Text = str | Promise
P = Permission

# What each transition does, beside moving the case: said before it is done.
EFFECTS: dict[str, Text] = {
    "start_investigation": _("The clock of the assessment ends; that of the investigation begins."),
    "await_state": _("The clock of the investigation waits; the State's own begins."),
    "state_answered": _("The State's clock ends; that of the investigation runs on."),
    "begin_decision": _("The investigation ends. Findings are adopted now."),
    "return_to_investigation": _("The decision stops, and the investigation has a new clock."),
    "begin_follow_up": _("What was decided is carried out and watched. Its clock begins."),
    "close": _("All clocks end. The case can be opened again."),
    "suspend": _("Nothing is done for now, and the running clock waits."),
    "resume": _("The case goes on where it stopped, and its clock runs on."),
    "refer_out": _("Another body handles it. The clocks end; the office can take the case back."),
    "take_back": _("The office assesses the case anew, with a new clock."),
    "reopen": _("The investigation goes on, with a new clock. How the case ended is taken back."),
}
PRIMARY = {"start_investigation", "begin_decision", "begin_follow_up", "state_answered", "resume"}


def move_dialog(move: Move) -> Dialog:
    """The dialog of one transition, with what still stands in its way."""
    transition = move.transition
    blocked = " ".join(str(no.message) for no in move.blocked_by)
    target = CaseStatus(move.target).label
    return Dialog(
        transition.name,
        transition.label,
        _("The case becomes “%(status)s”. %(effect)s")
        % {"status": target, "effect": EFFECTS.get(transition.name, "")},
        forms.move_dialog(transition),
        runs.moving(transition.name),
        done=_("The case is “%(status)s” now.") % {"status": target},
        tone="primary" if transition.name in PRIMARY else "secondary",
        blocked=lambda case, by: blocked,
    )


NOTE = Dialog(
    "note",
    _("Write a note"),
    _("Colleagues who see this case read it. It never leaves the office."),
    forms.NoteDialog,
    runs.on_case(actions.add_note),
    done=_("The note is kept."),
)
ADD_ALLEGATION = Dialog(
    "allegation",
    _("Add an allegation"),
    _(
        "One person and one kind of misconduct: this is what is counted. Sexual matters and children raise the track."
    ),
    forms.AllegationDialog,
    runs.on_case(actions.add_allegation),
    done=_("The allegation is added."),
)
ADD_REPORT = Dialog(
    "report",
    _("Add a report"),
    _("The case takes one more report in. A waiting report is accepted."),
    forms.AddReportDialog,
    runs.add_report,
    done=_("The report is in the case."),
)
EDIT = Dialog(
    "edit",
    _("Change title or severity"),
    _("Colleagues see the new title at once. The change is in the history of the case."),
    forms.EditDialog,
    runs.on_case(actions.edit_case),
    done=_("The change is kept."),
)
RAISE = Dialog(
    "track",
    _("Move to a more guarded track"),
    _("Fewer people see the case and its reports. A track is never lowered again."),
    forms.TrackDialog,
    runs.on_case(actions.raise_track),
    done=_("The track is changed."),
)
ASSIGN = Dialog(
    "assign",
    _("Put somebody on the case"),
    _("The person works on the case and sees it. They get a notice."),
    forms.AssignDialog,
    runs.on_case(actions.assign),
    done=_("The person works on the case."),
)
FOCAL_POINT = Dialog(
    "focal_point",
    _("Name the focal point"),
    _("The person answers for this restricted case. They get a notice."),
    forms.AssignDialog,
    runs.on_case(actions.name_focal_point),
    done=_("The focal point is named."),
)
RECUSE = Dialog(
    "recuse",
    _("Somebody takes no part"),
    _("The person leaves the case and no longer sees it. You can name yourself."),
    forms.RecuseDialog,
    runs.on_case(actions.recuse),
    done=_("The person takes no part in the case."),
    tone="danger",
)
UNASSIGN = Dialog(
    "unassign",
    _("Take off the case"),
    _("The person no longer works on the case."),
    MaybeReasonForm,
    runs.take_off,
    done=_("The person no longer works on the case."),
    part=runs.find_standing,
)
PROPOSE = Dialog(
    "finding",
    _("Propose a finding"),
    _("A colleague adopts it or returns it to you."),
    forms.FindingDialog,
    runs.propose,
    done=_("The finding is proposed. A colleague decides on it."),
    tone="primary",
    part=runs.find_allegation,
)
ADOPT = Dialog(
    "adopt",
    _("Adopt"),
    _("The finding becomes the office's conclusion."),
    MaybeReasonForm,
    runs.adopt,
    done=_("The finding is adopted."),
    tone="primary",
    part=runs.find_finding,
)
RETURN = Dialog(
    "return",
    _("Return"),
    _("The finding goes back to the person who proposed it, with your reason."),
    ReasonForm,
    runs.give_back,
    done=_("The finding is returned."),
    part=runs.find_finding,
)
PAUSE = Dialog(
    "pause",
    _("Pause"),
    _("The clock waits until somebody lets it run on. The time is added to its due day."),
    ReasonForm,
    runs.pause,
    done=_("The clock is paused."),
    part=runs.find_clock,
)
RESUME = Dialog(
    "run_on",
    _("Let it run on"),
    _("The clock runs on; the time it waited is added."),
    MaybeReasonForm,
    runs.resume,
    done=_("The clock runs on."),
    part=runs.find_clock,
)
EXTEND = Dialog(
    "extend",
    _("Extend"),
    _("The clock gets a later due day. The reason is kept."),
    forms.ExtendDialog,
    runs.extend,
    done=_("The clock has a new due day."),
    part=runs.find_clock,
)


def _working(case: Case, by: Any) -> list[Dialog]:
    if not may_on_case(by, P.CASE_WORK, case):
        return []
    found = [NOTE, EDIT]
    if case.status not in ("closed", "suspended", "referred"):
        found += [ADD_ALLEGATION, ADD_REPORT]
    if case.track != "child":
        found.append(RAISE)
    return found


def _people(case: Case, by: Any) -> list[Dialog]:
    """The circle of a restricted case is widened only by whose role reaches it."""
    if not may_on_case(by, P.CASE_ASSIGN, case):
        return [RECUSE]
    if not case.is_restricted:
        return [ASSIGN, RECUSE, UNASSIGN]
    inside = reaches_case(by, P.CASE_ASSIGN, case)
    return [ASSIGN, FOCAL_POINT, RECUSE, UNASSIGN] if inside else [RECUSE]


def _findings(case: Case, by: Any) -> list[Dialog]:
    if case.status not in DECIDING:
        return []
    found = [PROPOSE] if may_on_case(by, P.FINDING_PROPOSE, case) else []
    return [*found, ADOPT, RETURN] if may_on_case(by, P.FINDING_ADOPT, case) else found


def _clocks(case: Case, by: Any) -> list[Dialog]:
    found = [PAUSE, RESUME] if may_on_case(by, P.CASE_ASSIGN, case) else []
    return [*found, EXTEND] if holds(by, P.DEADLINE_MANAGE) else found


def case_dialogs(case: Case, by: Any) -> dict[str, Dialog]:
    """What this person can do with the case as it is now; blocked moves are there with their why."""
    moves = [move_dialog(move) for move in actions.moves_for(case=case, by=by)]
    rest = _working(case, by) + _people(case, by) + _findings(case, by) + _clocks(case, by)
    return {dialog.name: dialog for dialog in [*moves, *rest]}
