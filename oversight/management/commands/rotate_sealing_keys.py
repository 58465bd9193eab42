"""Brings every sealed value under the newest key."""

from functools import partial
from typing import Any

from cryptography.fernet import InvalidToken
from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from oversight.accounts.actions import reseal_factors
from oversight.sealing.actions import rotate_all, sealed_fields


class Command(BaseCommand):
    help = (
        "Re-encrypts every sealed value under the first of SEALING_KEYS. Put the new key first,"
        " run this, then take the old key away. It can be stopped and run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        models = filter(sealed_fields, apps.get_models())
        work = {m._meta.label: partial(rotate_all, models_=[m]) for m in models}
        work["mfa.Authenticator"] = reseal_factors
        for label, rotate in work.items():
            try:
                count = rotate()
            except InvalidToken:
                raise CommandError(
                    f"A value of {label} cannot be read with the keys that are set:"
                    " add the key it was sealed with to SEALING_KEYS and run this again."
                ) from None
            self.stdout.write(f"{label}: {count}")
            total += count
        self.stdout.write(f"values sealed anew: {total}")
