"""The shapes that outside programs see are frozen: gaining a field is a decision, not an accident.

After deciding: `make shapes`, and a line in CHANGELOG.md.
"""

import json
import os

import pytest
from rest_framework.serializers import BaseSerializer, ListSerializer, Serializer

from tests.structure.house import ROOT, import_everything, subclasses

FROZEN = ROOT / "tests" / "structure" / "shapes.json"


def field_of(field):
    if isinstance(field, ListSerializer):
        return [shape_of(field.child)]
    if isinstance(field, Serializer):
        return shape_of(field)
    marks = [type(field).__name__]
    marks += ["read"] if field.read_only else ["write"] if field.write_only else []
    return " ".join(marks)


def shape_of(serializer):
    return {name: field_of(field) for name, field in sorted(serializer.fields.items())}


def shapes():
    import_everything()
    return {
        f"{kind.__module__}.{kind.__name__}": shape_of(kind())
        for kind in sorted(subclasses(Serializer), key=lambda k: (k.__module__, k.__name__))
    }


@pytest.mark.django_db
def test_public_shapes_are_the_frozen_ones():
    found = shapes()
    if os.environ.get("FREEZE_SHAPES"):
        FROZEN.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")
    assert found == json.loads(FROZEN.read_text())


def test_no_shape_takes_all_fields_of_its_model():
    import_everything()
    for kind in subclasses(BaseSerializer):
        meta = getattr(kind, "Meta", None)
        assert getattr(meta, "fields", ()) != "__all__", kind
        assert not getattr(meta, "exclude", ()), kind
