"""What who reported sends afterwards."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.reports.forms.files import files_field


class WordsForm(forms.Form):
    """An addition, or the answer to a question; with files as long as the report takes some."""

    text = forms.CharField(label=_("Your words"), widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, with_files: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        if with_files:
            self.fields["upload"] = files_field()
