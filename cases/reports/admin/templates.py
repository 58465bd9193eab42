"""Ready texts in the admin: the list, and one text in all its languages."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from cases.reports import actions
from cases.reports.forms.templates import AddTemplateForm, EditTemplateForm, RetireTemplateForm
from cases.reports.models import MessageTemplate
from oversight.accounts.choices import languages
from oversight.authority.admin import Dialog, RecordAdmin
from oversight.authority.choices import Permission
from oversight.authority.rules import RuleBroken, holds

MANAGES = (Permission.TEMPLATE_MANAGE,)
EXAMPLE = "R-7K3M-9QXD"

EDIT = Dialog(
    "edit",
    _("Edit"),
    _("Messages already sent stay as they were sent. The new words are offered at once."),
    EditTemplateForm,
    lambda template, by, data: actions.edit_template(template=template, by=by, **data),
    done=_("The text was changed."),
    tone="primary",
)
RETIRE = Dialog(
    "retire",
    _("Retire"),
    _("It is no longer offered. Messages already sent stay."),
    RetireTemplateForm,
    lambda template, by, data: actions.retire_template(template=template, by=by, **data),
    done=_("The text is retired."),
    tone="danger",
)
OFFER = Dialog(
    "offer",
    _("Offer again"),
    _("Dialogs offer it again."),
    RetireTemplateForm,
    lambda template, by, data: actions.offer_template(template=template, by=by, **data),
    done=_("The text is offered again."),
)


@admin.register(MessageTemplate)
class MessageTemplateAdmin(RecordAdmin):
    """Texts for who reported, in three languages. A text is retired, never removed."""

    sees = adds = MANAGES
    list_display = ("called", "purpose", "order", "languages_reviewed", "retired_on")
    list_filter = ("purpose",)
    sortable_by = ()
    search_fields = ("code", "name_en", "name_fr", "name_ht", "text_en", "text_fr", "text_ht")
    search_help_text = _("Words of a name or text in any language.")
    page_template = "cases/reports/template.html"

    @admin.display(description=_("name"))
    def called(self, template: MessageTemplate) -> str:
        return template.name

    @admin.display(description=_("reviewed"))
    def languages_reviewed(self, template: MessageTemplate) -> str:
        return ", ".join(str(n) for code, n in languages() if template.is_reviewed_in(code))

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Dialog]:
        if not holds(by, *MANAGES):
            return {}
        return {dialog.name: dialog for dialog in (EDIT, OFFER if subject.retired_on else RETIRE)}

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        return {
            "moves": self.buttons(subject, request, "edit", "retire", "offer"),
            "texts": [
                {
                    "code": code,
                    "language": called,
                    "name": getattr(subject, f"name_{code}"),
                    "text": getattr(subject, f"text_{code}").replace("{reference}", EXAMPLE),
                    "reviewed": subject.is_reviewed_in(code),
                }
                for code, called in languages()
            ],
        }

    def add_view(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        """A new text, by the same action as any other way in."""
        if not self.has_add_permission(request):
            return super().add_view(request, *args, **more)
        form = AddTemplateForm(request.POST if request.method == "POST" else None, by=request.user)
        if form.is_bound and form.is_valid():
            try:
                made = actions.add_template(by=request.user, **form.cleaned_data)
                return HttpResponseRedirect(self.page_url(made))
            except RuleBroken as broken:
                form.refuse(broken)
            except ValidationError as wrong:
                form.show(wrong)
        context = self.page_context(
            request, title=_("New ready text"), form=form, back=self.address("changelist")
        )
        status = 400 if form.is_bound else 200
        return TemplateResponse(request, "cases/reports/template_new.html", context, status=status)
