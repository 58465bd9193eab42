"""How forms look and the inputs they share: renderer, three-box dates, long lists of options."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from oversight.accounts.actions import Newcomer
from oversight.accounts.choices import languages
from oversight.authority.forms import ActionForm
from oversight.pages.rules import PartialDate


class OfficeRenderer(TemplatesSetting):
    """Label, hint, error, input, in that order, on every form outside the admin."""

    form_template_name = "oversight/pages/forms/form.html"
    field_template_name = "oversight/pages/forms/field.html"


def described(label: str | Promise, note: str | Promise) -> SafeString:
    """A choice with a line of explanation under its name."""
    return format_html('{}<span class="choice-note">{}</span>', label, note)


class LanguageForm(forms.Form):
    """The language of a person's pages and e-mails."""

    language = forms.ChoiceField(
        label=_("Language of your pages and e-mails"), choices=languages, widget=forms.RadioSelect
    )


class SetUpForm(ActionForm):
    """The office and its first three people."""

    organisation = forms.CharField(label=_("Name of the office"), max_length=200)
    language = forms.ChoiceField(
        label=_("Language of their pages and e-mails"),
        help_text=_("Each person can choose another one later."),
        choices=languages,
    )
    administrator_name = forms.CharField(label=_("Name of the administrator"), max_length=150)
    administrator_email = forms.EmailField(label=_("E-mail of the administrator"), max_length=254)
    lead_name = forms.CharField(label=_("Name of the first lead"), max_length=150)
    lead_email = forms.EmailField(label=_("E-mail of the first lead"), max_length=254)
    second_name = forms.CharField(label=_("Name of the second lead"), max_length=150)
    second_email = forms.EmailField(label=_("E-mail of the second lead"), max_length=254)

    FIRST: ClassVar = (("administrator", "administrator"), ("lead", "lead"), ("second", "lead"))

    def people(self) -> list[Newcomer]:
        data = self.cleaned_data
        return [
            Newcomer(data[f"{who}_name"], data[f"{who}_email"], role, f"{who}_email")
            for who, role in self.FIRST
        ]

    def groups(self) -> list[tuple[str | Promise, str | Promise, list[forms.BoundField]]]:
        """Title, explanation and boxes of each group."""
        texts = (
            (_("The administrator"), _("Keeps accounts, coded words and deadlines. Sees no case.")),
            (_("The first lead"), _("Answers for all cases, and approves who may see them.")),
            (_("The second lead"), _("Approves what the first lead may not approve alone.")),
        )
        return [
            (title, text, [self[f"{who}_name"], self[f"{who}_email"]])
            for (title, text), (who, _role) in zip(texts, self.FIRST, strict=True)
        ]


class OptionList(forms.CheckboxSelectMultiple):
    """A long list of check boxes in a box of its own; site.js adds typing to narrow it."""

    template_name = "oversight/pages/widgets/option_list.html"


class OptionListOne(forms.RadioSelect):
    """The same with one answer."""

    template_name = "oversight/pages/widgets/option_list.html"


class DateBoxes(forms.MultiWidget):
    """Day, month and year as three boxes to type numbers in."""

    template_name = "oversight/pages/widgets/date_boxes.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes = {name: forms.TextInput(box) for name, box in self._boxes().items()}
        super().__init__(boxes, attrs)

    @staticmethod
    def _boxes() -> dict[str, dict[str, Any]]:
        numeric = {"inputmode": "numeric", "autocomplete": "off"}
        return {
            "day": {**numeric, "maxlength": 2, "class": "day"},
            "month": {**numeric, "maxlength": 2, "class": "month"},
            "year": {**numeric, "maxlength": 4, "class": "year"},
        }

    def decompress(self, value: Any) -> list[int | str | None]:
        if isinstance(value, str) and value:
            value = PartialDate(*(int(part) for part in value.split("-")))
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        labels = (_("Day"), _("Month"), _("Year"))
        for box, label in zip(context["widget"]["subwidgets"], labels, strict=True):
            box["label"] = label
        return context

    def use_required_attribute(self, initial: Any) -> bool:
        return False

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else id_


class ThreeBoxDateField(forms.Field):
    """A date typed as three numbers.

    With `partial=True` the day, or day and month, may stay empty and the answer is a
    `PartialDate`; otherwise it is a `date`.
    """

    widget = DateBoxes
    default_error_messages = {
        "required": _("Enter the day, month and year, for example 2 12 2024."),
        "not_numbers": _("Use numbers for the day, month and year, for example 2 12 2024."),
        "no_year": _("Enter the year as well, for example 2024."),
        "no_month": _("Enter the month as well, a number from 1 to 12."),
        "no_day": _("Enter the day as well."),
        "short_year": _("Write the year with four numbers, for example 2024."),
        "month_range": _("The month is a number from 1 to 12."),
        "no_such_day": _("There is no such day in that month. Check the day and the month."),
    }

    def __init__(self, *, partial: bool = False, **kwargs: Any) -> None:
        self.partial = partial
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | PartialDate | None:
        typed = [str(box or "").strip() for box in (value or ())]
        if not any(typed):
            return None
        day, month, year = (self._number(box) for box in typed)
        self._check_missing(day, month, year)
        found = PartialDate(year or 0, month, day)
        self._check_range(found)
        return found if self.partial else found.first

    def _number(self, text: str) -> int | None:
        if text and not (text.isascii() and text.isdigit()):
            self._refuse("not_numbers")
        return int(text) if text else None

    def _check_missing(self, day: int | None, month: int | None, year: int | None) -> None:
        if year is None:
            self._refuse("no_year")
        if month is None and (day is not None or not self.partial):
            self._refuse("no_month")
        if day is None and not self.partial:
            self._refuse("no_day")

    def _check_range(self, found: PartialDate) -> None:
        if not 1900 <= found.year <= 9999:
            self._refuse("short_year")
        if found.month is not None and not 1 <= found.month <= 12:
            self._refuse("month_range")
        if not found.exists:
            self._refuse("no_such_day")

    def _refuse(self, code: str) -> None:
        raise ValidationError(self.error_messages[code], code=code)

    def has_changed(self, initial: Any, data: Any) -> bool:
        boxes = initial if isinstance(initial, list) else self.widget.decompress(initial)
        return [str(box or "") for box in boxes] != [str(box or "") for box in data or ["", "", ""]]
