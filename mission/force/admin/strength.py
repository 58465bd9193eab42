"""Numbers others have stated, and who serves in which mission: dated, sourced, read-only."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mission.force.admin.exports import ListFiles
from mission.force.admin.structure import Closed
from mission.force.columns.strength import beside, people_in_words, source_of, statement_row
from mission.force.models import Participation, StrengthStatement
from mission.mandate.columns import told, told_end
from oversight.authority.admin import GuardedAdmin, RecordAdmin
from oversight.authority.choices import Permission
from oversight.pages.admin import status_badge

SEES = (Permission.PERSONNEL_SEE, Permission.MANDATE_MANAGE)


class Checked:
    """How far a row was checked, as a column."""

    @admin.display(description=_("verification"), ordering="verification_status")
    def checked(self, row: Any) -> str:
        shown = source_of(row)
        return status_badge(shown["status"], shown["tone"])


@admin.register(StrengthStatement)
class StrengthStatementAdmin(Checked, ListFiles, Closed, RecordAdmin):
    """Authorised, pledged, notified, reported: four things, kept apart."""

    sees = SEES
    list_display = ("kind", "about", "people_said", "when", "choice", "said_by", "checked")
    list_filter = ("kind", "mission", "state", "verification_status", "is_preferred")
    list_select_related = ("state", "mission")
    ordering = ("mission", "kind", "state", "-as_of", "-is_preferred", "code")
    page_template = "mission/force/statement.html"
    file_columns = (
        *(_("Code"), _("Kind"), _("Mission"), _("State"), _("People"), _("As of")),
        *(_("Preferred"), _("Preferred because"), _("Source"), _("Address of the source")),
        *(_("Verification"), _("Note")),
    )

    @admin.display(description=_("about"), ordering="state")
    def about(self, row: StrengthStatement) -> str:
        mission = row.mission.abbreviation
        return f"{row.state.label} · {mission}" if row.state else mission

    @admin.display(description=_("people"), ordering="people")
    def people_said(self, row: StrengthStatement) -> Any:
        return people_in_words(row)

    @admin.display(description=_("as of"), ordering="as_of")
    def when(self, row: StrengthStatement) -> str:
        return told(row.as_of, row.as_of_precision)

    @admin.display(description=_("choice"), ordering="is_preferred")
    def choice(self, row: StrengthStatement) -> str:
        return gettext("preferred") if row.is_preferred else "–"

    @admin.display(description=_("source"), ordering="source_title")
    def said_by(self, row: StrengthStatement) -> str:
        tier = source_of(row)["tier"]
        return f"{row.source_title} · {tier}" if tier else row.source_title or "–"

    def with_page_data(self, rows: Any) -> Any:
        return rows.select_related("state", "mission")

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        return {"said": statement_row(subject), "beside": beside(subject)}

    def file_cells(self, rows: list[Any], user: Any) -> Iterable[list[Any]]:
        for row in rows:
            yield [
                *(row.pk, row.get_kind_display(), row.mission.abbreviation, row.state_id),
                *(row.people, told(row.as_of, row.as_of_precision)),
                *(gettext("yes") if row.is_preferred else gettext("no"), row.preferred_because),
                *(row.source_title, row.source_url),
                *(row.get_verification_status_display(), row.note),
            ]


@admin.register(Participation)
class ParticipationAdmin(Checked, GuardedAdmin):
    """Which contingent serves in which mission."""

    sees = SEES
    list_display = ("contingent", "mission", "begins", "ends", "source_title", "checked")
    list_filter = ("mission",)
    list_select_related = ("contingent__state", "mission")
    ordering = ("mission", "from_on")
    fields = (
        *("contingent", "mission", "begins", "ends"),
        *("verification_status", "source_title", "source_tier", "source_url", "note"),
    )
    readonly_fields = fields

    @admin.display(description=_("from"), ordering="from_on")
    def begins(self, row: Participation) -> str:
        return told(row.from_on, row.from_precision) or gettext("not known")

    @admin.display(description=_("until"), ordering="until_on")
    def ends(self, row: Participation) -> str:
        return told_end(row.until_on, row.until_precision)
