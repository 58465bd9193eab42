"""The lines of a list as rows of a file: codes for programs beside words for people.

Words are read once, before the first line: what streams out asks for no language any more.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from cases.casework.choices import CaseStatus
from cases.reports.choices import ReportStatus
from cases.triage.columns.rows import department_names, people_of
from mission.places.models import Place
from oversight.authority.choices import Track
from oversight.vocabularies.models import terms_of

CHUNK = 1_000
Row = list[Any]


@dataclass(frozen=True)
class FileShape:
    """The heading of a file, what makes its rows out of a chunk of records, and what those read."""

    heading: Row
    rows_of: Callable[[list[Any]], list[Row]]
    narrowed: Callable[[Any], Any]


def file_rows(shape: FileShape, records: Any) -> Iterator[Row]:
    """Heading first, then the rows, a chunk at a time from a cursor of the server."""
    yield shape.heading
    # Some hundreds of places, read once, instead of one made for every line.
    places = Place.objects.in_bulk()
    found = shape.narrowed(records.select_related(None)).iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        for record in chunk:
            record.place = places.get(record.place_id)
        yield from shape.rows_of(chunk)


def _labels(vocabulary: str) -> dict[str, str]:
    return {code: str(term.label) for code, term in terms_of(vocabulary).items()}


def _words(choices: Any) -> dict[str, str]:
    return {code: str(label) for code, label in choices.choices}


def _department(record: Any, names: dict[str, str]) -> Row:
    code = record.department or ""
    return [code, names.get(code, ""), record.place.name if record.place else ""]


def case_file(*, with_titles: bool) -> FileShape:
    """Cases: two queries a chunk."""
    status, track, severity = _words(CaseStatus), _words(Track), _labels("severity")
    departments = department_names()
    heading = [
        *(_("Reference"), _("Opened"), _("Changed"), _("Closed"), "status", _("Status")),
        *("track", _("Track"), "severity", _("Severity"), "department", _("Department")),
        *(_("Place"), _("Worked on by"), _("Due")),
    ]

    def rows_of(cases: list[Any]) -> list[Row]:
        people = people_of(cases)
        return [
            [
                *(case.reference, case.opened_at, case.updated_at, case.closed_at),
                *(case.status, status[case.status], case.track, track[case.track]),
                *(case.severity, severity.get(case.severity, case.severity)),
                *_department(case, departments),
                *(", ".join(people.get(case.pk, [])), case.next_due),
                *([case.title] if with_titles else []),
            ]
            for case in cases
        ]

    read = ("reference", "status", "track", "severity", "place", "opened_at", "updated_at")
    titles = ("title",) if with_titles else ()
    return FileShape(
        [*heading, *([_("Title")] if with_titles else [])],
        rows_of,
        lambda records: records.only(*read, "closed_at", *titles),
    )


def report_file(*, with_titles: bool = False) -> FileShape:
    """Reports: what was told in codes, never in words; no queries but the cursor's."""
    status, track, types = _words(ReportStatus), _words(Track), _labels("violation_types")
    sources, departments = _labels("source_types"), department_names()
    heading = [
        *(_("Reference"), _("Received"), "status", _("Status"), "track", _("Track")),
        *("types", _("What happened"), _("From"), _("Until"), "department", _("Department")),
        *(_("Place"), "source", _("Kind of source"), _("Danger now"), _("Assigned to"), _("Due")),
    ]
    yes, no = _("yes"), _("no")

    def row_of(report: Any) -> Row:
        return [
            *(report.reference, report.filed_at, report.status, status[report.status]),
            *(report.track, track[report.track], " ".join(report.types)),
            ", ".join(types.get(code, code) for code in report.types),
            *(report.occurred_from, report.occurred_to),
            *_department(report, departments),
            *(report.source_type, sources.get(report.source_type, report.source_type)),
            yes if report.danger_now else no,
            report.assigned_to.name if report.assigned_to else "",
            report.next_due,
        ]

    return FileShape(
        heading,
        lambda reports: [row_of(report) for report in reports],
        lambda records: records.select_related("assigned_to"),
    )
