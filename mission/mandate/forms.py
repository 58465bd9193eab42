"""The form in which a paragraph number is written down."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget

from mission.mandate.models import Provision
from mission.mandate.rules import check_paragraph
from oversight.authority.rules import RuleBroken


class ParagraphForm(forms.ModelForm):
    """Only the number can be corrected here, with where it was read and why."""

    reason = forms.CharField(
        label=_("Reason"), widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}), max_length=2000
    )

    class Meta:
        model = Provision
        fields: ClassVar[list[str]] = ["paragraph", "paragraph_status", "paragraph_source"]

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or {}
        try:
            check_paragraph(
                sent.get("paragraph"),
                sent.get("paragraph_status", ""),
                sent.get("paragraph_source", ""),
            )
        except RuleBroken as broken:
            self.add_error(broken.pointer.removeprefix("/") or None, str(broken))
        return sent
