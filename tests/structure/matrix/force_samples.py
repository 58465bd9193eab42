"""Addresses of the force: each list's record of the house, and a dialog that is open on it."""

from tests.structure.matrix.case_samples import NUMBER, Samples
from tests.structure.matrix.furniture import House

# A dialog that somebody of the table may open on the record as it stands.
DIALOGS = {
    "personnel": "reveal",
    "unit": "change",
    "authorisation": "withdraw",
    "arrival": "leave",
    "breach": "close",
    "override": "approve",
    "check": "take_up",
    "certification": "accept",
    "rosterupload": "commit",
    "concern": "confirm",
    "trainingmodule": "require",
    "scheme": "require",
    "trainingsession": "record",
    "modulechangerequest": "decide",
}

FORCE = (*DIALOGS, "rotation", "trainingresult")


def force(model: str, house: House) -> Samples:
    """The record of this kind. None of the dialogs tried is about a part: a number stands for it."""
    pk = house.more["force"][model].pk
    return {"": {"object_id": pk, "pk": pk, "name": DIALOGS.get(model, "edit"), "part": NUMBER}}


def evidence(house: House) -> Samples:
    row = house.more["force"]["evidence"]
    return {"": {"pk": row.check_of_id, "part": row.pk}}
