"""Filing a report: the one way in, for the form, programs and old records."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.reports.actions.following import deciders, start_triage, tell
from cases.reports.actions.locking import require_held
from cases.reports.actions.resolving import Resolved, resolve
from cases.reports.choices import Channel
from cases.reports.models import Report, ReportPerson, ReportProvision
from cases.reports.rules import Body, clean, fingerprint, new_reference, track_for
from oversight.accounts.models import User
from oversight.audit import actions as audit
from oversight.authority.choices import Permission
from oversight.authority.rules import Conflict, RuleBroken
from oversight.sealing.rules import Sealed
from oversight.vocabularies.models import with_groups


@dataclass(frozen=True)
class Origin:
    """Where an old record came from; keeps a second run from adding it again."""

    received_at: datetime | None = None
    external_key: str = ""
    external_data: dict[str, Any] | None = None


def file_report(
    *,
    by: User,
    data: Any,
    channel: str,
    language: str = "",
    id: uuid.UUID | None = None,
    origin: Origin | None = None,
    now: datetime | None = None,
) -> tuple[Report, bool]:
    """Check and keep a report. The same body again under the same id adds nothing: (report, False).

    With an `origin` it is history: no clock starts, nobody is told, and gaps are allowed.
    """
    require_held(by=by, permission=Permission.IMPORT_RUN if origin else Permission.REPORT_FILE)
    now = now or timezone.now()
    body = clean(data, today=timezone.localdate(now), told_in_full=origin is None)
    id = id or uuid.uuid4()
    try:
        report = _file(
            body, by=by, channel=channel, language=language, id=id, origin=origin, now=now
        )
    except (RuleBroken, ValidationError, IntegrityError):
        # Filed before under this id: the same report, or another one. Asked last, as nearly every
        # report is new; what was offered then need not be offered any more.
        known = _same(id, by, fingerprint(body))
        if known is None:
            raise
        return known, False
    return report, True


def _file(
    body: Body,
    *,
    by: User,
    channel: str,
    language: str,
    id: uuid.UUID,
    origin: Origin | None,
    now: datetime,
) -> Report:
    resolved = resolve(body)
    report = row_of(
        body=body, resolved=resolved, id=id, by=by, channel=channel, language=language, now=now
    )
    report.fingerprint = fingerprint(body)
    report.source_contact = Sealed.of(body.contact) if body.contact else None  # type: ignore[assignment]
    if origin:
        report.filed_at = origin.received_at or now
        report.external_key = origin.external_key
        report.external_data = origin.external_data or {}
    with transaction.atomic():
        _keep(report, body, resolved, by=by, history=origin is not None, now=now)
    return report


def _same(id: uuid.UUID, by: User, print_: str) -> Report | None:
    """The report already filed under this id with this body; Conflict when it is another one."""
    known = Report.objects.filter(pk=id).first()
    if known is None:
        return None
    if known.filed_by_id != by.pk or known.fingerprint != print_:
        message = _("Another report was already filed under this id. Send this one under a new id.")
        raise Conflict("used_id", message, "/id")
    return known


def row_of(
    *,
    body: Body,
    resolved: Resolved,
    by: User,
    channel: str,
    now: datetime,
    id: uuid.UUID | None = None,
    language: str = "",
) -> Report:
    """The report as a row that is not saved yet."""
    groups = with_groups("violation_types", body.types)
    return Report(
        id=id or uuid.uuid4(),
        reference=new_reference("R"),
        channel=Channel(channel),
        language=body.language or language or by.language,
        filed_by=by,
        filed_at=now,
        updated_at=now,
        track=track_for(groups, body.harms_child),
        types=list(dict.fromkeys(body.types)),
        narrative=body.narrative,
        danger_now=body.danger_now,
        occurred_from=body.occurred_from,
        occurred_to=body.occurred_to,
        date_precision=body.date_precision,
        time_of_day=body.time_of_day,
        place=resolved.place,
        place_as_told=body.place_as_told,
        provisions_unsure=body.provisions_unsure,
        provision_reason=body.provision_reason,
        source_type=body.source_type,
        source_connection=body.source_connection,
        source_reliability=body.source_reliability,
        source_credibility=body.source_credibility,
        consent_state=body.consent_state,
        consent_grants=list(dict.fromkeys(body.consent_grants)),
        consent_on=body.consent_on,
    )


def _keep(
    report: Report, body: Body, resolved: Resolved, *, by: User, history: bool, now: datetime
) -> None:
    report.clean_fields(exclude=("place", "filed_by"))
    report.save(force_insert=True)
    if body.persons:
        ReportPerson.objects.bulk_create(people_of(report=report, body=body, resolved=resolved))
    if resolved.provisions:
        ReportProvision.objects.bulk_create(
            ReportProvision(report=report, provision=row) for row in resolved.provisions
        )
    changes = {
        "track": (None, report.track),
        "channel": (None, report.channel),
        "types": (None, report.types),
    }
    events = [audit.build(type="report.filed", by=by, target=report, changes=changes, now=now)]
    if not history:
        start_triage(report=report, by=by, now=now, events=events)
    audit.write(events)
    if history:
        return
    if report.danger_now:
        tell(users=deciders(report), kind="danger_reported", report=report, by=by, now=now)


def people_of(*, report: Report, body: Body, resolved: Resolved) -> list[ReportPerson]:
    """The people of a report as rows that are not saved yet."""
    return [
        ReportPerson(
            report=report,
            role=line.role,
            number=line.number,
            age_band=line.age_band,
            is_child=line.is_child,
            gender=line.gender,
            affiliation=line.affiliation,
            contingent=resolved.contingents.get(line.contingent),
        )
        for line in body.persons
    ]
