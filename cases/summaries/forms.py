"""What is asked about a release."""

from django import forms
from django.utils.translation import gettext_lazy as _

from oversight.authority.forms import ActionForm, WhyForm, text_box


def public_text(label: object) -> forms.CharField:
    return forms.CharField(
        label=label,
        widget=text_box(3),
        max_length=600,
        help_text=_("Anybody can read it. Nothing that points to a person, a place or a case."),
    )


class PrepareForm(ActionForm):
    """The one thing a lead decides: the cut-off."""

    cutoff = forms.DateField(
        label=_("Cut-off"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("The last day that is counted. Figures are most useful at a quarter's end."),
    )


class ApproveForm(ActionForm):
    """What a lead says when approving."""

    reason = forms.CharField(
        label=_("What you checked"), required=False, widget=text_box(3), max_length=2000
    )


class WithdrawForm(WhyForm):
    """Why figures must go, inside the office and for everybody."""

    public_en = public_text(_("What the public is told, in English"))
    public_fr = public_text(_("What the public is told, in French"))
    public_ht = public_text(_("What the public is told, in Haitian Creole"))
