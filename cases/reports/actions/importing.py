"""Old records as reports: what a file does not say stays not stated; no clock, no notice."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.reports.actions.filing import Origin, people_of, row_of
from cases.reports.actions.resolving import Resolved, resolve
from cases.reports.choices import Channel
from cases.reports.models import Report, ReportPerson
from cases.reports.rules import Body, clean, fingerprint
from cases.reports.rules.references import external_key
from oversight.accounts.actions import create_user
from oversight.accounts.models import User
from oversight.audit import actions as audit
from oversight.audit.models import Event
from oversight.authority.rules import RuleBroken
from oversight.imports.rules import Field, ImportTarget
from oversight.imports.rules.targets import Kind

ACCOUNT = "import@system.invalid"
# What a row may say of the incident, under the names that the report itself uses.
TOLD = ("narrative", "place", "place_as_told", "types", "date_precision", "language")
FIELDS = (
    Field("narrative"),
    Field("received_on", Kind.DATE),
    Field("occurred_from", Kind.DATE),
    Field("occurred_to", Kind.DATE),
    Field("date_precision", max_length=8),
    Field("place", max_length=40),
    Field("place_as_told", max_length=300),
    Field("types", Kind.LIST),
    Field("classification_as_told", max_length=200),
    Field("source_type", max_length=60),
    Field("language", max_length=2),
)


@dataclass(frozen=True)
class Built:
    """One row that is ready to be written."""

    key: str
    body: Body
    resolved: Resolved
    origin: Origin


def build_row(values: dict[str, Any], key: str) -> Built:
    """Check one row with the rules of every report. Raises RuleBroken."""
    today = timezone.localdate()
    data = {name: values[name] for name in TOLD if values.get(name) is not None}
    data |= {name: values.get(name) for name in ("occurred_from", "occurred_to")}
    if values.get("source_type"):
        data["source"] = {"type": values["source_type"]}
    body = clean(data, today=today, told_in_full=False)
    received = values.get("received_on")
    if received and received > today:
        raise RuleBroken("future", _("Enter a date that is not after today."), "/received_on")
    as_told = values.get("classification_as_told")
    origin = Origin(
        received_at=timezone.make_aware(datetime.combine(received, time(12))) if received else None,
        external_key=key,
        external_data={"classification_as_told": as_told} if as_told else {},
    )
    return Built(key, body, resolve(body), origin)


def existing_keys(source: str, keys: list[str]) -> set[str]:
    """Keys whose report is there already."""
    wanted = {external_key(source, key): key for key in keys}
    rows = Report.objects.filter(external_key__in=wanted).values_list("external_key", flat=True)
    return {wanted[row] for row in rows}


def import_account() -> User:
    """Who "filed" old records: nobody, so that everybody may decide on them. It never signs in."""
    known = User.objects.filter(email=ACCOUNT).first()
    if known is None:
        known = create_user(email=ACCOUNT, name="Import", by=None)
        known.is_active = False
        known.save(update_fields=("is_active",))
    return known


def commit_batch(built: list[Built], *, by: Any, run: Any, now: datetime) -> None:
    """Write the reports of one batch with their events, in the engine's transaction."""
    filer = import_account()
    made = [(item, _report(item, source=run.source, filer=filer, now=now)) for item in built]
    reports = [report for _item, report in made]
    for report in reports:
        report.clean_fields(exclude=("place", "filed_by"))
    Report.objects.bulk_create(reports)
    people = [
        person
        for item, report in made
        for person in people_of(report=report, body=item.body, resolved=item.resolved)
    ]
    ReportPerson.objects.bulk_create(people)
    Event.objects.bulk_create(_event(report, by=by, now=now) for report in reports)


def _report(item: Built, *, source: str, filer: User, now: datetime) -> Report:
    report = row_of(
        body=item.body, resolved=item.resolved, by=filer, channel=Channel.IMPORT, now=now
    )
    report.filed_at = item.origin.received_at or now
    report.external_key = external_key(source, item.key)
    report.external_data = item.origin.external_data or {}
    report.fingerprint = fingerprint(item.body)
    return report


def _event(report: Report, *, by: Any, now: datetime) -> Event:
    changes = {"track": (None, report.track), "types": (None, report.types)}
    return audit.build(type="report.imported", by=by, target=report, changes=changes, now=now)


REPORTS = ImportTarget(
    name="reports",
    fields=FIELDS,
    build_row=build_row,
    commit_batch=commit_batch,
    existing_keys=existing_keys,
)
