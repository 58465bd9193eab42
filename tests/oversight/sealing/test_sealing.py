"""What is sealed stays sealed until somebody with a reason opens it."""

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.exceptions import FieldError, ValidationError
from django.db import connection

from cases.reports.models import ReportDraft
from oversight.audit.models import Event
from oversight.authority.rules import NotPermitted, RuleBroken
from oversight.sealing.actions import reveal, rotate_all
from oversight.sealing.rules import Sealed, blind_index, decrypt, encrypt

NAME = "Fictional Planted-Name"


@pytest.fixture
def draft(monitor):
    return ReportDraft.objects.create(owner=monitor, answers=Sealed.of(NAME))


def test_database_holds_no_plain_text(draft):
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM cases_reportdraft")
        stored = cursor.fetchone()[0]

    assert NAME not in stored and decrypt(stored) == NAME


def test_sealed_value_prints_as_dots(draft):
    draft.refresh_from_db()

    assert NAME not in f"{draft.answers} {draft.answers!r} {draft.__dict__}"


def test_plain_text_is_refused_before_it_reaches_the_database(monitor):
    with pytest.raises(ValidationError):
        ReportDraft.objects.create(owner=monitor, answers=NAME)


def test_sealed_text_cannot_be_searched(draft):
    with pytest.raises(FieldError):
        ReportDraft.objects.filter(answers__contains="Planted").count()


def test_reveal_needs_role_and_reason_and_leaves_an_event(draft, lead, ngo):
    with pytest.raises(NotPermitted):
        reveal(target=draft, field="answers", by=ngo, reason="curious")
    with pytest.raises(RuleBroken):
        reveal(target=draft, field="answers", by=lead, reason="  ")

    assert reveal(target=draft, field="answers", by=lead, reason="to call back") == NAME
    event = Event.objects.get(type="identity.revealed")
    assert event.actor_id == str(lead.pk)
    assert NAME not in str(event.changes) + event.reason


def test_rotation_reseals_under_the_new_key_and_drops_the_old(draft, settings):
    old = settings.SEALING_KEYS
    fresh = Fernet.generate_key().decode()
    settings.SEALING_KEYS = [fresh, *old]

    assert rotate_all(models_=[ReportDraft]) == 1

    settings.SEALING_KEYS = [fresh]
    draft.refresh_from_db()
    assert decrypt(draft.answers.token) == NAME
    with pytest.raises(InvalidToken):
        settings.SEALING_KEYS = old
        decrypt(draft.answers.token)


def test_same_text_seals_differently_but_matches_by_index():
    assert encrypt(NAME) != encrypt(NAME)
    assert blind_index("Jean-Rémy  Ficsion") == blind_index("jean-remy ficsion")
    assert blind_index("a") != blind_index("b")
