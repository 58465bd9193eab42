"""Telling people that a token of theirs ends soon."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from oversight.accounts.models import ApiToken
from oversight.accounts.rules import ENDS_SOON_DAYS
from oversight.deadlines.actions.notices import notify
from oversight.deadlines.choices import NoticeKind


def tell_of_ending_tokens(*, now: datetime | None = None) -> int:
    """Each owner once for each token, two weeks before; run as often as wanted."""
    now = now or timezone.now()
    told = 0
    for token in ApiToken.objects.ending(now, now + timedelta(days=ENDS_SOON_DAYS)):
        told += _tell(token, now)
    return told


@transaction.atomic
def _tell(token: ApiToken, now: datetime) -> int:
    # Whoever marks the row tells; another worker finds nothing to mark.
    mine = ApiToken.objects.filter(pk=token.pk, warned_at__isnull=True).update(warned_at=now)
    if mine:
        notify(users=[token.user], kind=NoticeKind.TOKEN_ENDS, subject=token, now=now)
    return mine
