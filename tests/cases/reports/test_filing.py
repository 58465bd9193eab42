import json
import threading
import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from cases.reports.actions import file_report
from cases.reports.actions.filing import Origin
from cases.reports.models import Report
from mission.mandate.models import Provision
from oversight.accounts.models import User
from oversight.audit.models import Event
from oversight.authority.rules import Conflict, Mistakes, NotPermitted
from oversight.sealing.rules import decrypt
from oversight.vocabularies.models import Term, forget_terms
from tests.cases.reports.bodies import body
from tests.people import make_user

pytestmark = pytest.mark.django_db


def refusals(by, **changes):
    with pytest.raises(Mistakes) as refusal:
        file_report(by=by, data=body(**changes), channel="api")
    assert Report.objects.count() == 0
    return {mistake.pointer: mistake.code for mistake in refusal.value.found}


def provision_ended_by(day):
    return Provision.objects.filter(valid_to__lt=day, prolongations=None).first()


def test_filing_keeps_report_people_citations_and_one_event(monitor):
    cited = Provision.objects.in_force_on(date(2025, 3, 2)).first()
    persons = [
        {"role": "victim", "number": 2, "age_band": "25-34"},
        {"role": "perpetrator", "contingent": "ke"},
    ]
    report, created = file_report(
        by=monitor, data=body(provisions=[cited.slug], persons=persons), channel="api"
    )
    assert created and report.status == "submitted" and report.track == "general"
    assert [row.provision for row in report.citations.all()] == [cited]
    assert [row.contingent_id and row.contingent.state_id for row in report.people.all()] == [
        None,
        "KE",
    ]
    event = Event.objects.about(report).get(target_label="cases.report")
    assert report.narrative not in json.dumps(event.changes)


def test_child_victim_sets_the_restricted_track(monitor):
    persons = [{"role": "victim", "age_band": "15-17"}]
    report, _ = file_report(by=monitor, data=body(types=["rape"], persons=persons), channel="api")
    assert report.track == "child"


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"place": "HT9999"}, "/place"),
        ({"types": ["assault", "nothing"]}, "/types/1"),
        ({"provisions": ["no-such-thing"]}, "/provisions/0"),
        ({"source": {"type": "rumour"}}, "/source/type"),
        ({"source": {"reliability": "Z"}}, "/source/reliability"),
        ({"consent": {"state": "maybe"}}, "/consent/state"),
        ({"consent": {"state": "given", "grants": ["everything"]}}, "/consent/grants/0"),
        ({"persons": [{"role": "victim", "age_band": "old"}]}, "/persons/0/age_band"),
        ({"persons": [{"role": "perpetrator", "contingent": "ZZ"}]}, "/persons/0/contingent"),
    ],
)
def test_unknown_code_is_refused_at_its_field(monitor, changes, pointer):
    assert pointer in refusals(monitor, **changes)


def test_retired_code_is_refused(monitor):
    Term.objects.filter(vocabulary="violation_types", code="assault").update(
        retired_on=date(2026, 1, 1)
    )
    forget_terms()
    try:
        assert refusals(monitor) == {"/types/0": "unknown_code"}
    finally:
        forget_terms()


def test_provision_not_in_force_needs_a_reason(monitor):
    old = provision_ended_by(date(2025, 3, 2)) or Provision.objects.first()
    Provision.objects.filter(pk=old.pk).update(valid_to=date(2024, 10, 2))
    old.prolongations.all().delete()
    assert refusals(monitor, provisions=[old.slug]) == {"/provisions/0": "provision_not_in_force"}
    data = body(provisions=[old.slug], provision_reason="Sa te kòmanse anvan.")
    report, _ = file_report(by=monitor, data=data, channel="api")
    assert report.citations.count() == 1


def test_boundary_day_matches_the_old_and_the_new_mandate(monitor):
    old, new = Provision.objects.order_by("slug")[:2]
    Provision.objects.filter(pk=old.pk).update(
        valid_from=date(2023, 10, 2), valid_to=date(2024, 10, 2)
    )
    Provision.objects.filter(pk=new.pk).update(valid_from=date(2024, 10, 2), valid_to=None)
    old.prolongations.all().delete()
    data = body(occurred_from="2024-10-02", provisions=[old.slug, new.slug])
    report, _ = file_report(by=monitor, data=data, channel="api")
    assert report.citations.count() == 2


def test_month_matches_a_provision_that_began_on_its_last_day(monitor):
    new = Provision.objects.order_by("slug").first()
    Provision.objects.filter(pk=new.pk).update(valid_from=date(2025, 3, 31), valid_to=None)
    month = body(occurred_from="2025-03-01", date_precision="month", provisions=[new.slug])
    report, _ = file_report(by=monitor, data=month, channel="api")
    assert report.citations.count() == 1
    assert refusals_after(monitor, provisions=[new.slug]) == {"/provisions/0"}


def refusals_after(by, **changes):
    with pytest.raises(Mistakes) as refusal:
        file_report(by=by, data=body(**changes), channel="api")
    return {mistake.pointer for mistake in refusal.value.found}


def test_unknown_date_matches_any_provision(monitor):
    old = Provision.objects.order_by("slug").first()
    Provision.objects.filter(pk=old.pk).update(valid_to=date(2024, 1, 1))
    data = body(occurred_from=None, date_precision="unknown", provisions=[old.slug])
    report, _ = file_report(by=monitor, data=data, channel="api")
    assert report.date_precision == "unknown" and report.occurred_from is None


def test_today_is_the_day_in_haiti(monitor):
    # 03:00 UTC on the 3rd is still the evening of the 2nd there.
    now = datetime(2025, 3, 3, 3, 0, tzinfo=UTC)
    file_report(by=monitor, data=body(), channel="api", now=now)
    assert "/occurred_from" in refusals_at(monitor, now, occurred_from="2025-03-03")


def refusals_at(by, now, **changes):
    with pytest.raises(Mistakes) as refusal:
        file_report(by=by, data=body(**changes), channel="api", now=now)
    return {mistake.pointer for mistake in refusal.value.found}


def test_contact_is_sealed_and_nowhere_readable(monitor):
    source = {"type": "relative", "contact": "Zaboka, 509 1234 5678"}
    report, _ = file_report(by=monitor, data=body(source=source), channel="api")
    with connection.cursor() as cursor:
        cursor.execute("SELECT r::text FROM cases_report r WHERE id = %s", [report.pk])
        assert "Zaboka" not in cursor.fetchone()[0]
    report.refresh_from_db()
    assert decrypt(report.source_contact.token) == "Zaboka, 509 1234 5678"


def test_refused_consent_keeps_no_contact(monitor):
    source = {"contact": "Zaboka"}
    report, _ = file_report(
        by=monitor, data=body(source=source, consent={"state": "refused"}), channel="api"
    )
    assert report.source_contact is None


@pytest.mark.parametrize("role", ["ngo", "auditor", "administrator", "outsider"])
def test_who_does_not_report_is_refused(role, request):
    with pytest.raises(NotPermitted):
        file_report(by=request.getfixturevalue(role), data=body(), channel="api")


def test_same_body_again_adds_nothing(monitor):
    key = uuid.uuid4()
    first, created = file_report(by=monitor, data=body(), channel="api", id=key)
    again, more = file_report(by=monitor, data=body(), channel="api", id=key)
    assert created and not more and first == again
    assert Report.objects.count() == Event.objects.filter(type="report.filed").count() == 1


def test_replay_is_known_though_its_code_was_retired_meanwhile(monitor):
    key = uuid.uuid4()
    file_report(by=monitor, data=body(), channel="api", id=key)
    Term.objects.filter(vocabulary="violation_types", code="assault").update(
        retired_on=date(2026, 1, 1)
    )
    forget_terms()
    try:
        assert file_report(by=monitor, data=body(), channel="api", id=key)[1] is False
    finally:
        forget_terms()


def test_other_body_or_other_filer_under_a_used_id_conflicts(monitor, other_monitor):
    key = uuid.uuid4()
    file_report(by=monitor, data=body(), channel="api", id=key)
    for by, data in ((monitor, body(narrative="Lòt")), (other_monitor, body())):
        with pytest.raises(Conflict) as refusal:
            file_report(by=by, data=data, channel="api", id=key)
        assert refusal.value.code == "used_id"
        assert "frape" not in str(refusal.value)


def test_old_record_keeps_its_gaps_and_takes_no_second_copy(lead):
    origin = Origin(datetime(2013, 1, 7, tzinfo=UTC), "ph:13-0001", {"as_told": "LACK OF SERVICE"})
    report, _ = file_report(by=lead, data={}, channel="import", origin=origin)
    assert (report.place, report.narrative, report.types) == (None, "", [])
    assert report.filed_at.year == 2013 and report.date_precision == "unknown"


def test_old_records_are_not_brought_in_by_monitors(monitor):
    with pytest.raises(NotPermitted):
        file_report(by=monitor, data={}, channel="import", origin=Origin())


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_make_one_report():
    who = make_user("many@office.example", "monitor")
    key, results, gate = uuid.uuid4(), [], threading.Barrier(50)

    def send() -> None:
        user = User.objects.get(pk=who.pk)
        _ = user.held
        connection.close()
        gate.wait(30)
        try:
            results.append(file_report(by=user, data=body(), channel="api", id=key)[1])
        except Exception as broken:
            results.append(broken)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(map(str, results)) == ["False"] * 49 + ["True"]
    assert Report.objects.count() == 1


def test_filing_costs_eleven_statements(api, monitor, django_assert_max_num_queries):
    client = api(monitor)
    people = [{"role": "perpetrator", "contingent": "KE"}]
    client.post("/api/v1/reports/", body(persons=people))
    # Besides: the transaction of the test makes a savepoint of the one that the action begins.
    with django_assert_max_num_queries(11 + 2):
        assert (
            client.post("/api/v1/reports/", body(id=str(uuid.uuid4()), persons=people)).status_code
            == 201
        )
