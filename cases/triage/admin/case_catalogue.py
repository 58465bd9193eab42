"""The dialogs of a case, beside its transitions: what each asks and which action it calls."""

from django.utils.translation import gettext_lazy as _

from cases.casework import actions
from cases.triage.admin import case_runs as runs
from cases.triage.forms import cases as forms
from cases.triage.forms import links
from oversight.authority.admin import Dialog
from oversight.authority.forms import MaybeReasonForm, ReasonForm

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
MOVE_REPORT = Dialog(
    "move_report",
    _("Move to another case"),
    _(
        "The report leaves this case and joins the other one, which rises to its track. Both keep "
        "it in their history."
    ),
    links.MoveReportDialog,
    runs.move_report,
    done=_("The report is in the other case."),
    part=runs.find_link,
    part_name=runs.reference_of,
)
SPLIT_REPORT = Dialog(
    "split_report",
    _("Give it a case of its own"),
    _("The report leaves this case and a new one is opened for it, on which you work."),
    links.SplitReportDialog,
    runs.split_report,
    done=_("The report has a case of its own."),
    part=runs.find_link,
    part_name=runs.reference_of,
)
TAKE_BACK = Dialog(
    "take_back_report",
    _("Take the acceptance back"),
    _(
        "For a report accepted by mistake: it leaves the case and waits for a decision again, with "
        "a new clock. Figures already released stay as they are."
    ),
    links.TakeBackDialog,
    runs.take_report_back,
    done=_("The report waits for a decision again."),
    tone="danger",
    part=runs.find_link,
    part_name=runs.reference_of,
)
HAND_OVER = Dialog(
    "hand_over",
    _("Hand over"),
    _("Another person takes the place of this one and gets a notice. They need not accept."),
    forms.HandOverDialog,
    runs.hand_over,
    done=_("The case is handed over."),
    part=runs.find_standing,
    part_name=runs.name_of_standing,
)
ASK_TO_TAKE = Dialog(
    "ask_to_take",
    _("Ask somebody to take it"),
    _("The person gets a notice. Nothing changes until somebody hands the case over."),
    forms.AskToTakeDialog,
    runs.ask_to_take,
    done=_("The person is asked."),
)
