"""Ready texts in dialogs: choosing one fills the message, in the language of who reported."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.reports.models import MessageTemplate
from oversight.accounts.choices import languages
from oversight.authority.forms import ActionForm, text_box

INSIDE = _("For colleagues. The person who reported never reads this.")
OUTSIDE = _("The person who reported reads this on the site. No names, nothing about other people.")


class ReadySelect(forms.Select):
    """The list of ready texts, with a button that fills the chosen one in without a script."""

    template_name = "cases/triage/ready_select.html"
    report: Any = None

    def create_option(self, name: str, value: Any, *args: Any, **options: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **options)
        template = getattr(value, "instance", None)
        if template is not None and self.report is not None:
            option["attrs"]["data-text"] = template.text_for(self.report)
        return option

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"fills": self.report is not None}


class ReadyField(forms.ModelChoiceField):
    """One ready text; an unreviewed translation says so."""

    widget = ReadySelect
    language = ""

    def label_from_instance(self, template: MessageTemplate) -> str:
        names = ", ".join(
            str(name)
            for code, name in languages()
            if self.language in ("", code) and not template.is_reviewed_in(code)
        )
        if not names:
            return template.name
        return _("%(name)s (awaiting review: %(language)s)") % {
            "name": template.name,
            "language": names,
        }


def said(report: Any, data: dict[str, Any]) -> dict[str, Any]:
    """What a form with a message gives to an action: the ready text where nothing was typed."""
    template = data.pop("template", None)
    if template is not None and not data.get("message"):
        data["message"] = template.text_for(report)
    return data


class Ready(forms.Form):
    """Mix-in of forms with a message: a ready text may be chosen. For one report or for many."""

    purpose = ""
    template = ReadyField(
        label=_("Ready text"),
        queryset=MessageTemplate.objects.none(),
        required=False,
        empty_label=_("none: your own words"),
    )

    class Media:
        js = (forms.Script("cases/dialogs.js", defer=True),)

    def prepare(self) -> None:
        """Called by the dialog once it knows its record."""
        super().prepare()  # type: ignore[misc]
        offered = MessageTemplate.objects.visible_to(self.by).offered(self.purpose)  # type: ignore[attr-defined]
        field: Any = self.fields["template"]
        report = self.told_about()
        if report is None:
            field.help_text = _("Each person gets it in the language of their report.")
        else:
            field.language = report.language
            field.widget.report = report
            self.fields["message"].widget.attrs["lang"] = report.language
            field.help_text = _(
                "It is filled in in the language of the report: %(language)s. You can still change it."
            ) % {"language": dict(languages()).get(report.language, report.language)}
        field.queryset = offered
        names = [name for name in self.fields if name != "template"]
        names.insert(names.index("message"), "template")
        self.order_fields(names)

    def told_about(self) -> Any:
        """The report whose filer reads the message; none where there are many."""
        return self.subject  # type: ignore[attr-defined]

    def refill(self) -> ActionForm | None:
        """The dialog again with the text filled in: asked for, or chosen and not yet read."""
        report = self.told_about()
        if report is None or not self.data.get("template"):
            return None
        if "fill" not in self.data and self.data.get("message", "").strip():
            return None
        chosen = self.fields["template"].queryset.filter(pk=self.data["template"]).first()
        if chosen is None:
            return None
        kept = {name: self.data.get(name) for name in self.fields}
        kept["message"] = chosen.text_for(report)
        return type(self)(by=self.by, subject=self.subject, part=self.part, initial=kept)  # type: ignore[attr-defined, call-arg]


class Decision(forms.Form):
    """The two texts of every decision."""

    reason = forms.CharField(
        label=_("Internal reason"), help_text=INSIDE, widget=text_box(3), required=False
    )
    message = forms.CharField(
        label=_("Message to the person who reported"),
        help_text=OUTSIDE,
        widget=text_box(3),
        required=False,
    )
