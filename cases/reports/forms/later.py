"""What who reported writes afterwards."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WordsForm(forms.Form):
    """An addition, or the answer to a question."""

    text = forms.CharField(label=_("Your words"), widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
