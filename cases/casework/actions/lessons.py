"""A lesson from a case: a request to change a training module, which does not lead back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.casework.access import require_on_case
from cases.casework.actions.common import lock, note_event, save_changed
from cases.casework.models import Case, Finding
from cases.casework.rules import leads_back, like_numbers, plain_text, repeats
from mission.force.models import Personnel
from mission.training.actions import ask_for_change
from mission.training.models import TrainingModule
from oversight.authority.choices import Permission
from oversight.authority.rules import RuleBroken

LONGEST = 4000


@transaction.atomic
def pass_lesson_on(
    *, case: Case, module: TrainingModule, text: str, by: Any, now: datetime | None = None
) -> None:
    """Ask for a change. The request holds the text alone; that it came from here stands here alone."""
    case = lock(case)
    require_on_case(by, Permission.CASE_WORK, case)
    text = plain_text(text, "/text", limit=LONGEST)
    _require_silent(case, text)
    ask_for_change(module=module, text=text, now=now)
    save_changed(case, now=now)
    note_event(type="case.lesson_passed_on", by=by, case=case, now=now)


def _require_silent(case: Case, text: str) -> None:
    references = [case.reference, *case.links.values_list("report__reference", flat=True)]
    named = case.allegations.filter(personnel__isnull=False)
    numbers = named.values_list("personnel__service_number", flat=True)
    somebody = Personnel.objects.filter(service_number__in=like_numbers(text))
    if leads_back(text, [*references, *numbers]) or somebody.exists():
        message = _(
            "The text names a case, a report or the number of a member of the force. Say what should "
            "be taught, and nothing that leads back."
        )
        raise RuleBroken("text_leads_back", message, "/text")
    if repeats(text, _told(case)):
        message = _(
            "The text repeats a report, a note or a finding word for word. Say in your own words what "
            "should be taught."
        )
        raise RuleBroken("text_copied", message, "/text")


def _told(case: Case) -> list[str]:
    """Everything written in the case."""
    reports = case.links.values_list("report__narrative", flat=True)
    findings = Finding.objects.filter(allegation__case=case).values_list("reasoning", flat=True)
    return [*reports, *findings, *case.notes.values_list("text", flat=True)]
