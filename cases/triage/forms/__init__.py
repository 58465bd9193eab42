"""What the dialogs ask."""

from cases.triage.forms.base import ActionForm, DialogForm, MaybeReasonForm, ReasonForm

__all__ = ["ActionForm", "DialogForm", "MaybeReasonForm", "ReasonForm"]
