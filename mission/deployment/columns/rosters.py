"""Uploaded rosters as people read them: how far, how many, what else will come of it."""

from typing import Any

from django.utils.translation import gettext as _

from mission.deployment.actions.roster.writing import BREACH, UNIT
from mission.deployment.choices import RosterState
from mission.deployment.models import RosterUpload
from oversight.templatetags.pages import number

ROSTER_TONES = {
    RosterState.WAITING: "waiting",
    RosterState.PREVIEWED: "due",
    RosterState.COMMITTING: "waiting",
    RosterState.COMMITTED: "done",
    RosterState.FAILED: "overdue",
    RosterState.WITHDRAWN: "neutral",
}
# As many notes of a roster as a page shows at once.
NOTES_SHOWN = 100


def roster_badge(row: RosterUpload) -> tuple[Any, str]:
    return (row.get_state_display(), ROSTER_TONES[RosterState(row.state)])


def _tally(counts: dict[str, int], *, done: bool) -> list[tuple[str, int]]:
    """Counts in words: of a preview what would become of the rows, of a commit what did."""
    words = (
        ("read", _("Rows read")),
        ("created", _("New people") if done else _("New people to enter")),
        ("updated", _("People updated") if done else _("People to update")),
        ("unchanged", _("Rows without news")),
        ("quarantined", _("Rows set aside")),
    )
    return [(word, counts[name]) for name, word in words]


def roster_figures(row: RosterUpload) -> str:
    """The figures in a list, the last ones there are."""
    counts = row.outcome or row.preview
    if not counts:
        return "–"
    sentence = _("%(read)s read, %(quarantined)s set aside")
    return sentence % {name: number(counts[name]) for name in ("read", "quarantined")}


def roster_page(row: RosterUpload) -> dict[str, Any]:
    """What the page of an uploaded roster shows, other than its problems."""
    done = bool(row.outcome)
    tallies = []
    if done:
        tallies.append({"title": _("What was written"), "counts": _tally(row.outcome, done=True)})
    if row.preview:
        tallies.append({"title": _("Preview"), "counts": _tally(row.preview, done=False)})
    titles = {
        UNIT: (
            _("Units that are new"),
            _("Nobody knew them: look whether they are only misspelt."),
        ),
        BREACH: (
            _("Arrived uncleared"),
            _("They were there without authorisation: each is a breach with a clock."),
        ),
    }
    notes = []
    for kind, (title, text) in titles.items():
        lines = [words for found, words in row.notes if found == kind]
        if lines:
            more = len(lines) - NOTES_SHOWN
            title = f"{title} ({number(len(lines))})"
            shown = lines[:NOTES_SHOWN]
            notes.append({"title": title, "text": text, "lines": shown, "more": max(0, more)})
    return {
        "badge": roster_badge(row),
        "tallies": tallies,
        "notes": notes,
        "file_card": {"facts": _roster_facts(row)},
    }


def _roster_facts(row: RosterUpload) -> list[tuple[str, Any]]:
    kept = _("kept, encrypted") if row.file_id else _("removed")
    facts: list[tuple[str, Any]] = [
        (_("Uploaded by"), row.uploaded_by.name),
        (_("Columns"), row.mapping_name or _("called as usual")),
        (_("The file"), kept),
        ("SHA-256", row.file_sha256),
    ]
    if row.committed_by:
        facts += [(_("Committed by"), row.committed_by.name), (_("Reason"), row.reason)]
    return facts
