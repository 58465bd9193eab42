"""`manage.py rotate_sealing_keys`."""

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command

from cases.reports.models import ReportDraft
from oversight.sealing.rules import Sealed, decrypt

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(monitor):
    return ReportDraft.objects.create(owner=monitor, answers=Sealed.of("planted"))


def test_every_value_moves_to_the_newest_key(draft, settings, capsys):
    old, new = settings.SEALING_KEYS, [Fernet.generate_key().decode()]
    settings.SEALING_KEYS = new + old
    call_command("rotate_sealing_keys")
    out = capsys.readouterr().out
    assert "values sealed anew: 1" in out and "planted" not in out
    settings.SEALING_KEYS = new
    draft.refresh_from_db()
    assert decrypt(draft.answers.token) == "planted"


def test_a_lost_key_is_said_plainly(draft, settings):
    settings.SEALING_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(CommandError, match="SEALING_KEYS"):
        call_command("rotate_sealing_keys")
