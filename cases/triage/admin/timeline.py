"""What happened to a record, from its events."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from oversight.accounts.models import User
from oversight.audit.models import Event

NEWEST = 100


def titles() -> dict[str, str]:
    """What an event is called here; a kind that is not in the table shows its code."""
    return {
        "report.filed": _("Received"),
        "report.read": _("Read"),
        "report.amended": _("Added to by who reported"),
        "report.accepted": _("Accepted"),
        "report.declined": _("Declined"),
        "report.decline_proposed": _("Proposed to decline"),
        "report.marked_duplicate": _("Marked as a duplicate"),
        "report.question_asked": _("Question asked"),
        "report.question_answered": _("Question answered"),
        "report.reopened": _("Reopened"),
        "report.assigned": _("Assigned"),
        "report.unassigned": _("Assignment taken back"),
        "identity.revealed": _("Sealed contact shown"),
        "case.read": _("Read"),
        "case.opened": _("Case opened"),
        "case.edited": _("Cover changed"),
        "case.track_raised": _("Moved to a more guarded track"),
        "case.report_added": _("Report added"),
        "case.note_added": _("Note written"),
        "case.assigned": _("Somebody was put on the case"),
        "case.unassigned": _("Somebody was taken off the case"),
        "case.focal_point_named": _("Focal point named"),
        "case.recused": _("Somebody takes no part"),
        "case.investigation_started": _("Investigation started"),
        "case.state_awaited": _("Waiting for the contributing State"),
        "case.state_answered": _("The State answered"),
        "case.decision_begun": _("Decision begun"),
        "case.returned_to_investigation": _("Returned to investigation"),
        "case.follow_up_begun": _("Follow-up begun"),
        "case.closed": _("Case closed"),
        "case.suspended": _("Case suspended"),
        "case.resumed": _("Case resumed"),
        "case.referred_out": _("Referred to another body"),
        "case.taken_back": _("Taken back"),
        "case.reopened": _("Opened again"),
        "allegation.added": _("Allegation added"),
        "finding.proposed": _("Finding proposed"),
        "finding.adopted": _("Finding adopted"),
        "finding.returned": _("Finding returned"),
        "clock.started": _("Clock started"),
        "clock.met": _("Clock met"),
        "clock.paused": _("Clock paused"),
        "clock.resumed": _("Clock runs on"),
        "clock.extended": _("Clock extended"),
        "clock.cancelled": _("Clock cancelled"),
    }


def timeline(subject: models.Model) -> list[dict[str, Any]]:
    """Newest first. The caller has checked that the reader may see the record."""
    events = list(Event.objects.about(subject)[:NEWEST])
    ids = {event.actor_id for event in events if event.actor_id}
    names = {
        str(pk): name for pk, name in User.objects.filter(pk__in=ids).values_list("pk", "name")
    }
    known = titles()
    return [
        {
            "when": event.at,
            "title": known.get(event.type, event.type),
            "who": names.get(event.actor_id, _("the system")),
            "text": event.reason,
        }
        for event in events
    ]
