"""Many at once as people read them: what would become of each, and what did."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mission.deployment.columns import Words
from mission.deployment.models import Arrival, Authorisation, Override, standing_of
from mission.deployment.rules import NOT_AUTHORISED, Standing, missing_for
from mission.force.columns.pages import page_of
from mission.force.models import Unit, units_on
from oversight.templatetags.pages import number

Line = dict[str, Any]
OPEN = ("done", "due")


def gate_preview(data: dict[str, Any]) -> dict[str, Any]:
    """What the gate would say about each now, who may come first; the same questions for all."""
    people, unit, day = (data[name] for name in ("people", "unit", "arrives_on"))
    places = {person.pk: unit for person in people} if unit else units_on(day, people)
    stands, words = _stands(places, day), Words()
    permitted = set(
        Authorisation.objects.valid_on(day)
        .filter(personnel__in=people)
        .values_list("personnel", flat=True)
    )
    excepted = {
        (row.personnel_id, row.unit_id): set(row.missing)
        for row in Override.objects.usable_on(day).filter(personnel__in=people)
    }
    lines = []
    for person in people:
        place = places.get(person.pk)
        covered = excepted.get((person.pk, place.pk if place else None))
        said = _gate_word(stands.get(person.pk), covered, person.pk in permitted, words)
        lines.append({"title": person.reference, "place": place.label if place else "", **said})
    may = sum(line["tone"] in OPEN for line in lines)
    heading = ngettext(
        "%(may)s of %(people)s may come", "%(may)s of %(people)s may come", len(lines)
    )
    return {
        "heading": heading % {"may": number(may), "people": len(lines)},
        "note": _(
            "The gate asks again when you confirm. The others are left out; nothing about them changes."
        ),
        "lines": sorted(lines, key=lambda line: line["tone"] not in OPEN),
    }


def _stands(places: dict[Any, Any], day: date) -> dict[Any, Standing]:
    asked = [(key, place.pk, day) for key, place in places.items() if place is not None]
    return standing_of(asked, day=day)


def _gate_word(
    standing: Standing | None, covered: set[str] | None, permitted: bool, words: Words
) -> Line:
    if permitted:
        return _said(_("authorised already"), "neutral")
    if standing is None:
        return _said(_("no unit"), "overdue")
    if standing.is_fit:
        return _said(_("may come"), "done")
    note = _names(standing.missing, words)
    if covered is not None and set(standing.missing) <= covered:
        return _said(_("by an exception"), "due", note)
    return _said(_("not fit"), "overdue", note)


def gate_answers(answers: Iterable[Any]) -> dict[str, Any]:
    """What became of each of many, the authorised first; what is missing by its name."""
    words = Words()
    lines = [
        _refused(answer, _("not authorised"), words)
        if answer.row is None
        else _written(answer, _said(_("authorised"), "done", answer.row.unit.label))
        for answer in answers
    ]
    done = sum(line["tone"] == "done" for line in lines)
    heading = ngettext(
        "%(done)s of %(people)s authorised", "%(done)s of %(people)s authorised", len(lines)
    )
    return {
        "heading": heading % {"done": number(done), "people": len(lines)},
        "lines": sorted(lines, key=lambda line: line["tone"] != "done"),
    }


def arrivals_preview(data: dict[str, Any]) -> dict[str, Any]:
    """What would be written down of each, who is not cleared first; the same questions for all."""
    words = Words()
    lines = [*_seen(data, words), *_newcomers(data, words)]
    uncleared = sum(line["tone"] == "due" for line in lines)
    heading = ngettext(
        "%(people)s arrival, %(uncleared)s uncleared",
        "%(people)s arrivals, %(uncleared)s uncleared",
        len(lines),
    )
    return {
        "heading": heading % {"uncleared": number(uncleared), "people": len(lines)},
        "note": _(
            "Nobody is refused: who is not cleared is a breach with a clock. A number that nobody "
            "knows is entered into the register, without a name."
        ),
        "lines": sorted(lines, key=lambda line: line["tone"] not in ("due", "overdue")),
    }


def _seen(data: dict[str, Any], words: Words) -> Iterable[Line]:
    """Those in the register."""
    people, day, code = (data[name] for name in ("people", "arrived_on", "unit_code"))
    unit = _unit_called(data["state"], code) if code else None
    places = dict.fromkeys((p.pk for p in people), unit) if code else units_on(day, people)
    stands, bases = _stands(places, day), _bases(people, day)
    rows = Arrival.objects.filter(personnel__in=people, arrived_on=day)
    recorded = set(rows.values_list("personnel", flat=True))
    for person in people:
        place = places.get(person.pk)
        label = place.label if place else code
        basis = bases.get((person.pk, place and place.pk))
        standing = stands.get(person.pk)
        # In a unit that is still to be made nobody was authorised.
        missing = missing_for(basis, standing) if standing else [NOT_AUTHORISED]
        said = _arrival_word(label, missing, person.pk in recorded, words)
        yield {"title": person.reference, "place": label, **said}


def _newcomers(data: dict[str, Any], words: Words) -> Iterable[Line]:
    """Whom nobody knows nobody has authorised."""
    code = data["unit_code"]
    for one in data["new"]:
        said = _arrival_word(code, [NOT_AUTHORISED], False, words)
        yield {"title": f"{data['state'].pk} {one}", "place": code, **said}


def _unit_called(state: Any, code: str) -> Unit | None:
    return Unit.objects.filter(contingent__state=state, code__iexact=code).first()


def _bases(people: list[Any], day: date) -> dict[tuple[Any, int], str]:
    """On what the unused authorisation rests that is nearest to the day, by person and unit."""
    rows = Authorisation.objects.unused_near(day).filter(personnel__in=people)
    near = sorted(rows.select_related("permit"), key=lambda row: -abs(row.arrives_on - day))
    return {(row.personnel_id, row.unit_id): row.permit.basis for row in near}


def _arrival_word(place: Any, missing: list[str], there: bool, words: Words) -> Line:
    if there:
        return _said(_("recorded already"), "neutral")
    if not place:
        return _said(_("no unit"), "overdue", _("Left out: enter the code of a unit."))
    if missing:
        return _said(_("arrives uncleared"), "due", _names(missing, words))
    return _said(_("cleared"), "done")


def arrival_answers(answers: Iterable[Any]) -> dict[str, Any]:
    """What was written down of each, breaches first; what is missing by its name."""
    words = Words()
    lines = [_arrival_answer(answer, words) for answer in answers]
    uncleared = sum(line["tone"] == "due" for line in lines)
    written = sum(line["tone"] != "overdue" for line in lines)
    heading = ngettext(
        "%(people)s arrival written down, %(uncleared)s uncleared",
        "%(people)s arrivals written down, %(uncleared)s uncleared",
        written,
    )
    return {
        "heading": heading % {"uncleared": number(uncleared), "people": written},
        "lines": sorted(lines, key=lambda line: line["tone"] == "done"),
    }


def _arrival_answer(answer: Any, words: Words) -> Line:
    if answer.row is None:
        return _refused(answer, _("not recorded"), words)
    breach = getattr(answer.row, "breach", None)
    if breach is None:
        return _written(answer, _said(_("cleared"), "done", answer.row.unit.label))
    said = _said(_("arrived uncleared"), "due", _names(breach.missing, words))
    return _written(answer, said)


def _written(answer: Any, said: Line) -> Line:
    return {"title": answer.title, "url": page_of(answer.row), **said}


def _refused(answer: Any, outcome: Any, words: Words) -> Line:
    note = _names(getattr(answer.refusal, "missing", ()), words) or str(answer.refusal)
    return {"title": answer.title, **_said(outcome, "overdue", note)}


def _said(outcome: Any, tone: str, note: Any = "") -> Line:
    return {"words": outcome, "tone": tone, "note": note}


def _names(codes: Iterable[str], words: Words) -> str:
    return "; ".join(capfirst(words.of(code)) for code in codes)
