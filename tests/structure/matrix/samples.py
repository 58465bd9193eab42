"""What stands in the variable parts of an address: one sample for each object and state.

A new address with variable parts needs an entry here: a pattern for its name, and a function that
gives `{state: {variable: value}}`. The first pattern that fits counts.
"""

from collections.abc import Callable
from fnmatch import fnmatchcase
from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType

from oversight.accounts.models import RoleGrant
from oversight.deadlines.models import DeadlineRule
from tests.structure.addresses import Address
from tests.structure.matrix.case_samples import (
    NUMBER,
    Samples,
    allegations,
    attachments,
    by_pk,
    case_dialogs,
    case_parts,
    case_reports,
    case_user,
    cases,
    clock_dialogs,
    clocks,
    draft,
    findings,
    own_reports,
    release_dialogs,
    releases,
    report_dialogs,
    report_parts,
    reports,
    sent,
)
from tests.structure.matrix.force_samples import FORCE, evidence, force
from tests.structure.matrix.furniture import House


def _saved_filters(house: House) -> Samples:
    """One of the reviewer's own, and one of theirs that the office shares."""
    return by_pk(house.more["filters"])


def _job(house: House) -> Samples:
    return by_pk({"": house.more["job"]})


def _session(house: House) -> Samples:
    return by_pk({"": house.more["session"]})


def _notice(house: House) -> Samples:
    return by_pk({"": house.more["notice"]})


def _token(house: House) -> Samples:
    return by_pk({"": house.more["token"]})


def _people(house: House) -> Samples:
    return by_pk({name: house.people[name] for name in ("reviewer", "administrator")})


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
    return by_pk({"waiting": grant}, name="approve", part=grant.pk)


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
    return by_pk({"": house.more["organisation"]})


def _rule(house: House) -> Samples:
    return by_pk({"": DeadlineRule.objects.order_by("pk").first()})


def _view_on_site(house: House) -> Samples:
    kind = ContentType.objects.get(app_label="cases", model="case")
    return {"": {"content_type_id": kind.pk, "object_id": house.cases["open"].pk}}


def _fixed(**values: Any) -> Callable[[House], Samples]:
    return lambda house: {"": values}


SAMPLES: tuple[tuple[str, Callable[[House], Samples]], ...] = (
    ("admin:cases_case_do_part", case_parts),
    ("admin:cases_case_do", case_dialogs),
    ("admin:cases_*_job*", _job),
    ("admin:cases_*_saved_one", _saved_filters),
    ("admin:cases_case_bulk", _fixed(name="assign")),
    ("admin:cases_case_*", cases),
    ("admin:cases_report_do_part", report_parts),
    ("admin:cases_report_do", report_dialogs),
    ("admin:cases_report_bulk", _fixed(name="accept")),
    ("admin:cases_report_*", reports),
    ("admin:cases_release_do*", release_dialogs),
    ("admin:cases_release_*", releases),
    ("admin:oversight_deadline_do*", clock_dialogs),
    ("admin:oversight_deadline_*", clocks),
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
    ("admin:mission_check_evidence", evidence),
    *((f"admin:mission_{model}_*", partial(force, model)) for model in FORCE),
    ("admin:app_list", _fixed(app_label="cases")),
    ("deployment:unit", partial(force, "unit")),
    ("api-case-report-*", case_reports),
    ("api-case-assignment", case_user),
    ("api-case*", cases),
    ("api-findings", allegations),
    ("api-finding*", findings),
    ("api-report*", reports),
    ("api-release*", releases),
    ("api-summar*", releases),
    ("api-instrument*", _fixed(slug="unsc-2699")),
    ("api-provision*", _fixed(slug="x")),
    ("api-place*", _fixed(pcode="HT01")),
    ("api-vocabular*", _fixed(code="outcomes")),
    ("summaries:*", _fixed(table="x")),
    ("deadlines:read_one", _notice),
    ("accounts:*token*", _token),
    ("accounts:end_session", _session),
    ("reports:one", own_reports),
    ("reports:sent", sent),
    ("reports:receipt_text", sent),
    ("reports:again", sent),
    ("reports:picture", attachments),
    ("reports:original", attachments),
    ("reports:*", draft),
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
