"""What is asked about people, roles and organisations."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget

from oversight.accounts.choices import languages
from oversight.accounts.models import Organisation
from oversight.accounts.rules import scope_codes
from oversight.authority.choices import ScopeKind
from oversight.authority.forms import LONGEST_REASON, NOT_CHOSEN, ActionForm, WhyForm
from oversight.authority.rules import ROLES

EVERYWHERE = "="


def day_box() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


def limits() -> list[tuple[Any, Any]]:
    """What a role may be narrowed to, grouped by kind; the value is `kind=code`."""
    groups = [
        (label, [(f"{kind}={code}", name) for code, name in scope_codes(kind).items()])
        for kind, label in ScopeKind.choices
        if kind
    ]
    return [(EVERYWHERE, ScopeKind.NONE.label), *groups]


def roles() -> list[tuple[str, Any]]:
    return [
        NOT_CHOSEN,
        *(
            (role.code, f"{capfirst(str(role.name))}: {role.description}")
            for role in ROLES.values()
        ),
    ]


class PersonFields(ActionForm):
    """What the office knows of a person."""

    name = forms.CharField(label=_("Name"), max_length=150)
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), required=False
    )
    language = forms.ChoiceField(label=_("Language of pages and e-mails"), choices=languages)
    state = forms.CharField(
        label=_("State this person serves or served"),
        help_text=_("Two letters, for example KE. The person never sees cases about that State."),
        max_length=2,
        required=False,
    )

    def prepare(self) -> None:
        known = Organisation.objects.visible_to(self.by)
        kept = getattr(self.subject, "organisation_id", None)
        self.fields["organisation"].queryset = known.offered(keep=kept)

    def clean_state(self) -> str:
        return self.cleaned_data["state"].upper()


def limit_of(data: dict[str, Any]) -> dict[str, Any]:
    """The chosen limit as `scope_kind` and `scope_value`."""
    kind, _sign, value = data.get("scope_value", EVERYWHERE).partition("=")
    return {"scope_kind": kind, "scope_value": value}


class NewPersonForm(PersonFields):
    """Somebody to invite, and the role they come for."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=roles,
        required=False,
        help_text=_("One that sees cases or vetting files starts when a lead has approved it."),
    )
    scope_value = forms.ChoiceField(
        label=_("Limited to"), choices=limits, required=False, initial=EVERYWHERE
    )
    ends_on = forms.DateField(
        label=_("Role until"),
        widget=day_box(),
        required=False,
        help_text=_("Empty: until it is ended."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Stays in the office. A lead reads it before approving."),
        widget=forms.Textarea({"rows": 2}),
        max_length=LONGEST_REASON,
        required=False,
    )
    field_order = ("email", "name", "role", "scope_value", "ends_on", "reason")
    GRANT = ("role", "ends_on", "reason")

    def clean_ends_on(self) -> Any:
        ends_on = self.cleaned_data["ends_on"]
        if ends_on and ends_on < timezone.localdate():
            raise forms.ValidationError(_("Choose a day that is not over."))
        return ends_on

    def person(self) -> dict[str, Any]:
        """What the account is made of."""
        names = ("email", "name", "organisation", "language", "state")
        return {name: self.cleaned_data[name] for name in names}

    def grant(self) -> dict[str, Any]:
        """What the role is made of; empty when none was chosen."""
        data = self.cleaned_data
        if not data["role"]:
            return {}
        return {name: data[name] for name in self.GRANT} | limit_of(data)


class EditPersonForm(PersonFields, WhyForm):
    """A person as they are now, and why that changes."""

    field_order = ("name", "organisation", "language", "state", "reason")

    def prepare(self) -> None:
        super().prepare()
        for name in ("name", "language", "state"):
            self.initial.setdefault(name, getattr(self.subject, name))
        self.initial.setdefault("organisation", self.subject.organisation_id)


class GrantForm(WhyForm):
    """A role, how far it reaches and how long."""

    role = forms.ChoiceField(label=_("Role"), choices=roles)
    scope_value = forms.ChoiceField(label=_("Limited to"), choices=limits)
    starts_on = forms.DateField(label=_("From"), widget=day_box())
    ends_on = forms.DateField(
        label=_("Until"), widget=day_box(), required=False, help_text=_("Empty: until it is ended.")
    )
    field_order = ("role", "scope_value", "starts_on", "ends_on", "reason")

    def prepare(self) -> None:
        self.initial.setdefault("starts_on", timezone.localdate())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("Choose a day after the first one."))
        return data | limit_of(data)


class MaybeWhyForm(ActionForm):
    """A reason that may be left out."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Stays in the office."),
        widget=forms.Textarea({"rows": 3}),
        max_length=LONGEST_REASON,
        required=False,
    )


class OrganisationForm(forms.ModelForm):
    """A body that people belong to, and why it changes."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
    )

    class Meta:
        model = Organisation
        fields: ClassVar[list[str]] = ["name", "kind", "is_active"]
