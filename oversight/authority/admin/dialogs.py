"""A dialog: GET shows what will happen and asks, POST does it by calling one action."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from oversight.authority.forms import ActionForm
from oversight.authority.rules import RuleBroken, Stale

Text = str | Promise


@dataclass(frozen=True)
class Dialog:
    """One button and what it asks.

    `run(subject, by, data)` calls the action. `blocked(subject, by)` says why not now, or "".
    `part` finds the row inside the subject that the dialog is about, if it is about one.
    `part_name` says which row that is.
    `template` shows what `run` gave back, once, in place of going back to the page.
    `preview(subject, by, data)` gives what a first sending shows, in `preview_template`, before a
    second one does it. It names itself `seen`, which the form hands on to the action.
    """

    name: str
    label: Text
    explanation: Text
    form: type[ActionForm]
    run: Callable[..., Any]
    done: Text = ""
    tone: str = "secondary"
    blocked: Callable[[Any, Any], Text] | None = None
    part: Callable[[Any, Any], Any] | None = None
    part_name: Callable[[Any], Text] | None = None
    template: str = ""
    preview: Callable[..., Any] | None = None
    preview_template: str = ""

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


def perform(dialog: Dialog, *, subject: Any, part: Any, form: ActionForm, by: Any) -> Any:
    """Run the action on the row as the person saw it; all or nothing."""
    data = form.cleaned_data
    with transaction.atomic():
        version = data.pop("version", None)
        held = subject if version is None else hold(subject, version)
        extra = {"part": part} if dialog.part else {}
        return dialog.run(held, by, data, **extra)


def attempt(
    dialog: Dialog, *, subject: Any, part: Any, form: ActionForm, by: Any
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
    """Mix-in of a screen: the page of a record and those of its dialogs."""

    dialog_template = "oversight/authority/dialog.html"

    def dialogs_of(self, subject: Any, by: Any) -> dict[str, Dialog]:
        raise NotImplementedError

    def address(self, suffix: str, *args: Any) -> str:
        opts = self.opts  # type: ignore[attr-defined]
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_{suffix}", args=args)

    def page_url(self, subject: Any, request: HttpRequest | None = None) -> str:
        """The page of a record; it remembers the list one came from."""
        if subject is None:
            return self.address("changelist")
        return self.address("change", subject.pk) + _came_from(request)

    def url_after(self, result: Any) -> str:
        """Where a dialog leads when not back: a screen says."""
        return ""

    def find(self, request: HttpRequest, pk: Any) -> Any:
        """The record, or 404: what one may not see is not there."""
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise Http404
        rows = self.with_page_data(self.visible(request))  # type: ignore[attr-defined]
        try:
            found = rows.filter(pk=pk).first()
        except (ValidationError, ValueError):  # not a number that records can have
            found = None
        if found is None:
            raise Http404
        return found

    def with_page_data(self, rows: Any) -> Any:
        return rows

    def page_context(self, request: HttpRequest, **more: Any) -> dict[str, Any]:
        site = self.admin_site  # type: ignore[attr-defined]
        return {**site.each_context(request), "screen": self, **more}

    def button(
        self, subject: Any, dialog: Dialog, request: HttpRequest, part: Any = None
    ) -> dict[str, Any]:
        """A link to the dialog, or the reason why it is closed now."""
        more = () if part is None else (part,)
        return {
            "name": dialog.name,
            "label": dialog.label,
            "explanation": dialog.explanation,
            "tone": dialog.tone,
            "blocked": dialog.why_not(subject, request.user),
            "url": self.address("do_part" if more else "do", subject.pk, dialog.name, *more)
            + _came_from(request),
        }

    def dialog_view(
        self, request: HttpRequest, pk: Any, name: str, part: Any = None
    ) -> HttpResponse:
        subject = self.find(request, pk)
        dialog = self.dialogs_of(subject, request.user).get(name)
        if dialog is None:
            raise Http404
        return self.serve(request, dialog, subject, self._part(dialog, subject, part))

    def serve(
        self, request: HttpRequest, dialog: Dialog, subject: Any, inner: Any = None
    ) -> HttpResponse:
        """One dialog; without a subject it makes a new record."""
        given = {"subject": subject, "by": request.user, "part": inner}
        if request.method != "POST":
            return self._show(request, dialog, subject, dialog.form(**given))
        form = dialog.form(request.POST, request.FILES, **given)
        if (refilled := form.refill()) is not None:
            return self._show(request, dialog, subject, refilled)
        if dialog.preview and "confirmed" not in request.POST and form.is_valid():
            return self._preview(request, dialog, subject, form)
        done, result = attempt(dialog, subject=subject, part=inner, form=form, by=request.user)
        if not done:
            fresh = self.find(request, subject.pk) if subject else None
            form.renew(fresh)
            return self._show(request, dialog, fresh, form, result)
        return self._after(request, dialog, subject, result)

    def _preview(
        self, request: HttpRequest, dialog: Dialog, subject: Any, form: ActionForm
    ) -> HttpResponse:
        """What would happen; the form goes along unseen, to be sent again."""
        try:
            extra = {"part": form.part} if dialog.part else {}
            preview = dialog.preview(subject, request.user, form.cleaned_data, **extra)  # type: ignore[misc]
        except RuleBroken as broken:
            form.refuse(broken)
            return self._show(request, dialog, subject, form, broken.status)
        except ValidationError as wrong:
            form.show(wrong)
            return self._show(request, dialog, subject, form, 400)
        if "edit" in request.POST:
            return self._show(request, dialog, subject, form)
        own = ("csrfmiddlewaretoken", "seen", "edit")
        context = self.page_context(
            request,
            title=dialog.label,
            subject=subject,
            dialog=dialog,
            preview=preview,
            kept=[
                (name, text)
                for name, texts in request.POST.lists()
                for text in texts
                if name not in own
            ],
            back=self.page_url(subject, request),
            back_label=self._back_label(subject),
        )
        return TemplateResponse(request, dialog.preview_template, context)

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
        form: ActionForm,
        status: int = 200,
    ) -> HttpResponse:
        context = self.page_context(
            request,
            title=dialog.label,
            subject=subject,
            dialog=dialog,
            form=form,
            part_name=dialog.part_name(form.part) if dialog.part_name else "",
            blocked=dialog.why_not(subject, request.user),
            back=self.page_url(subject, request),
            back_label=self._back_label(subject),
        )
        return TemplateResponse(request, self.dialog_template, context, status=status)

    def _back_label(self, subject: Any) -> Any:
        named = getattr(subject, "reference", "") or subject
        return named or self.opts.verbose_name_plural  # type: ignore[attr-defined]

    def _after(
        self, request: HttpRequest, dialog: Dialog, subject: Any, result: Any
    ) -> HttpResponse:
        back = self._place_after(request, subject)
        if dialog.template:
            context = self.page_context(
                request, title=dialog.label, subject=subject, result=result, back=back
            )
            return TemplateResponse(request, dialog.template, context)
        if dialog.done:
            messages.success(request, dialog.done)
        opened = self.url_after(result)
        return HttpResponseRedirect(opened or back)

    def _place_after(self, request: HttpRequest, subject: Any) -> str:
        """The page of the record, or the list for who no longer sees it."""
        if subject is None:
            return self.address("changelist")
        seen = self.visible(request).filter(pk=subject.pk).exists()  # type: ignore[attr-defined]
        if seen:
            return self.page_url(subject, request)
        return self.address("changelist")


def safe_next(request: HttpRequest, default: str) -> str:
    """Where the person came from, if that is on this site."""
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if safe and wanted.startswith("/admin/") else default


def _came_from(request: HttpRequest | None) -> str:
    came_from = safe_next(request, "") if request else ""
    return f"?{urlencode({'next': came_from})}" if came_from else ""
