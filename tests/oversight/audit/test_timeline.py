"""Events as people read them."""

import pytest
from django.utils import translation

from oversight.accounts.models import RoleGrant
from oversight.audit import actions as audit
from oversight.audit.columns import timeline
from oversight.audit.models import Event
from oversight.audit.rules import sentence_of

pytestmark = pytest.mark.django_db


def test_event_is_a_sentence_with_its_changes_in_words(administrator):
    audit.record(
        type="role.granted",
        by=administrator,
        target=administrator,
        reason="new here",
        changes={"is_active": (False, True), "language": ("fr", "ht"), "name": ("A", "B")},
    )

    entry = timeline(administrator)[0]

    assert entry["title"] == "administrator gave a role."
    assert entry["text"] == "new here"
    assert "Active: no → yes" in entry["lines"]
    assert "Name: changed" in entry["lines"]
    assert not any(line.endswith(("A", "B")) for line in entry["lines"])


def test_value_that_was_not_there_before_stands_alone(administrator):
    grant = RoleGrant(user=administrator, role="lead")
    audit.record(type="role.granted", by=None, target=grant, changes={"role": (None, "lead")})

    entry = timeline(grant)[0]

    assert entry["title"] == "The system gave a role."
    assert entry["lines"] == ["Role: lead"]


def test_unknown_type_and_kind_do_not_break_the_page(administrator):
    audit.record(type="new.thing", by=administrator, target=administrator)
    row = Event.objects.about(administrator).get(type="new.thing")
    row.target_label = "gone.model"

    assert sentence_of("new.thing", "Ana") == "Ana: new.thing"
    assert timeline(administrator)[0]["lines"] == []


def test_timeline_is_read_in_few_queries(administrator, django_assert_max_num_queries):
    for _ in range(5):
        audit.record(type="role.granted", by=administrator, target=administrator)

    with django_assert_max_num_queries(2), translation.override("fr"):
        assert len(timeline(administrator)) >= 5
