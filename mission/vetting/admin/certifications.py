"""Certifications: one document of a State, many people, two officers."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from mission.vetting import actions, columns, forms
from mission.vetting.admin.checks import csrf_field
from mission.vetting.admin.dialogs import kept
from mission.vetting.admin.filters import SecondPersonFilter
from mission.vetting.models import Certification
from oversight.accounts.forms import MaybeWhyForm
from oversight.audit.columns import timeline
from oversight.authority.admin import Dialog, RecordAdmin
from oversight.authority.choices import Permission
from oversight.authority.forms import WhyForm
from oversight.authority.rules import may
from oversight.files import actions as files
from oversight.files.admin import FileDialogs
from oversight.files.rules import kind_called
from oversight.files.views import original
from oversight.pages.admin import status_badge

SHOWN = 200
CERTIFY = Dialog(
    "add",
    _("Enter a certification"),
    _("Everybody the document names gets a check; a colleague accepts it for all of them at once."),
    forms.CertifyForm,
    lambda nothing, by, data: actions.certify(by=by, **data),
    done=_("The certification waits for a colleague. Attach the document."),
    tone="primary",
)
DOCUMENT = Dialog(
    "document",
    _("Attach the document"),
    _("It is kept encrypted; only those who vet can open it."),
    forms.DocumentForm,
    lambda row, by, data: actions.attach_document(
        certification=row, by=by, **kept(data, by=by, subject=row)
    ),
    done=_("The document is attached."),
)
ACCEPT = Dialog(
    "accept",
    _("Accept for all"),
    _(
        "Everybody it names is cleared under this scheme, other than those about whom a concern stands."
    ),
    MaybeWhyForm,
    lambda row, by, data: actions.decide_certification(
        certification=row, accepted=True, by=by, **data
    ),
    done=_("The certification is accepted."),
    tone="primary",
)
REFUSE = Dialog(
    "refuse",
    _("Do not accept"),
    _("The checks it opened are closed; nobody is cleared by it."),
    WhyForm,
    lambda row, by, data: actions.decide_certification(
        certification=row, accepted=False, by=by, **data
    ),
    done=_("The certification is not accepted."),
    tone="danger",
)


def badge_of(row: Certification) -> tuple[Any, str]:
    if row.decided_at is None:
        return (gettext("waits for a second person"), "waiting")
    return (gettext("accepted"), "done") if row.accepted else (gettext("not accepted"), "overdue")


@admin.register(Certification)
class CertificationAdmin(FileDialogs, RecordAdmin):
    """Documents by which States certify their people."""

    sees = (Permission.VETTING_SEE,)
    adds = (Permission.VETTING_WORK,)
    list_display = ("reference", "state", "scheme", "dated_on", "standing")
    list_filter = (SecondPersonFilter, "state", "scheme")
    list_select_related = ("state", "scheme")
    search_fields = ("reference",)
    ordering = ("-proposed_at", "pk")
    page_template = "mission/record.html"

    @display(description=_("status"))
    def standing(self, row: Certification) -> str:
        return status_badge(*badge_of(row))

    def with_page_data(self, rows: Any) -> Any:
        return rows.select_related("state", "scheme", "document", "proposed_by", "decided_by")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.document_view)
        own = path("<uuid:pk>/document/", view, name="mission_certification_document")
        return [own, *super().get_urls()]

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Dialog]:
        if subject.decided_at is not None:
            return {}
        within = [subject.state_id]
        decides = may(by, Permission.VETTING_DECIDE, contingents=within)
        another = decides and subject.proposed_by_id != by.pk
        works = may(by, Permission.VETTING_WORK, contingents=within)
        wanted = ((ACCEPT, another), (REFUSE, another), (DOCUMENT, works))
        return {dialog.name: dialog for dialog, offered in wanted if offered}

    def url_after(self, result: Any) -> str:
        return self.address("change", result.pk) if isinstance(result, Certification) else ""

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        checks = subject.checks.with_subjects().order_by("personnel__service_number")
        lines = columns.check_lines(checks[:SHOWN])
        for line, check in zip(lines, checks[:SHOWN], strict=True):
            line["title"] = str(check.subject)
        facts = [
            (gettext("State"), subject.state.label),
            (gettext("Scheme"), subject.scheme.label),
            (gettext("Date of the document"), subject.dated_on),
            (gettext("Entered by"), columns.called(subject.proposed_by)),
            (gettext("Decided by"), subject.decided_by.name if subject.decided_by else ""),
            (gettext("Reason"), subject.reason),
        ]
        return {
            "kicker": gettext("Certification"),
            "heading": subject.reference,
            "badges": [badge_of(subject)],
            "notes": [],
            "cards": [
                {"title": gettext("The document"), "facts": facts},
                {
                    "title": gettext("The file"),
                    "lines": _document_lines(subject),
                    "empty": gettext("The document is not attached yet."),
                    "csrf": csrf_field(request),
                },
                {
                    "title": gettext("Whom it certifies (%(count)s)") % {"count": checks.count()},
                    "lines": lines,
                    "empty": gettext("Everybody had a check under way."),
                },
            ],
            "moves": self.buttons(subject, request, "accept", "refuse", "document"),
            "timeline": timeline(subject),
        }

    def add_view(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.serve(request, CERTIFY, None)

    def document_view(self, request: HttpRequest, pk: Any) -> HttpResponseBase:
        """The document as it came; an event before its first byte."""
        row = self.find(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if row.document is None:
            raise Http404
        files.note_download(file=row.document, by=request.user, subject=row)
        return original(row.document, name=f"certification-{row.pk}")


def _document_lines(row: Certification) -> list[dict[str, Any]]:
    if row.document is None:
        return []
    url = reverse("admin:mission_certification_document", args=[row.pk])
    return [
        {
            "title": kind_called(row.document.content_type).label,
            "note": f"SHA-256 {row.document.sha256}",
            "fetch": url if row.document.is_open else "",
        }
    ]
