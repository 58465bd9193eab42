"""What every step of the report form is."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.reports.rules import Body, clean
from oversight.authority.rules import Mistakes
from oversight.vocabularies.models import offered_choices, terms_of

Lines = list[tuple[Any, Any]]


class StepForm(forms.Form):
    """One question. `body()` is its part of the report; the rules of the report check it here too."""

    # Which field shows a mistake that the rules find at this pointer; "" for the first field.
    fields_of: ClassVar[dict[str, str]] = {}

    def __init__(self, data: Any = None, *, known: Body | None = None, **kwargs: Any) -> None:
        self.known = known or Body(date_precision="unknown")
        kwargs.setdefault("label_suffix", "")
        super().__init__(data, **kwargs)

    def body(self) -> dict[str, Any]:
        raise NotImplementedError

    def lines(self) -> Lines:
        """What the review page shows of this step."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                clean(self.body(), today=timezone.localdate(), told_in_full=False)
            except Mistakes as mistakes:
                for mistake in mistakes.found:
                    self.add_error(self.field_at(mistake.pointer), str(mistake.message))
        return values

    def field_at(self, pointer: str) -> str | None:
        """The field a pointer of the rules speaks of."""
        parts = pointer.strip("/").split("/")
        for length in range(len(parts), 0, -1):
            name = "/".join(parts[:length])
            if name in self.fields_of:
                return self.fields_of[name]
            if name in self.fields:
                return name
        return None


def grouped(vocabulary: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Offered terms under their groups; a group without members stands for itself."""
    offered = [term for term in terms_of(vocabulary).values() if term.retired_on is None]
    groups: dict[str, list[tuple[str, str]]] = {}
    titles = {term.code: term.label for term in offered if term.parent_id is None}
    for term in offered:
        if term.parent is not None:
            groups.setdefault(term.parent.code, []).append((term.code, term.label))
    found = []
    for code, title in titles.items():
        unsure = _("%(group)s: I am not sure which kind") % {"group": title}
        own = [(code, unsure)] if code in groups else [(code, title)]
        found.append((title, [*groups.get(code, []), *own]))
    return found


def choices(vocabulary: str, empty: Any = None) -> list[tuple[str, Any]]:
    """Offered terms, with an empty answer in front when one is given."""
    offered = offered_choices(vocabulary)
    return offered if empty is None else [("", empty), *offered]
