"""Schemes of vetting, and of whom each is required."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mission.force.admin.requirements import RequiredAdmin, end_dialog
from mission.force.forms.requirements import RequirementForm
from mission.vetting import actions, forms
from mission.vetting.models import Scheme
from oversight.authority.admin import Dialog

CHANGE = Dialog(
    "change",
    _("Change"),
    _("What was decided before keeps its end."),
    forms.SchemeForm,
    lambda scheme, by, data: actions.change_scheme(scheme=scheme, by=by, **data),
    done=_("The scheme is changed."),
)
REQUIRE = Dialog(
    "require",
    _("Require it"),
    _("Whoever it names must stand cleared under it; the gate asks for it from that day on."),
    RequirementForm,
    lambda scheme, by, data: actions.add_requirement(scheme=scheme, by=by, **data),
    done=_("It is required from that day on."),
)


@admin.register(Scheme)
class SchemeAdmin(RequiredAdmin):
    """Ways of vetting as data: what the source says, and the office's own policy."""

    list_display = ("called", "about", "valid_months", "is_retired")
    list_filter = ("about", "is_retired")
    dialogs = (CHANGE, REQUIRE, end_dialog(actions.end_requirement))
    kicker = _("Scheme of vetting")

    def own_facts(self, subject: Scheme) -> list[tuple[Any, Any]]:
        valid = subject.valid_months
        return [
            (gettext("About"), subject.get_about_display()),
            (gettext("Part of"), subject.part_of.label if subject.part_of else gettext("nothing")),
            (gettext("Valid for months"), valid or gettext("until something ends it")),
        ]
