"""What can be done about a check, as buttons with a dialog behind each."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from mission.vetting import actions, forms, workflow
from mission.vetting.actions.appeals import APPEALABLE
from mission.vetting.actions.common import state_of
from mission.vetting.choices import AppealState
from mission.vetting.models import Appeal, Check
from oversight.accounts.forms import MaybeWhyForm
from oversight.authority.admin import Dialog
from oversight.authority.choices import Permission
from oversight.authority.forms import WhyForm
from oversight.authority.rules import may
from oversight.files import actions as files

OWN = _("Somebody other than who proposed it decides.")


def kept(data: dict[str, Any], *, by: Any, subject: Any) -> dict[str, Any]:
    """The uploaded file as a stored one, in place of what arrived."""
    upload = data.pop("file", None)
    if upload:
        data["file"] = files.keep(
            incoming=upload.incoming,
            kind=upload.kind,
            name=upload.original_name,
            by=by,
            subject=subject,
        )
    return data


def _add_evidence(check: Check, by: Any, data: dict[str, Any]) -> Any:
    return actions.add_evidence(check=check, by=by, **kept(data, by=by, subject=check))


def _appeal(check: Check, pk: Any) -> Appeal | None:
    return check.appeals.filter(pk=pk).first() if str(pk).isdigit() else None


REQUEST = Dialog(
    "add",
    _("Ask for a check"),
    _("One check of a scheme at a time. A unit is checked together with its commander."),
    forms.RequestForm,
    lambda nothing, by, data: actions.request_check(by=by, **data),
    done=_("The check is asked for."),
    tone="primary",
)
TAKE_UP = Dialog(
    "take_up",
    _("Start the review"),
    _("From now on it is in review."),
    MaybeWhyForm,
    lambda check, by, data: actions.apply(check=check, name="take_up", by=by, **data),
    done=_("The check is in review."),
    tone="primary",
)
PROPOSE = Dialog(
    "propose",
    _("Propose an outcome"),
    _("A colleague decides. Until then nothing changes. A new proposal replaces the last."),
    forms.OutcomeForm,
    lambda check, by, data: actions.propose_outcome(check=check, by=by, **data),
    done=_("Your proposal waits for a colleague."),
    tone="primary",
)
AGREE = Dialog(
    "agree",
    _("Decide as proposed"),
    _("It takes effect at once."),
    MaybeWhyForm,
    lambda check, by, data: actions.decide(check=check, agreed=True, by=by, **data),
    done=_("The check is decided."),
    tone="primary",
)
SEND_BACK = Dialog(
    "send_back",
    _("Send it back"),
    _("The check stays as it is. Your reason goes to the file."),
    WhyForm,
    lambda check, by, data: actions.decide(check=check, agreed=False, by=by, **data),
    done=_("The proposal is sent back."),
)
SUSPEND = Dialog(
    "suspend",
    _("Suspend"),
    _("It no longer counts from today on, and who has not arrived is no longer authorised."),
    WhyForm,
    lambda check, by, data: actions.apply(check=check, name="suspend", by=by, **data),
    done=_("The check is suspended."),
    tone="danger",
)
EVIDENCE = Dialog(
    "evidence",
    _("Add evidence"),
    _("A file is kept encrypted; only those who vet can open it."),
    forms.EvidenceForm,
    _add_evidence,
    done=_("The evidence is added."),
)
APPEAL = Dialog(
    "appeal",
    _("Enter an appeal"),
    _("Somebody who had no part in the outcome decides on it."),
    forms.AppealForm,
    lambda check, by, data: actions.lodge_appeal(check=check, by=by, **data),
    done=_("The appeal is entered."),
)
UPHOLD = Dialog(
    "uphold",
    _("Uphold"),
    _("The check is made anew."),
    WhyForm,
    lambda check, by, data, part: actions.decide_appeal(appeal=part, upheld=True, by=by, **data),
    done=_("The appeal is upheld."),
    tone="primary",
    part=_appeal,
)
DISMISS = Dialog(
    "dismiss",
    _("Dismiss"),
    _("The outcome stays."),
    WhyForm,
    lambda check, by, data, part: actions.decide_appeal(appeal=part, upheld=False, by=by, **data),
    done=_("The appeal is dismissed."),
    part=_appeal,
)


def check_dialogs(check: Check, by: Any) -> dict[str, Dialog]:
    """Those this reader may open as the check stands; each action still decides for itself."""
    within = [state_of(check.subject)]
    works = may(by, Permission.VETTING_WORK, contingents=within)
    decides = may(by, Permission.VETTING_DECIDE, contingents=within)
    moves = workflow.moves_from(check.status)
    wanted = [
        (AGREE, decides and check.proposed_outcome and check.proposed_by_id != by.pk),
        (SEND_BACK, decides and check.proposed_outcome and check.proposed_by_id != by.pk),
        (TAKE_UP, works and any(move.name == "take_up" for move in moves)),
        (PROPOSE, works and any(move.by_two for move in moves)),
        (EVIDENCE, works),
        (SUSPEND, works and any(move.name == "suspend" for move in moves)),
        (APPEAL, works and check.status in APPEALABLE and not _open(check)),
        (UPHOLD, decides and _open(check)),
        (DISMISS, decides and _open(check)),
    ]
    return {dialog.name: dialog for dialog, offered in wanted if offered}


def _open(check: Check) -> bool:
    return any(row.state == AppealState.OPEN for row in check.appeals.all())
