"""Many members of one State at once, by service numbers that were copied from somewhere."""

import re
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mission.force.forms import states_of
from mission.force.models import Personnel, State
from mission.force.rules import service_number
from oversight.authority.choices import Permission
from oversight.authority.forms import ActionForm, text_box
from oversight.authority.rules import RuleBroken
from oversight.templatetags.pages import number

BETWEEN = re.compile(r"[\n\r\t,;]+")


class NumbersForm(ActionForm):
    """Gives `people`, `left_out` and `twice` (typed more than once) in place of `numbers`.

    `left_out` is what was typed and is nobody. A form that `takes_new` gives numbers nobody has as
    `new`: only what can be no number is left out.
    """

    needs: ClassVar[Permission]
    most: ClassVar[int] = 5_000
    takes_new: ClassVar[bool] = False

    state = forms.ModelChoiceField(queryset=State.objects.none(), label=_("State"))
    numbers = forms.CharField(
        label=_("Service numbers"),
        widget=text_box(8),
        max_length=100_000,
        help_text=_("One a line. You see who is known before anything is recorded."),
    )

    def prepare(self) -> None:
        self.fields["state"].queryset = states_of(self.by, self.needs)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        typed, state = data.pop("numbers", ""), data.get("state")
        lines = [line for line in BETWEEN.split(typed) if line.strip()]
        if self.errors or state is None:
            return data
        if len(lines) > self.most:
            text = gettext("Enter at most %(most)s numbers at a time.")
            self.add_error("numbers", text % {"most": number(self.most)})
            return data
        known, unreadable, data["twice"] = _sorted(lines)
        rows = Personnel.objects.filter(state=state, service_number__in=known)
        data["people"] = list(rows.select_related("state").order_by("service_number"))
        found = {person.service_number for person in data["people"]}
        new = [one for one in known if one not in found]
        data["left_out"] = unreadable if self.takes_new else new + unreadable
        if self.takes_new:
            data["new"] = new
        field = self.fields["numbers"]
        if field.required and not lines:
            self.add_error("numbers", field.error_messages["required"])
        elif lines and not data["people"] and not data.get("new"):
            self.add_error("numbers", _("Nobody of this State has one of these numbers."))
        return data


def _sorted(lines: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Numbers in their one spelling, each once; lines that can be none; numbers that came again."""
    known: dict[str, int] = {}
    unreadable = []
    for line in lines:
        try:
            one = service_number(line)
            known[one] = known.get(one, 0) + 1
        except RuleBroken:
            unreadable.append(line[:60])
    return list(known), unreadable, [one for one, times in known.items() if times > 1]
