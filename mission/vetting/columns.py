"""Vetting as people read it: facts, lines and tones. No name of a person is among them."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from mission.force.columns.pages import page_of, span
from mission.vetting.choices import AppealState, CheckStatus, ConcernState, Factor, Gravity, Weight
from mission.vetting.models import Check, Concern
from oversight.files.rules import kind_called

S = CheckStatus
TONES = {
    S.REQUESTED: "waiting",
    S.IN_REVIEW: "waiting",
    S.CLEARED: "done",
    S.CONDITIONAL: "info",
    S.REFUSED: "overdue",
    S.WITHDRAWN: "neutral",
    S.UNABLE_TO_COMPLETE: "neutral",
    S.SUSPENDED: "overdue",
    S.EXPIRED: "due",
    S.REVOKED: "overdue",
}
CONCERN_TONES = {
    ConcernState.OPEN: "waiting",
    ConcernState.CONFIRMED: "overdue",
    ConcernState.LIFTED: "neutral",
}
GRAVITY_TONES = {Gravity.GRAVE: "overdue", Gravity.SERIOUS: "due", Gravity.OTHER: "neutral"}
APPEAL_TONES = {
    AppealState.OPEN: "waiting",
    AppealState.UPHELD: "done",
    AppealState.DISMISSED: "neutral",
}


def called(user: Any) -> str:
    """Who did something: the office's own people by name, the system as such."""
    return user.name if user else _("the system")


def check_badges(check: Check) -> list[tuple[Any, str]]:
    found: list[tuple[Any, str]] = [(check.get_status_display(), TONES[S(check.status)])]
    if check.proposed_outcome:
        found.append((_("waits for a second person"), "waiting"))
    return found


def check_facts(check: Check) -> list[tuple[Any, Any]]:
    """What the check is about and how long it counts."""
    facts = [
        (_("Scheme"), check.scheme.label),
        (_("About"), str(check.subject)),
        (_("Asked for by"), called(check.requested_by)),
        (_("Valid from"), check.valid_from),
        (_("Valid until"), check.valid_until),
    ]
    if check.unit:
        facts.insert(2, (_("Commander then"), str(check.commander or "")))
    if check.certification:
        facts.append((_("Certified by the document"), check.certification.reference))
    return facts


def proposal_facts(check: Check) -> list[tuple[Any, Any]]:
    """What one person concluded, and on what."""
    if not check.basis:
        return []
    proposed = check.get_proposed_outcome_display() if check.proposed_outcome else ""
    facts = [(_("Proposed outcome"), capfirst(proposed))] if proposed else []
    facts += [
        (_("Proposed by"), called(check.proposed_by)),
        (_("Decided by"), check.decided_by.name if check.decided_by else ""),
        (_("Basis"), check.basis),
    ]
    return [*facts, (_("Conditions"), check.conditions)] if check.conditions else facts


def weighed_facts(credibility: Any) -> list[tuple[Any, Any]]:
    """Factor by factor: what it means, and why."""
    found = []
    for factor, entry in credibility.items():
        words = capfirst(Weight(entry["weight"]).label)
        text = f"{words}. {entry['note']}" if entry["note"] else f"{words}."
        found.append((capfirst(Factor(factor).label), text))
    return found


def evidence_lines(check: Check) -> list[dict[str, Any]]:
    """Files and links the check rests on."""
    rows = check.evidence.select_related("file", "added_by").order_by("added_at", "pk")
    return [
        {
            "title": row.title,
            "url": row.link,
            "outside": True,
            "note": _file_note(row) if row.file else row.link,
            "fetch": fetch_url(check, row) if row.file and row.file.is_open else "",
            "words": _("set aside: it may be harmful") if row.file and not row.file.is_open else "",
            "tone": "overdue",
        }
        for row in rows
    ]


def _file_note(row: Any) -> str:
    kind = kind_called(row.file.content_type).label
    return f"{kind} · SHA-256 {row.file.sha256[:16]}… · {called(row.added_by)}"


def fetch_url(check: Check, row: Any) -> str:
    return reverse("admin:mission_check_evidence", args=[check.pk, row.pk])


def appeal_lines(check: Check) -> list[dict[str, Any]]:
    return [
        {
            "title": row.lodged_by,
            "words": row.get_state_display(),
            "tone": APPEAL_TONES[AppealState(row.state)],
            "note": f"{row.grounds} {row.reason}".strip(),
            "row": row,
        }
        for row in check.appeals.order_by("lodged_on", "pk")
    ]


def check_lines(checks: Iterable[Check]) -> list[dict[str, Any]]:
    """Checks of one subject."""
    return [
        {
            "title": check.scheme.label,
            "url": page_of(check),
            "words": check.get_status_display(),
            "tone": TONES[S(check.status)],
            "note": validity_words(check),
        }
        for check in checks
    ]


def validity_words(check: Check) -> str:
    return span(check.valid_from, check.valid_until) if check.valid_from else ""


def concern_badges(concern: Concern) -> list[tuple[Any, str]]:
    found = [
        (concern.get_state_display(), CONCERN_TONES[ConcernState(concern.state)]),
        (concern.get_gravity_display(), GRAVITY_TONES[Gravity(concern.gravity)]),
    ]
    if concern.suspends and concern.state != ConcernState.LIFTED:
        found.append((_("clearance suspended"), "overdue"))
    return found


def concern_facts(concern: Concern) -> list[tuple[Any, Any]]:
    facts = [
        (_("About"), str(concern.subject)),
        (_("Source"), concern.get_source_display()),
        (_("Known since"), concern.opened_on),
        (_("Lifted on"), concern.lifted_on),
        (_("Recorded by"), called(concern.recorded_by)),
    ]
    if concern.is_restricted:
        return facts
    return [*facts, (_("What is known"), concern.basis), (_("Address"), concern.link)]


def concern_lines(concerns: Iterable[Concern]) -> list[dict[str, Any]]:
    return [
        {
            "title": capfirst(concern.get_source_display()),
            "url": page_of(concern),
            "words": concern.get_state_display(),
            "tone": CONCERN_TONES[ConcernState(concern.state)],
            "note": concern.get_gravity_display(),
        }
        for concern in concerns
    ]


def assessment_lines(concern: Concern) -> list[dict[str, Any]]:
    return [
        {
            "title": _("It may be told") if row.may_tell else _("It may not be told"),
            "words": "",
            "note": row.grounds or _("Assessed where the restricted basis is known."),
        }
        for row in concern.assessments.order_by("-assessed_at", "-pk")
    ]


def notice_lines(concern: Concern) -> list[dict[str, Any]]:
    text = _("Told on %(day)s: adverse information, %(month)s.")
    return [
        {
            "title": row.addressed_to,
            "note": text
            % {
                "day": date_format(row.sent_on),
                "month": date_format(row.month, "YEAR_MONTH_FORMAT"),
            },
        }
        for row in concern.notices.order_by("-sent_on", "pk")
    ]
