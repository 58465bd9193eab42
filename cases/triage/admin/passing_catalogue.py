"""The dialogs with which something of a case reaches the force, and nothing else of it does."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.casework import actions
from cases.casework.models import Case, CaseConcern, CaseProtection
from cases.triage.admin.case_runs import Data, find_allegation
from cases.triage.forms import passing as forms
from cases.triage.forms.cases import part_of
from oversight.authority.admin import Dialog
from oversight.authority.forms import MaybeReasonForm, ReasonForm


def _concern(case: Case, pk: Any) -> Any:
    return part_of(CaseConcern.objects.standing().filter(allegation__case=case), pk)


def _protections(case: Case) -> Any:
    return CaseProtection.objects.filter(about__allegation__case=case)


def _waiting(case: Case, pk: Any) -> Any:
    return part_of(_protections(case).waiting(), pk)


def _any_protection(case: Case, pk: Any) -> Any:
    return part_of(_protections(case).select_related("about__allegation__case__place"), pk)


def _person(part: Any) -> str:
    return str(part)


def _name_person(case: Case, by: Any, data: Data, *, part: Any) -> Any:
    return actions.name_person(allegation=part, by=by, **data)


def _assess(case: Case, by: Any, data: Data, *, part: Any) -> Any:
    return actions.assess(passed=part, by=by, **data)


def _agree(case: Case, by: Any, data: Data, *, part: Any) -> Any:
    return actions.decide_assessment(protection=part, agreed=True, by=by, **data)


def _disagree(case: Case, by: Any, data: Data, *, part: Any) -> Any:
    return actions.decide_assessment(protection=part, agreed=False, by=by, **data)


def _grounds(case: Case, by: Any, data: Data, *, part: Any) -> str:
    return actions.read_grounds(protection=part, by=by, **data)


def _lesson(case: Case, by: Any, data: Data) -> Any:
    return actions.pass_lesson_on(case=case, by=by, **data)


NAME_PERSON = Dialog(
    "person",
    _("Say who it is"),
    _(
        "For a member of the force, by State and service number. It holds for all allegations "
        "against this person in the case. Once a finding against them is adopted their clearance is "
        "suspended."
    ),
    forms.NamePersonDialog,
    _name_person,
    done=_("The change is kept."),
    part=find_allegation,
    part_name=_person,
)
ASSESS = Dialog(
    "assess",
    _("Assess protection"),
    _(
        "Those who vet learn the answer and nothing else. “No” counts at once; for “yes” a second "
        "person has to agree."
    ),
    forms.ProtectionDialog,
    _assess,
    done=_("The assessment is kept."),
    tone="primary",
    part=_concern,
    part_name=_person,
)
AGREE = Dialog(
    "agree",
    _("Agree that it may be told"),
    _(
        "The State may then be told that there is adverse information, and the month. Read the "
        "grounds first."
    ),
    MaybeReasonForm,
    _agree,
    done=_("It may be told."),
    tone="primary",
    part=_waiting,
)
DISAGREE = Dialog(
    "disagree",
    _("Do not agree"),
    _("The answer is then that it may not be told. It can be assessed anew."),
    ReasonForm,
    _disagree,
    done=_("It may not be told."),
    part=_waiting,
)
GROUNDS = Dialog(
    "grounds",
    _("Read the grounds"),
    _("The grounds are sealed. They are shown once, and that you read them is written down."),
    ReasonForm,
    _grounds,
    template="cases/triage/grounds.html",
    part=_any_protection,
)
LESSON = Dialog(
    "lesson",
    _("Ask for a change to a training module"),
    _(
        "Those who train read your text, and nothing tells them that it comes from a case. It must "
        "name nobody."
    ),
    forms.LessonDialog,
    _lesson,
    done=_("The change is asked for."),
)
