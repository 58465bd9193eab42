"""Filters kept under a name: offered beside the standing views, and kept in order on a small page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cases.triage.actions import edit_filter, remove_filter, save_filter
from cases.triage.admin.lists import Listing, listing_of
from cases.triage.forms.lists import SavedFilterForm, SaveFilterForm
from cases.triage.models import SavedFilter
from oversight.authority.rules import RuleBroken


class SavedPages:
    """Mix-in of a screen."""

    def _kept(self, request: HttpRequest) -> Any:
        rows = SavedFilter.objects.visible_to(request.user)
        return rows.of_list(self.opts.model_name)  # type: ignore[attr-defined]

    def first_view(self, request: HttpRequest) -> str:
        """Where a list opens that was asked for without anything; "" for its own first view."""
        if request.GET:
            return ""
        first = self._kept(request).filter(owner=request.user, is_first=True).first()
        return f"?{first.query}" if first and first.query else ""

    def saved_links(self, request: HttpRequest, listing: Listing) -> dict[str, Any]:
        """The filters offered, which one is in use, and where to keep the present one."""
        here = listing.narrowed
        return {
            "links": [
                {"label": row.name, "url": f"?{row.query}", "current": row.query == here}
                for row in self._kept(request)
            ],
            "form": SaveFilterForm(by=request.user, initial={"query": here}),
            "url": self.address("saved"),  # type: ignore[attr-defined]
        }

    def saved_view(self, request: HttpRequest) -> HttpResponse:
        """GET: one's filters of this list. POST: keep one more."""
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        form = SaveFilterForm(request.POST or None, by=request.user)
        if request.method == "POST" and form.is_valid():
            query = listing_of(self, request, form.cleaned_data["query"]).narrowed
            if self._done(form, lambda: self._save(form, query, request.user)):
                messages.success(request, _("The filter is kept."))
                return HttpResponseRedirect(f"{self.address('changelist')}?{query}")  # type: ignore[attr-defined]
        context = self._context(request, form=form if form.is_bound else None)
        status = 400 if form.errors else 200
        return TemplateResponse(request, "cases/triage/saved.html", context, status=status)

    def saved_one_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Its name and reach, or its end; only of one's own."""
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        saved = self._kept(request).filter(pk=pk, owner=request.user).first()
        if saved is None:
            raise Http404
        form = SavedFilterForm(request.POST or None, by=request.user, subject=saved)
        if request.method == "POST" and self._change(request, saved, form):
            return HttpResponseRedirect(self.address("saved"))  # type: ignore[attr-defined]
        context = self._context(request, saved=saved, form=form)
        status = 400 if form.errors else 200
        return TemplateResponse(request, "cases/triage/saved_one.html", context, status=status)

    def _change(self, request: HttpRequest, saved: SavedFilter, form: SavedFilterForm) -> bool:
        by = request.user
        if request.POST.get("remove"):
            remove_filter(saved=saved, by=by)
            messages.success(request, _("The filter is removed."))
            return True
        if not form.is_valid():
            return False
        values = {"is_shared": saved.is_shared} | form.cleaned_data
        done = self._done(form, lambda: edit_filter(saved=saved, by=by, **values))
        if done:
            messages.success(request, _("The filter was changed."))
        return done

    def _save(self, form: SaveFilterForm, query: str, by: Any) -> SavedFilter:
        name = self.opts.model_name  # type: ignore[attr-defined]
        return save_filter(name=form.cleaned_data["name"], list=name, query=query, by=by)

    def _done(self, form: Any, call: Any) -> bool:
        try:
            call()
        except RuleBroken as broken:
            form.refuse(broken)
        except ValidationError as wrong:
            form.show(wrong)
        return not form.errors

    def _context(self, request: HttpRequest, **more: Any) -> dict[str, Any]:
        kept = list(self._kept(request).select_related("owner"))
        return self.page_context(  # type: ignore[attr-defined]
            request,
            title=_("Saved filters"),
            own=[row for row in kept if row.owner_id == request.user.pk],
            shared=[row for row in kept if row.owner_id != request.user.pk],
            back=self.address("changelist"),  # type: ignore[attr-defined]
            **more,
        )
