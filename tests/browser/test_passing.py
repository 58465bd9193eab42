"""The case page after a finding against a member of the force, and its dialogs, in a real browser."""

import pytest
from django.urls import reverse

from cases.casework import actions
from cases.casework.models import CaseConcern
from tests.browser.test_triage import usable
from tests.cases.casework.conftest import (
    accused,
    adopted,
    alleged,
    investigated,
    opened,
    proposed,
    provision,
    report,
)

__all__ = ["accused", "adopted", "alleged", "investigated", "opened", "proposed", "provision"]
__all__ += ["report"]


@pytest.mark.django_db(transaction=True)
def test_case_page_and_dialogs_stay_usable(
    open_page, adopted, alleged, reviewer, other_reviewer, client_of
):
    case = adopted().allegation.case
    allegation = alleged(case, reviewer, type="humiliation")
    passed = CaseConcern.objects.get()
    no = actions.assess(passed=passed, may_tell=False, grounds="Lives near.", by=other_reviewer)
    actions.assess(passed=passed, may_tell=True, grounds="Far away.", by=other_reviewer)
    client = client_of(reviewer)
    page = reverse("admin:cases_case_change", args=[case.pk])
    parts = {"person": allegation, "grounds": no, "agree": passed.protections.first()}
    asked = [reverse("admin:cases_case_do_part", args=[case.pk, n, p.pk]) for n, p in parts.items()]
    asked += [reverse("admin:cases_case_do", args=[case.pk, n]) for n in ("lesson", "allegation")]
    for width in (360, 1280):
        for path in (page, *asked):
            shown = open_page(path, width=width, client=client)
            usable(shown, width)
    french = open_page(page, width=360, client=client, language="fr")
    usable(french, 360)
