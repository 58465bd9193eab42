"""What stands in the variable parts of an address: one sample for each object and state.

A new address with variable parts needs an entry here: a pattern for its name, and a function that
gives `{state: {variable: value}}`. The first pattern that fits counts.
"""

from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType

from oversight.accounts.models import RoleGrant
from oversight.deadlines.models import DeadlineRule
from tests.structure.addresses import Address
from tests.structure.matrix.furniture import House

Values = dict[str, Any]
Samples = dict[str, Values]
NUMBER = "00000000-0000-0000-0000-000000000001"


def _pk(rows: dict[str, Any], **more: Any) -> Samples:
    return {
        state: {"pk": row.pk, "object_id": row.pk, "id": row.pk, **more}
        for state, row in rows.items()
    }


def _cases(house: House) -> Samples:
    return _pk(house.cases)


def _case_user(house: House) -> Samples:
    return _pk(house.cases, user=house.people["reviewer"].pk)


def _case_dialogs(house: House) -> Samples:
    return {
        f"{state}: {name}": values | {"name": name}
        for state, values in _cases(house).items()
        for name in ("note", "recuse")
    }


def _case_parts(house: House) -> Samples:
    """Adopting the finding of each case."""
    return {
        state: {
            "pk": case.pk,
            "name": "adopt",
            "part": case.allegations.get().findings.get().pk,
        }
        for state, case in house.cases.items()
    }


def _allegations(house: House) -> Samples:
    return _pk({state: case.allegations.get() for state, case in house.cases.items()})


def _case_reports(house: House) -> Samples:
    """Each case with the report in it."""
    return {
        state: {"pk": case.pk, "report": case.links.get().report_id}
        for state, case in house.cases.items()
    }


def _findings(house: House) -> Samples:
    return _pk(
        {state: case.allegations.get().findings.get() for state, case in house.cases.items()}
    )


def _reports(house: House) -> Samples:
    in_case = {
        f"in a case: {state}": house.cases[state].links.get().report
        for state in ("open", "restricted, with a team")
    }
    return _pk(house.reports | in_case)


def _report_dialogs(house: House) -> Samples:
    return {
        f"{state}: {name}": values | {"name": name, "part": NUMBER}
        for state, values in _reports(house).items()
        for name in ("accept", "reveal")
    }


def _report_parts(house: House) -> Samples:
    """No dialog of reports is about a part today; two states will do."""
    return {
        state: values
        for state, values in _report_dialogs(house).items()
        if state in ("submitted: accept", "restricted: accept")
    }


def _attachments(house: House) -> Samples:
    """The file of a report in each state."""
    return _pk({state: row.attachments.get() for state, row in house.reports.items()})


def _own_reports(house: House) -> Samples:
    return {state: {"reference": row.reference} for state, row in house.reports.items()}


def _sent(house: House) -> Samples:
    return _pk(house.reports)


def _draft(house: House) -> Samples:
    return {"": {"id": house.more["draft"].pk, "name": "what"}}


def _releases(house: House) -> Samples:
    return {
        state: {
            "object_id": row.pk,
            "pk": row.pk,
            "key": row.slug,
            "release": row.slug,
            "table": "x",
        }
        for state, row in house.more["releases"].items()
    }


def _release_dialogs(house: House) -> Samples:
    return {
        state: values | {"name": name, "part": NUMBER}
        for (state, values), name in zip(
            _releases(house).items(), ("approve", "withdraw"), strict=True
        )
    }


def _clock_dialogs(house: House) -> Samples:
    return {
        f"{state}: {name}": values | {"name": name, "part": NUMBER}
        for state, values in _clocks(house).items()
        for name in ("pause", "ask_time")
    }


def _saved_filters(house: House) -> Samples:
    """One of the reviewer's own, and one of theirs that the office shares."""
    return _pk(house.more["filters"])


def _job(house: House) -> Samples:
    return _pk({"": house.more["job"]})


def _session(house: House) -> Samples:
    return _pk({"": house.more["session"]})


def _clocks(house: House) -> Samples:
    return _pk(house.more["clocks"])


def _notice(house: House) -> Samples:
    return _pk({"": house.more["notice"]})


def _token(house: House) -> Samples:
    return _pk({"": house.more["token"]})


def _people(house: House) -> Samples:
    return _pk({name: house.people[name] for name in ("reviewer", "administrator")})


def _people_dialogs(house: House) -> Samples:
    grant = RoleGrant.objects.get(user=house.people["waiting"])
    asked = {
        "edit": "reviewer",
        "grant": "reviewer",
        "suspend": "reviewer",
        "grant to oneself": "administrator",
    }
    found = {
        what: {"pk": house.people[who].pk, "name": what.split()[0], "part": grant.pk}
        for what, who in asked.items()
    }
    approve = {"pk": house.people["waiting"].pk, "name": "approve", "part": grant.pk}
    return found | {"approve": approve}


def _grants(house: House) -> Samples:
    grant = RoleGrant.objects.get(user=house.people["waiting"])
    return _pk({"waiting": grant}, name="approve", part=grant.pk)


def _events(house: House) -> Samples:
    event = house.more["event"]
    case = house.cases["restricted"]
    return {
        "": {"pk": event.pk, "form": "csv", "label": "cases.case"},
        "of a restricted case": {"pk": case.pk, "form": "jsonl", "label": "cases.case"},
    }


def _event(house: House) -> Samples:
    return {"": {"pk": house.more["event"].pk}}


def _event_form(house: House) -> Samples:
    return {form: {"form": form} for form in ("csv", "xlsx", "jsonl")}


def _event_person(house: House) -> Samples:
    return {"": {"pk": house.people["lead"].pk}}


def _event_record(house: House) -> Samples:
    return {"restricted case": {"label": "cases.case", "pk": house.cases["restricted"].pk}}


def _first(model_name: str) -> Callable[[House], Samples]:
    def sample(house: House) -> Samples:
        model = next(m for m in admin.site._registry if m._meta.label_lower == model_name)
        row = model._base_manager.order_by("pk").first()
        key = row.pk if row else NUMBER
        return {"": {"object_id": key, "pk": key, "name": "edit", "part": key}}

    return sample


def _organisation(house: House) -> Samples:
    return _pk({"": house.more["organisation"]})


def _rule(house: House) -> Samples:
    return _pk({"": DeadlineRule.objects.order_by("pk").first()})


def _view_on_site(house: House) -> Samples:
    kind = ContentType.objects.get(app_label="cases", model="case")
    return {"": {"content_type_id": kind.pk, "object_id": house.cases["open"].pk}}


def _fixed(**values: Any) -> Callable[[House], Samples]:
    return lambda house: {"": values}


SAMPLES: tuple[tuple[str, Callable[[House], Samples]], ...] = (
    ("admin:cases_case_do_part", _case_parts),
    ("admin:cases_case_do", _case_dialogs),
    ("admin:cases_*_job*", _job),
    ("admin:cases_*_saved_one", _saved_filters),
    ("admin:cases_case_bulk", _fixed(name="assign")),
    ("admin:cases_case_*", _cases),
    ("admin:cases_report_do_part", _report_parts),
    ("admin:cases_report_do", _report_dialogs),
    ("admin:cases_report_bulk", _fixed(name="accept")),
    ("admin:cases_report_*", _reports),
    ("admin:cases_release_do*", _release_dialogs),
    ("admin:cases_release_*", _releases),
    ("admin:oversight_deadline_do*", _clock_dialogs),
    ("admin:oversight_deadline_*", _clocks),
    ("admin:oversight_event_change", _event),
    ("admin:oversight_event_export", _event_form),
    ("admin:oversight_event_person", _event_person),
    ("admin:oversight_event_record", _event_record),
    ("admin:oversight_user_do*", _people_dialogs),
    ("admin:oversight_user_*", _people),
    ("admin:oversight_rolegrant_*", _grants),
    ("admin:oversight_organisation_*", _organisation),
    ("admin:oversight_vocabulary_do", _fixed(pk="outcomes", name="add")),
    ("admin:oversight_deadlinerule_*", _rule),
    ("admin:view_on_site", _view_on_site),
    ("admin:app_list", _fixed(app_label="cases")),
    ("api-case-report-*", _case_reports),
    ("api-case-assignment", _case_user),
    ("api-case*", _cases),
    ("api-findings", _allegations),
    ("api-finding*", _findings),
    ("api-report*", _reports),
    ("api-release*", _releases),
    ("api-summar*", _releases),
    ("api-instrument*", _fixed(slug="unsc-2699")),
    ("api-provision*", _fixed(slug="x")),
    ("api-place*", _fixed(pcode="HT01")),
    ("api-vocabular*", _fixed(code="outcomes")),
    ("summaries:*", _fixed(table="x")),
    ("deadlines:read_one", _notice),
    ("accounts:*token*", _token),
    ("accounts:end_session", _session),
    ("reports:one", _own_reports),
    ("reports:sent", _sent),
    ("reports:receipt_text", _sent),
    ("reports:again", _sent),
    ("reports:picture", _attachments),
    ("reports:original", _attachments),
    ("reports:*", _draft),
    ("pages:set_up", _fixed(key="x")),
    ("subjects:hand_over", _people),
    ("pages:language", _fixed(code="en")),
    ("mfa_*", _fixed(pk="1")),
    ("account_confirm_email", _fixed(key="x")),
    ("account_reset_password_from_key", _fixed(uidb36="x", key="y")),
)


def samples_of(address: Address, house: House) -> Samples:
    """Values by state; an address without variable parts has one state without a name."""
    if not address.variables:
        return {"": {}}
    for pattern, make in SAMPLES:
        if fnmatchcase(address.name, pattern):
            found = make(house)
            if all(set(address.variables) <= set(values) for values in found.values()):
                return found
    return _of_admin(address, house)


def _of_admin(address: Address, house: House) -> Samples:
    """A list of the admin that nobody named: its first row."""
    parts = address.route.split("/")
    if address.route.startswith("/admin/") and len(parts) > 4:
        models = {m._meta.label_lower for m in admin.site._registry}
        if f"{parts[2]}.{parts[3]}" in models:
            found = _first(f"{parts[2]}.{parts[3]}")(house)
            if set(address.variables) <= set(found[""]):
                return found
    if address.variables == ("url",):  # the admin's answer to what it does not know
        return {"": {"url": "nothing"}}
    return {}
