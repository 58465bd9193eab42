"""Vocabularies in the admin: the list of lists, and the terms of one."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from oversight.authority.admin import Dialog, RecordAdmin
from oversight.authority.choices import Permission
from oversight.authority.rules import holds
from oversight.vocabularies import actions, columns
from oversight.vocabularies.forms import AddTermForm, EditTermForm, SeenForm
from oversight.vocabularies.models import Term, Vocabulary

PREVIEW = "oversight/vocabularies/preview.html"


def _term(vocabulary: Vocabulary, code: Any) -> Term | None:
    try:
        return vocabulary.terms.select_related("parent").filter(pk=code).first()
    except (ValidationError, ValueError):
        return None


ADD = Dialog(
    "add",
    _("Add a term"),
    _("It is offered at once, in forms and in the API."),
    AddTermForm,
    lambda vocabulary, by, data: actions.add_term(vocabulary=vocabulary, by=by, **data),
    done=_("The term was added."),
    tone="primary",
    preview=columns.of_new,
    preview_template=PREVIEW,
)
EDIT = Dialog(
    "edit",
    _("Edit"),
    _("Records keep the code; the new words show on old records too."),
    EditTermForm,
    lambda vocabulary, by, data, part: actions.edit_term(term=part, by=by, **data),
    done=_("The term was changed."),
    part=_term,
    part_name=str,
    preview=columns.of_edit,
    preview_template=PREVIEW,
)
RETIRE = Dialog(
    "retire",
    _("Retire"),
    _("It is no longer offered, and stays on the records that have it."),
    SeenForm,
    lambda vocabulary, by, data, part: actions.retire_term(term=part, by=by, **data),
    done=_("The term is retired."),
    tone="danger",
    part=_term,
    part_name=str,
    preview=columns.of_retirement,
    preview_template=PREVIEW,
)
OFFER = Dialog(
    "offer",
    _("Offer again"),
    _("New records may use it again."),
    SeenForm,
    lambda vocabulary, by, data, part: actions.offer_term(term=part, by=by, **data),
    done=_("The term is offered again."),
    part=_term,
    part_name=str,
    preview=columns.of_offer,
    preview_template=PREVIEW,
)


@admin.register(Vocabulary)
class VocabularyAdmin(RecordAdmin):
    """Closed lists in three languages. A term is retired, never removed."""

    sees = (Permission.VOCABULARY_MANAGE,)
    list_display = ("called", "code", "offered", "retired")
    search_fields = (
        "code",
        "label_en",
        "label_fr",
        "label_ht",
        "terms__code",
        "terms__label_en",
        "terms__label_fr",
        "terms__label_ht",
    )
    search_help_text = _("A list, or a term in any language.")
    ordering = ("code",)
    page_template = "oversight/vocabularies/vocabulary.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        living = Q(terms__retired_on__isnull=True)
        rows = super().get_queryset(request)
        return rows.annotate(
            offered_count=Count("terms", filter=living, distinct=True),
            retired_count=Count("terms", filter=~living, distinct=True),
        )

    @admin.display(description=_("name"), ordering="label_en")
    def called(self, vocabulary: Vocabulary) -> str:
        return vocabulary.label

    @admin.display(description=_("terms offered"), ordering="offered_count")
    def offered(self, vocabulary: Any) -> int:
        return vocabulary.offered_count

    @admin.display(description=_("retired"), ordering="retired_count")
    def retired(self, vocabulary: Any) -> int:
        return vocabulary.retired_count

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Dialog]:
        if not holds(by, Permission.VOCABULARY_MANAGE):
            return {}
        return {dialog.name: dialog for dialog in (ADD, EDIT, RETIRE, OFFER)}

    def sections(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        terms = subject.terms.select_related("parent")
        return {
            "terms": [self._row(subject, term, request) for term in terms],
            "moves": self.buttons(subject, request, "add"),
        }

    def _row(self, subject: Any, term: Term, request: HttpRequest) -> dict[str, Any]:
        names = ("edit", "offer" if term.retired_on else "retire")
        return {"term": term, "buttons": self.part_buttons(subject, request, term.pk, *names)}
