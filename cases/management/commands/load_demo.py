"""`manage.py load_demo`: the fictional office, once, and the sign-ins in var/demo.json."""

import json
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cases.management.demo import casework, clocks, force, reports
from cases.management.demo.geography import Country
from cases.management.demo.people import create_people, sign_ins
from cases.summaries.actions import approve, prepare
from oversight.accounts.models import User

CUTOFFS = (date(2026, 3, 31), date(2026, 9, 30))


class Command(BaseCommand):
    help = "Load the fictional demonstration data, unless it is there."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This office is in real use: set DEMO=1 to try fictional data.")
        if not User.objects.exists():
            with transaction.atomic():
                self.load()
        self.write_sign_ins()

    def load(self) -> None:
        users = create_people()
        rows, stories = reports.build(users)
        files = casework.build(rows, stories, users, Country())
        rows.write()
        files.write()
        clocks.build(rows, files, users)
        people = force.build(users)
        for cutoff in CUTOFFS:
            approve(release=prepare(cutoff=cutoff, by=users["lead"]), by=users["lead2"])
        self.stdout.write(f"fictional force: {people} people")
        self.stdout.write(f"fictional data: {len(rows.reports)} reports, {len(files.cases)} cases")

    def write_sign_ins(self) -> None:
        path = settings.VAR_DIR / "demo.json"
        if path.exists():
            return
        body = {"base_url": settings.BASE_URL, "users": sign_ins()}
        draft = path.with_suffix(".part")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(body, indent=2) + "\n", encoding="utf-8")
        draft.replace(path)
