"""Looking up the codes of a report: vocabularies, place, provisions, contingents."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, Value
from django.utils.translation import gettext_lazy as _

from cases.reports.rules import Body
from mission.force.models import Contingent
from mission.mandate.models import Provision
from mission.places.models import Place
from oversight.authority.rules import Mistakes, RuleBroken
from oversight.vocabularies.models import require_code


@dataclass(frozen=True)
class Resolved:
    """What the codes of a body stand for."""

    place: Place | None
    provisions: tuple[Provision, ...]
    contingents: dict[str, Contingent]


def _coded(body: Body) -> Iterator[tuple[str, str, str]]:
    """(vocabulary, code, pointer) of everything the body takes from a list."""
    for number, code in enumerate(body.types):
        yield "violation_types", code, f"/types/{number}"
    yield "source_types", body.source_type, "/source/type"
    yield "source_connection", body.source_connection, "/source/connection"
    yield "reliability", body.source_reliability, "/source/reliability"
    yield "consent_states", body.consent_state, "/consent/state"
    for number, code in enumerate(body.consent_grants):
        yield "consent_grants", code, f"/consent/grants/{number}"
    for number, line in enumerate(body.persons):
        yield "age_bands", line.age_band, f"/persons/{number}/age_band"
        yield "gender", line.gender, f"/persons/{number}/gender"
        yield "affiliations", line.affiliation, f"/persons/{number}/affiliation"


def _place(code: str) -> Place | None:
    if not code:
        return None
    place = Place.objects.filter(Q(pcode=code.upper()) | Q(key=code)).first()
    if place is None:
        message = _("There is no place with the code “%(code)s”.") % {"code": code[:60]}
        raise RuleBroken("unknown_place", message, "/place")
    return place


def _provisions(body: Body) -> Iterator[tuple[int, str, Any]]:
    """What is cited, each with `valid`: in force on any day of the period."""
    valid = Value(value=True) if body.period is None or body.provision_reason else _in_force(body)
    known = Provision.objects.annotate(valid=valid).in_bulk(list(body.provisions))
    for number, slug in enumerate(body.provisions):
        yield number, slug, known.get(slug)


def _in_force(body: Body) -> Exists:
    rows = Provision.objects.in_force_between(*body.period)  # type: ignore[misc]
    return Exists(rows.filter(pk=OuterRef("pk")))


def _cited(body: Body, found: list[RuleBroken]) -> tuple[Provision, ...]:
    if not body.provisions:
        return ()
    cited = {}
    for number, slug, provision in _provisions(body):
        pointer = f"/provisions/{number}"
        if provision is None:
            unknown = _("There is no provision with the code “%(code)s”.") % {"code": slug[:60]}
            found.append(RuleBroken("unknown_provision", unknown, pointer))
        elif not provision.valid:
            message = _(
                "“%(title)s” was not in force when it happened. Choose another, say that you are"
                " not sure, or write the reason for citing it."
            )
            found.append(
                RuleBroken("provision_not_in_force", message % {"title": provision.title}, pointer)
            )
        else:
            cited[slug] = provision
    return tuple(cited.values())


def _contingents(body: Body, found: list[RuleBroken]) -> dict[str, Contingent]:
    codes = {line.contingent for line in body.persons if line.contingent}
    if not codes:
        return {}
    rows = Contingent.objects.filter(state__code__in=codes)
    known = {row.state_id: row for row in rows}
    for number, line in enumerate(body.persons):
        if line.contingent and line.contingent not in known:
            message = _("There is no contingent with the code “%(code)s”.") % {
                "code": line.contingent[:60]
            }
            pointer = f"/persons/{number}/contingent"
            found.append(RuleBroken("unknown_contingent", message, pointer))
    return known


def resolve(body: Body) -> Resolved:
    """The rows behind the codes, or `Mistakes` naming every code that is not offered."""
    found: list[RuleBroken] = []
    for vocabulary, code, pointer in _coded(body):
        try:
            if code:
                require_code(vocabulary, code, pointer)
        except RuleBroken as broken:
            found.append(broken)
    place = None
    try:
        place = _place(body.place)
    except RuleBroken as broken:
        found.append(broken)
    resolved = Resolved(place, _cited(body, found), _contingents(body, found))
    if found:
        raise Mistakes(found)
    return resolved
