"""A dialog: GET shows what will happen and asks, POST does it by calling one action."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from cases.triage.forms import DialogForm
from oversight.authority.rules import RuleBroken, Stale

Text = str | Promise


@dataclass(frozen=True)
class Dialog:
    """One button and what it asks.

    `run(subject, by, data)` calls the action. `blocked(subject, by)` says why not now, or "".
    `part` finds the row inside the subject that the dialog is about, if it is about one.
    `template` shows what `run` gave back, once, in place of going back to the page.
    """

    name: str
    label: Text
    explanation: Text
    form: type[DialogForm]
    run: Callable[..., Any]
    done: Text = ""
    tone: str = "secondary"
    blocked: Callable[[Any, Any], Text] | None = None
    part: Callable[[Any, Any], Any] | None = None
    template: str = ""

    def why_not(self, subject: Any, by: Any) -> Text:
        return self.blocked(subject, by) if self.blocked else ""


def hold(subject: Any, version: int) -> Any:
    """The locked row, if nobody has changed it since the dialog was opened."""
    row = type(subject).objects.select_for_update(of=("self",)).get(pk=subject.pk)
    if row.version != version:
        raise Stale(
            "stale",
            _(
                "Somebody changed this while you were writing. What you typed is kept: look at "
                "what is new, then send it again."
            ),
        )
    return row


def perform(dialog: Dialog, *, subject: Any, part: Any, form: DialogForm, by: Any) -> Any:
    """Run the action on the row as the person saw it; all or nothing."""
    data = form.cleaned_data
    with transaction.atomic():
        held = hold(subject, data.pop("version"))
        extra = {"part": part} if dialog.part else {}
        return dialog.run(held, by, data, **extra)


def attempt(
    dialog: Dialog, *, subject: Any, part: Any, form: DialogForm, by: Any
) -> tuple[bool, Any]:
    """Whether it was done, and what came of it: a result, or the status of the refusal."""
    if not form.is_valid():
        return False, 400
    try:
        return True, perform(dialog, subject=subject, part=part, form=form, by=by)
    except RuleBroken as broken:
        form.refuse(broken)
        return False, broken.status
    except ValidationError as wrong:
        form.show(wrong)
        return False, 400


class DialogPages:
    """Mix-in of a screen: the pages of its dialogs."""

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Dialog]:
        raise NotImplementedError

    def find(self, request: HttpRequest, pk: Any) -> Any:
        raise NotImplementedError

    def dialog_view(
        self, request: HttpRequest, pk: Any, name: str, part: Any = None
    ) -> HttpResponse:
        subject = self.find(request, pk)
        dialog = self.dialogs_of(subject, request.user).get(name)
        if dialog is None:
            raise Http404
        inner = self._part(dialog, subject, part)
        given = {"subject": subject, "by": request.user, "part": inner}
        if request.method != "POST":
            return self._show(request, dialog, subject, dialog.form(**given))
        form = dialog.form(request.POST, **given)
        done, result = attempt(dialog, subject=subject, part=inner, form=form, by=request.user)
        if not done:
            fresh = self.find(request, pk)
            form.renew(fresh)
            return self._show(request, dialog, fresh, form, result)
        return self._after(request, dialog, subject, result)

    def _part(self, dialog: Dialog, subject: Any, part: Any) -> Any:
        if dialog.part is None:
            return None
        found = dialog.part(subject, part) if part else None
        if found is None:
            raise Http404
        return found

    def _show(
        self,
        request: HttpRequest,
        dialog: Dialog,
        subject: Any,
        form: DialogForm,
        status: int = 200,
    ) -> HttpResponse:
        context = self.page_context(  # type: ignore[attr-defined]
            request,
            title=dialog.label,
            subject=subject,
            dialog=dialog,
            form=form,
            blocked=dialog.why_not(subject, request.user),
            back=self.page_url(subject, request),  # type: ignore[attr-defined]
        )
        return TemplateResponse(request, "cases/triage/dialog.html", context, status=status)

    def _after(
        self, request: HttpRequest, dialog: Dialog, subject: Any, result: Any
    ) -> HttpResponse:
        back = self._place_after(request, subject)
        if dialog.template:
            context = self.page_context(  # type: ignore[attr-defined]
                request, title=dialog.label, subject=subject, result=result, back=back
            )
            return TemplateResponse(request, dialog.template, context)
        if dialog.done:
            messages.success(request, dialog.done)
        opened = self.url_after(result)  # type: ignore[attr-defined]
        return HttpResponseRedirect(opened or back)

    def _place_after(self, request: HttpRequest, subject: Any) -> str:
        """The page of the record, or the list for who no longer sees it."""
        seen = self.visible(request).filter(pk=subject.pk).exists()  # type: ignore[attr-defined]
        if seen:
            return self.page_url(subject, request)  # type: ignore[attr-defined]
        return self.address("changelist")  # type: ignore[attr-defined]


def safe_next(request: HttpRequest, default: str) -> str:
    """Where the person came from, if that is on this site."""
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if safe and wanted.startswith("/admin/") else default
