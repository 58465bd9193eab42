"""What is asked when work is handed over: who takes which record, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from oversight.accounts.models import User
from oversight.authority.forms import LONGEST_REASON, NOT_CHOSEN, ActionForm, text_box
from oversight.subjects.actions import Wish

STAYS = ("", _("stays for now"))
RETURN = "everybody"


class HandOverForm(ActionForm):
    """One question a record, and one for all those left empty. `subject` is who leaves.

    `part` are the kinds as `rests_on` gives them: only people who can take a record are offered.
    """

    to_all = forms.ChoiceField(
        label=_("One person for all"),
        required=False,
        help_text=_("For every record below where you choose nobody else."),
    )
    declared_all = forms.BooleanField(
        label=_("This person has declared that they have no conflict of interest in any of them"),
        required=False,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Stays in the office."),
        widget=text_box(2),
        max_length=LONGEST_REASON,
    )

    def prepare(self) -> None:
        everybody: dict[str, str] = {}
        for kind in self.part:
            for line in kind["lines"]:
                people = [(str(person.pk), person.name) for person in line["people"]]
                everybody |= dict(people)
                self._ask(kind["kind"], line, people)
        known = sorted(everybody.items(), key=lambda pair: pair[1])
        self.fields["to_all"].choices = [NOT_CHOSEN, *known]
        if not any(kind["kind"].declares and kind["lines"] for kind in self.part):
            del self.fields["declared_all"]

    def _ask(self, kind: Any, line: dict[str, Any], people: list[tuple[str, str]]) -> None:
        returned = [(RETURN, _("back to everybody"))] if kind.may_return else []
        self.fields[f"to-{line['key']}"] = forms.ChoiceField(
            label=_("Who takes over %(record)s") % {"record": line["title"]},
            choices=[STAYS, *returned, *people],
            required=False,
        )
        if kind.declares:
            self.fields[f"declared-{line['key']}"] = forms.BooleanField(
                label=_("has declared that they have no conflict of interest"), required=False
            )

    def asked(self) -> list[dict[str, Any]]:
        """The kinds with the fields of each line, for the page."""
        return [
            {
                **kind,
                "lines": [
                    {
                        **line,
                        "to": self[f"to-{line['key']}"],
                        "declared": self[f"declared-{line['key']}"]
                        if kind["kind"].declares
                        else None,
                    }
                    for line in kind["lines"]
                ],
            }
            for kind in self.part
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not self._chosen():
            self.add_error(None, _("Choose who takes over at least one record."))
        return data

    def _chosen(self) -> list[tuple[Any, Any, str, bool]]:
        """Kind, row, who, declared: of every line where somebody is chosen."""
        data, found = self.cleaned_data, []
        for kind in self.part:
            for line in kind["lines"]:
                own = data.get(f"to-{line['key']}", "")
                word = "declared_all" if not own else f"declared-{line['key']}"
                chosen = own or data.get("to_all", "")
                if chosen:
                    found.append((kind["kind"], line["row"], chosen, bool(data.get(word))))
        return found

    def wishes(self) -> list[Wish]:
        people = {str(user.pk): user for user in User.objects.active().with_grants()}
        return [
            Wish(kind, row, None if chosen == RETURN else people[chosen], declared)
            for kind, row, chosen, declared in self._chosen()
            if chosen == RETURN or chosen in people
        ]
