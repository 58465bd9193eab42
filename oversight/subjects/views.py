"""The page on which a leaver's work is handed over."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from oversight.accounts.models import User
from oversight.authority.rules import RuleBroken
from oversight.subjects import actions
from oversight.subjects.columns import handed_by, rests_on, stays
from oversight.subjects.forms import HandOverForm
from oversight.subjects.rules import subject_of

PAGE = "oversight/subjects/hand_over.html"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What rests on a person, as far as the reader may see and assign it."""
    if not handed_by(request.user):
        raise Http404
    person = User.objects.get_queryset().filter(pk=pk).first()
    kinds = rests_on(person, request.user) if person else []
    remarks = stays(person, request.user) if person else []
    if not any(kind["total"] for kind in kinds) and not _is_known(pk, request.user):
        raise Http404
    form = HandOverForm(request.POST or None, by=request.user, subject=person, part=kinds)
    context = {"person": person, "form": form, "remarks": remarks, "status": 200}
    if request.method == "POST":
        return _do(request, context)
    return _page(request, context)


def _is_known(pk: UUID, reader: Any) -> bool:
    return User.objects.visible_to(reader).filter(pk=pk).exists()


def _do(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    form, person = context["form"], context["person"]
    if not form.is_valid():
        return _page(request, context | {"status": 400})
    try:
        answers = actions.hand_over(
            person=person,
            wishes=form.wishes(),
            by=request.user,
            reason=form.cleaned_data["reason"],
        )
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(request, context | {"status": broken.status})
    return render(request, "oversight/subjects/handed_over.html", _told(answers, request, person))


def _told(answers: list[actions.Answer], request: HttpRequest, person: User) -> dict[str, Any]:
    """The answers in words, and what still rests on the person."""
    rows = []
    for answer in answers:
        subject = subject_of(answer.wish.holding.label)
        seen = subject.visible(request.user, answer.wish.row.pk)
        rows.append(
            {
                "title": subject.title(answer.wish.row),
                "url": subject.link(answer.wish.row, request.user) if seen else "",
                "to": answer.wish.to,
                "refusal": answer.refusal,
            }
        )
    left = sum(kind["total"] for kind in rests_on(person, request.user))
    return {"person": person, "rows": rows, "left": left}


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    asked = context["form"].asked()
    total = sum(kind["total"] for kind in asked)
    return render(
        request, PAGE, context | {"kinds": asked, "total": total}, status=context["status"]
    )
