"""Dialogs of the admin that take a file, straight into the seal."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect

from oversight.authority.admin import Dialog, DialogPages
from oversight.files.actions import Incoming, check
from oversight.files.adapters import SealingHandler, sealed_uploads
from oversight.files.rules import Kind


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
        return self._file_refused(request, handler, dialog, subject)

    def _file_refused(
        self, request: HttpRequest, handler: SealingHandler, dialog: Dialog, subject: Any
    ) -> HttpResponse:
        form = dialog.form(request.POST, by=request.user, subject=subject)
        for file_name, refusal in handler.refused:
            form.add_error("file", f"{file_name}: {refusal}")
        return self._show(request, dialog, subject, form, 400)


class BeginsWithFile(FileDialogs):
    """Mix-in of a screen whose records begin with a file: `add_dialog` takes it."""

    add_dialog: ClassVar[Dialog]

    def judge(self, incoming: Incoming) -> Kind:
        """The kind of a file that has arrived, or a refusal."""
        return check(incoming)

    def add_view(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        if not self.has_add_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        with sealed_uploads(request, self.judge) as handler:
            return self._add(request, handler)

    add_view.csrf_exempt = True  # type: ignore[attr-defined]

    @method_decorator(csrf_protect)
    def _add(self, request: HttpRequest, handler: SealingHandler) -> HttpResponse:
        if handler.refused:
            return self._file_refused(request, handler, self.add_dialog, None)
        return self.serve(request, self.add_dialog, None)
