"""Real records of cases, reports and releases for addresses with variable parts."""

from typing import Any

from tests.structure.matrix.furniture import House

Values = dict[str, Any]
Samples = dict[str, Values]
NUMBER = "00000000-0000-0000-0000-000000000001"


def by_pk(rows: dict[str, Any], **more: Any) -> Samples:
    return {
        state: {"pk": row.pk, "object_id": row.pk, "id": row.pk, **more}
        for state, row in rows.items()
    }


def cases(house: House) -> Samples:
    return by_pk(house.cases)


def case_user(house: House) -> Samples:
    return by_pk(house.cases, user=house.people["reviewer"].pk)


def case_dialogs(house: House) -> Samples:
    return {
        f"{state}: {name}": values | {"name": name}
        for state, values in cases(house).items()
        for name in ("note", "recuse")
    }


def case_parts(house: House) -> Samples:
    """Adopting the finding of each case."""
    return {
        state: {
            "pk": case.pk,
            "name": "adopt",
            "part": case.allegations.get().findings.get().pk,
        }
        for state, case in house.cases.items()
    }


def allegations(house: House) -> Samples:
    return by_pk({state: case.allegations.get() for state, case in house.cases.items()})


def case_reports(house: House) -> Samples:
    """Each case with the report in it."""
    return {
        state: {"pk": case.pk, "report": case.links.get().report_id}
        for state, case in house.cases.items()
    }


def findings(house: House) -> Samples:
    return by_pk(
        {state: case.allegations.get().findings.get() for state, case in house.cases.items()}
    )


def reports(house: House) -> Samples:
    in_case = {
        f"in a case: {state}": house.cases[state].links.get().report
        for state in ("open", "restricted, with a team")
    }
    return by_pk(house.reports | in_case)


def report_dialogs(house: House) -> Samples:
    return {
        f"{state}: {name}": values | {"name": name, "part": NUMBER}
        for state, values in reports(house).items()
        for name in ("accept", "reveal")
    }


def report_parts(house: House) -> Samples:
    """No dialog of reports is about a part today; two states will do."""
    return {
        state: values
        for state, values in report_dialogs(house).items()
        if state in ("submitted: accept", "restricted: accept")
    }


def attachments(house: House) -> Samples:
    """The file of a report in each state."""
    return by_pk({state: row.attachments.get() for state, row in house.reports.items()})


def own_reports(house: House) -> Samples:
    return {state: {"reference": row.reference} for state, row in house.reports.items()}


def sent(house: House) -> Samples:
    return by_pk(house.reports)


def draft(house: House) -> Samples:
    return {"": {"id": house.more["draft"].pk, "name": "what"}}


def releases(house: House) -> Samples:
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


def release_dialogs(house: House) -> Samples:
    return {
        state: values | {"name": name, "part": NUMBER}
        for (state, values), name in zip(
            releases(house).items(), ("approve", "withdraw"), strict=True
        )
    }


def clock_dialogs(house: House) -> Samples:
    return {
        f"{state}: {name}": values | {"name": name, "part": NUMBER}
        for state, values in clocks(house).items()
        for name in ("pause", "ask_time")
    }


def clocks(house: House) -> Samples:
    return by_pk(house.more["clocks"])
