"""What the views of cases share: fetching only what the person may see, reading the body."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from cases.casework.models import Case
from oversight.audit.actions import note_read
from oversight.authority.choices import Permission
from oversight.rest.api.tags import require_match
from oversight.rest.api.views import View

SEE = (Permission.CASE_SEE,)
WORK = (Permission.CASE_WORK,)
ASSIGN = (Permission.CASE_ASSIGN,)


def noted(request: Request, case: Case) -> Case:
    """Reading a restricted case over the API is an event, as it is on its page."""
    if request.method in SAFE_METHODS:
        note_read(target=case, by=request.user)
    return case


class CaseView(View):
    """A view of one case or of what is in it."""

    needs: ClassVar[dict[str, tuple[Permission, ...]]] = {"GET": SEE, "POST": WORK}

    def case(self, pk: Any) -> Case:
        case = get_object_or_404(Case.objects.visible_to(self.request.user), pk=pk)
        return noted(self.request, case)

    def page(self, pk: Any) -> Case:
        """The case with all that its page shows."""
        rows = Case.objects.visible_to(self.request.user).with_page_data()
        return noted(self.request, get_object_or_404(rows, pk=pk))

    def matched(self, pk: Any) -> Case:
        """The case, locked, if the request names its current version. In a transaction."""
        rows = Case.objects.visible_to(self.request.user).select_for_update(of=("self",))
        case = get_object_or_404(rows, pk=pk)
        require_match(self.request, case)
        return case
