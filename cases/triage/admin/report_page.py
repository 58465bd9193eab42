"""What the page of a report shows: facts, people, provisions, decisions, neighbours."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.reports.actions.deciding import pending_proposal
from cases.reports.choices import TimeOfDay
from cases.reports.models import Report, ReportAttachment
from cases.reports.workflow import QUESTIONS
from cases.triage.columns import (
    clock_badge,
    department_names,
    place_text,
    similar,
    type_labels,
)
from cases.triage.rules import REPORT_TONES
from oversight.deadlines.admin import clock_buttons
from oversight.deadlines.columns import with_requests
from oversight.deadlines.models import Deadline
from oversight.files.rules import kind_called
from oversight.sealing.rules import Sealed
from oversight.vocabularies.models import label_of

# What belongs to asking and answering.
TALK = (*QUESTIONS, "remind", "withdraw_question", "answer")


def period_text(row: Any) -> str:
    """When it happened, as exactly as it is known."""
    start, end = row.occurred_from, row.occurred_to
    if start is None:
        return ""
    if end is None or end == start:
        return date_format(start, "j F Y")
    days = {"from": date_format(start, "j F Y"), "to": date_format(end, "j F Y")}
    return _("%(from)s to %(to)s") % days


def time_text(code: str) -> str:
    return str(dict(TimeOfDay.choices).get(code, code))


def facts(report: Report) -> list[tuple[str, str]]:
    """The first block of the page."""
    return [
        (_("What happened"), ", ".join(type_labels(report.types))),
        (_("When"), period_text(report)),
        (_("How exact the date is"), report.get_date_precision_display()),
        (_("Time of day"), time_text(report.time_of_day)),
        (_("Where"), place_text(report, department_names())),
        (_("Place as told"), report.place_as_told),
    ]


def origin(report: Report) -> list[tuple[str, str]]:
    """Who told it, how far to trust it, what they allow."""
    grants = [label_of("consent_grants", code) for code in report.consent_grants]
    consent = label_of("consent_states", report.consent_state)
    if report.consent_on:
        consent = f"{consent}, {date_format(report.consent_on, 'j F Y')}"
    return [
        (_("Kind of source"), label_of("source_types", report.source_type)),
        (_("How the source knows"), label_of("source_connection", report.source_connection)),
        (_("Reliability"), label_of("reliability", report.source_reliability)),
        (_("Credibility"), label_of("credibility", report.source_credibility)),
        (_("Consent"), consent),
        (_("Allowed uses"), ", ".join(grants)),
        (_("Came by"), report.get_channel_display()),
    ]


def people(report: Report) -> list[dict[str, Any]]:
    """The structure of people; a report holds no names."""
    rows = report.people.select_related("contingent__state")
    return [
        {
            "role": row.get_role_display(),
            "number": row.number,
            "age": label_of("age_bands", row.age_band) if row.age_band else "",
            "child": row.is_child,
            "gender": label_of("gender", row.gender) if row.gender else "",
            "affiliation": label_of("affiliations", row.affiliation) if row.affiliation else "",
            "contingent": str(row.contingent) if row.contingent else "",
        }
        for row in rows
    ]


def provisions(report: Report) -> list[Any]:
    rows = report.citations.select_related("provision__instrument")
    return [row.provision for row in rows]


def thread(report: Report) -> list[dict[str, Any]]:
    """Decisions and what who reported added, oldest first: both texts of each decision."""
    names = decision_labels()
    decisions = [
        {
            "at": row.at,
            "title": names.get(row.name, row.name),
            "who": ", ".join(str(person) for person in (row.by, row.seconded_by) if person),
            "code": label_of("decline_reasons", row.code) if row.code else "",
            "reason": row.reason,
            "message": row.message,
            "other": row.duplicate_of,
        }
        for row in report.decisions.select_related("by", "seconded_by", "duplicate_of")
    ]
    added = [
        {
            "at": row.at,
            "title": _("Answer") if row.answers_id else _("Addition"),
            "who": row.by.name,
            "text": row.text,
        }
        for row in report.amendments.select_related("by")
    ]
    return sorted([*decisions, *added], key=lambda entry: entry["at"])


def proposal(report: Report, by: Any) -> dict[str, Any] | None:
    """The proposal to set the report aside that waits for a second person."""
    row = pending_proposal(report)
    if row is None:
        return None
    return {
        "row": row,
        "title": decision_labels()[row.name],
        "code": label_of("decline_reasons", row.code) if row.code else "",
        "own": row.by_id == by.pk,
    }


def questions(report: Report) -> list[dict[str, Any]]:
    """Every question with what became of it, newest first: asked, reminded, answered, withdrawn."""
    rows = list(report.decisions.filter(name__in=TALK).select_related("by"))
    answers = list(report.amendments.filter(answers__isnull=False).select_related("by"))
    due = {
        clock.started_at: clock_badge(clock)
        for clock in Deadline.objects.of_subject(report).filter(clock="report_answer")
        if clock.is_open
    }
    found: list[dict[str, Any]] = []
    for row in rows:
        if row.name in QUESTIONS:
            if found and not found[-1]["end"]:
                found[-1]["end"] = _("Put in other words")
            found.append({"row": row, "end": "", "due": due.get(row.at), "reminders": []})
        elif found and row.name == "remind":
            found[-1]["reminders"].append(row)
        elif found:
            found[-1]["end"] = _("Answered") if row.name == "answer" else _("Withdrawn")
    for entry in found:
        entry["answers"] = [a for a in answers if a.answers_id == entry["row"].pk]
        entry["tone"] = "done" if entry["answers"] else "neutral" if entry["end"] else "waiting"
        entry["end"] = entry["end"] or _("Waits for an answer")
    return found[::-1]


def attachments(reports: Iterable[Report]) -> dict[Any, list[dict[str, Any]]]:
    """The files of reports the reader may see, by report: pictures as copies, the others as lines."""
    rows = ReportAttachment.objects.filter(report__in=[report.pk for report in reports])
    found: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.select_related("file", "by", "report"):
        kind = kind_called(row.file.content_type)
        found[row.report_id].append({"row": row, "file": row.file, "kind": kind})
    return found


def visit(report: Report, by: Any) -> list[Report]:
    """Other reports of the same visit, as far as the person may decide on them."""
    rows = Report.objects.triable_by(by).of_same_visit(report).order_by("filed_at")
    return list(rows.select_related("place"))


def decision_labels() -> dict[str, str]:
    return {
        "accept": _("Accepted"),
        "decline": _("Declined"),
        "propose_decline": _("Proposed to decline"),
        "mark_duplicate": _("Marked as a duplicate"),
        "propose_duplicate": _("Proposed as a duplicate"),
        "refuse_proposal": _("Proposal not followed"),
        "withdraw_proposal": _("Proposal taken back"),
        "ask": _("Question asked"),
        "amend_question": _("Question in other words"),
        "remind": _("Reminded of the question"),
        "withdraw_question": _("Question withdrawn"),
        "withdraw_acceptance": _("Acceptance taken back"),
        "inform": _("Message"),
        "answer": _("Question answered"),
        "reopen": _("Reopened"),
    }


def neighbours(report: Report, by: Any) -> list[dict[str, Any]]:
    departments = department_names()
    return [
        {
            "report": row,
            "types": type_labels(row.types),
            "place": place_text(row, departments),
            "when": period_text(row),
            "tone": REPORT_TONES[row.status],
        }
        for row in similar(report, by)
    ]


def clocks(subject: Any, by: Any) -> list[dict[str, Any]]:
    """Clocks of the record, running first, with what the reader can do about each."""
    rows = with_requests(Deadline.objects.of_subject(subject).filter(cancelled_at__isnull=True))
    ordered = sorted(rows, key=lambda clock: (not clock.is_open, clock.due_at))
    here = reverse(
        f"admin:{subject._meta.app_label}_{subject._meta.model_name}_change", args=[subject.pk]
    )
    return [
        {
            "clock": clock,
            "due": clock_badge(clock),
            "url": reverse("admin:oversight_deadline_change", args=[clock.pk]),
            "buttons": clock_buttons(clock, by, here),
        }
        for clock in ordered
    ]


def has_contact(report: Report) -> bool:
    return isinstance(report.source_contact, Sealed)
