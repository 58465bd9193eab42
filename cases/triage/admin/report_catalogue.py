"""The dialogs of a report: what each asks and which action it calls."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from cases.triage.admin import report_runs as runs
from cases.triage.forms import reports as forms
from oversight.authority.admin import Dialog
from oversight.authority.forms import MaybeReasonForm, ReasonForm

ACCEPT = Dialog(
    "accept",
    _("Accept"),
    _("The office takes the report up. It can then go into a case. Its clock stops."),
    forms.AcceptDialog,
    runs.deciding("accept"),
    done=_("The report is accepted."),
    tone="primary",
    blocked=runs.not_own,
)
DECLINE = Dialog(
    "decline",
    _("Decline"),
    _("The office does not take the report up. The person who reported reads your message."),
    forms.DeclineDialog,
    runs.deciding("decline"),
    done=_("The report is declined."),
    tone="danger",
    blocked=runs.not_own,
)
PROPOSE = Dialog(
    "decline",
    _("Propose to decline"),
    _(
        "Such a report takes two people to decline. The report stays where it is until somebody "
        "else confirms."
    ),
    forms.DeclineDialog,
    runs.deciding("decline"),
    done=_("You proposed to decline the report. Somebody else has to confirm it."),
    tone="danger",
    blocked=runs.not_own,
)
CONFIRM = Dialog(
    "decline",
    _("Confirm to decline"),
    _("A colleague proposed to decline this report. If you confirm, it is declined."),
    forms.DeclineDialog,
    runs.deciding("decline"),
    done=_("The report is declined."),
    tone="danger",
    blocked=runs.not_own,
)
REPEAT = Dialog(
    "mark_duplicate",
    _("Mark as duplicate"),
    _(
        "The report tells what another one tells already. Both are kept; work goes on with the other."
    ),
    forms.DuplicateDialog,
    runs.deciding("mark_duplicate"),
    done=_("The report is marked as a duplicate."),
    blocked=runs.not_own,
)
ASK = Dialog(
    "ask",
    _("Ask for more"),
    _("The person who reported gets your question on the site. The clock waits for the answer."),
    forms.AskDialog,
    runs.deciding("ask"),
    done=_("The question is asked."),
    blocked=runs.not_own,
)
ANSWER = Dialog(
    "answer",
    _("Write down an answer"),
    _("For an answer that came by telephone or in person. The clock of the report runs on."),
    forms.AnswerDialog,
    runs.answer,
    done=_("The answer is kept. The report waits for a decision again."),
    blocked=runs.not_own,
)
REOPEN = Dialog(
    "reopen",
    _("Reopen"),
    _("The report waits for a decision again, with a new clock."),
    forms.ReopenDialog,
    runs.deciding("reopen"),
    done=_("The report waits for a decision again."),
    blocked=runs.not_own,
)
ASSIGN = Dialog(
    "assign",
    _("Assign"),
    _("One person looks at this report first. It opens nothing to them they could not see."),
    forms.AssignDialog,
    runs.assign,
    done=_("The report is assigned."),
    blocked=runs.not_own,
)
OPEN_CASE = Dialog(
    "open_case",
    _("Open a case"),
    _("A new case takes this report in, and you work on it. A waiting report is accepted."),
    forms.OpenCaseDialog,
    runs.open_case,
    done=_("The case is open."),
    tone="primary",
    blocked=runs.not_own,
)
ADD_TO_CASE = Dialog(
    "add_to_case",
    _("Add to a case"),
    _("A case that is open takes this report in. A waiting report is accepted."),
    forms.AddToCaseDialog,
    runs.add_to_case,
    done=_("The report is in the case."),
    blocked=runs.not_own,
)
REVEAL = Dialog(
    "reveal",
    _("Show the contact"),
    _("How to reach the source is sealed. It is shown once, and that you read it is written down."),
    ReasonForm,
    runs.reveal_contact,
    template="cases/triage/revealed.html",
)
PROPOSE_REPEAT = replace(
    REPEAT,
    label=_("Propose as duplicate"),
    explanation=_(
        "Such a report takes two people to set aside. The report stays where it is until somebody "
        "else confirms."
    ),
    done=_("You proposed to mark the report as a duplicate. Somebody else has to confirm it."),
)
CONFIRM_REPEAT = replace(
    REPEAT,
    label=_("Confirm as duplicate"),
    explanation=_(
        "A colleague proposed to mark this report as a duplicate. If you name the same report, it "
        "is marked."
    ),
)
REFUSE = Dialog(
    "refuse_proposal",
    _("Do not follow the proposal"),
    _("The report waits for a decision as before. Your colleague gets a notice and your reason."),
    ReasonForm,
    runs.deciding("refuse_proposal"),
    done=_("The proposal is refused. The report waits for a decision."),
    blocked=runs.not_own,
)
WITHDRAW = Dialog(
    "withdraw_proposal",
    _("Take your proposal back"),
    _("The report waits for a decision as before."),
    MaybeReasonForm,
    runs.deciding("withdraw_proposal"),
    done=_("Your proposal is taken back."),
)
AMEND = Dialog(
    "amend_question",
    _("Ask in other words"),
    _("The new words replace the question, and the time to answer starts again. Both are kept."),
    forms.AmendQuestionDialog,
    runs.deciding("amend_question"),
    done=_("The question is asked in the new words."),
    blocked=runs.not_own,
)
REMIND = Dialog(
    "remind",
    _("Remind of the question"),
    _("The person who reported gets a notice once more. At most once a day."),
    forms.RemindDialog,
    runs.deciding("remind"),
    done=_("The person is reminded."),
    blocked=runs.not_own,
)
WITHDRAW_QUESTION = Dialog(
    "withdraw_question",
    _("Withdraw the question"),
    _("No answer is needed any more. The clock of the report runs on."),
    forms.WithdrawQuestionDialog,
    runs.deciding("withdraw_question"),
    done=_("The question is withdrawn. The report waits for a decision."),
    blocked=runs.not_own,
)
WITHDRAW_ACCEPTANCE = Dialog(
    "withdraw_acceptance",
    _("Take the acceptance back"),
    _(
        "For a report accepted by mistake: it waits for a decision again, with a new clock, and "
        "leaves the case it is in. Figures already released stay as they are."
    ),
    forms.WithdrawAcceptanceDialog,
    runs.take_acceptance_back,
    done=_("The report waits for a decision again."),
    tone="danger",
    blocked=runs.not_own,
)
INFORM = Dialog(
    "inform",
    _("Write to the person who reported"),
    _("The person reads it on the site. Nothing else changes."),
    forms.InformDialog,
    runs.deciding("inform"),
    done=_("The message is there for the person who reported."),
    blocked=runs.not_own,
)
HAND_OVER = Dialog(
    "hand_over",
    _("Hand over"),
    _("The report passes from who has it to another person, who gets a notice."),
    forms.HandOverDialog,
    runs.hand_over,
    done=_("The report is handed over."),
    blocked=runs.not_own,
)
ASK_TO_TAKE = Dialog(
    "ask_to_take",
    _("Ask somebody to take it"),
    _("The person gets a notice. Nothing changes until somebody hands the report over."),
    forms.HandOverDialog,
    runs.ask_to_take,
    done=_("The person is asked."),
    blocked=runs.not_own,
)
