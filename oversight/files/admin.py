"""Dialogs of the admin that take a file, straight into the seal."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect

from oversight.authority.admin import DialogPages
from oversight.files.adapters import SealingHandler, sealed_uploads


class FileDialogs(DialogPages):
    """Mix-in of a screen some of whose dialogs have a field `file`: it arrives sealed, or is refused."""

    def dialog_view(
        self, request: HttpRequest, pk: Any, name: str, part: Any = None
    ) -> HttpResponse:
        # Nobody else's bytes are taken in; the record itself is found after the body was read.
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise Http404
        with sealed_uploads(request) as handler:
            return self._checked(request, handler, pk, name, part)

    # The check of the token reads the body, and must find the seal in place.
    dialog_view.csrf_exempt = True  # type: ignore[attr-defined]

    @method_decorator(csrf_protect)
    def _checked(
        self, request: HttpRequest, handler: SealingHandler, pk: Any, name: str, part: Any
    ) -> HttpResponse:
        if not handler.refused:
            return super().dialog_view(request, pk, name, part)
        subject = self.find(request, pk)
        dialog = self.dialogs_of(subject, request.user).get(name)
        if dialog is None:
            raise Http404
        form = dialog.form(request.POST, by=request.user, subject=subject)
        for file_name, refusal in handler.refused:
            form.add_error("file", f"{file_name}: {refusal}")
        return self._show(request, dialog, subject, form, 400)
