"""Web server and worker are killed at random, again and again, under load."""

import random
import time

from benchmarks.proofs.outcome import Outcome
from benchmarks.proofs.site import ask, command_line, kill, processes, wait_until_ready
from benchmarks.proofs.traffic import Traffic
from tests.site import Site

VICTIMS = ("gunicorn", "celery --app config --quiet worker")
# Both main processes with a child each.
AT_WORK = 4

# Clocks of the reports filed so far become due, so that the killed worker has notices to make.
MAKE_DUE = """
from datetime import timedelta
from django.utils import timezone
from oversight.deadlines.models import Deadline
now = timezone.now()
answer = Deadline.objects.filter(subject_id__in=values['ids'], stage='').update(
    due_at=now, warn_at=now, next_at=now)
"""

COUNT = """
from collections import Counter
from cases.reports.models import Report
from oversight.audit.models import Event
from oversight.deadlines.models import Deadline, Message, Notice
ids = values['ids']
there = Counter(str(pk) for pk in Report.objects.filter(pk__in=ids).values_list('pk', flat=True))
events = Counter(Event.objects.filter(target_id__in=ids, type='report.filed').values_list('target_id', flat=True))
clocks = Counter(str(pk) for pk in Deadline.objects.filter(subject_id__in=ids, clock='report_triage').values_list('subject_id', flat=True))
told = Counter(Notice.objects.filter(deadline__isnull=False).values_list('recipient', 'deadline', 'stage', 'kind'))
answer = {
    'lost': len(set(ids) - set(there)), 'events': sum(events.get(i, 0) != 1 for i in ids),
    'clocks': sum(clocks.get(i, 0) != 1 for i in ids),
    'notices': sum(told.values()), 'twice': sum(count > 1 for count in told.values()),
    'due_but_silent': Deadline.objects.filter(subject_id__in=ids, next_at__lte=values['swept']).count(),
    'double_mail': sum(n > 1 for n in Counter(Message.objects.filter(notice__isnull=False).values_list('notice', flat=True)).values()),
}
"""


def prove(site: Site, *, kills: int = 100, seed: int = 7) -> Outcome:
    """`kills` SIGKILLs of random web and worker processes while four clients file reports."""
    chance = random.Random(seed)  # noqa: S311
    done: dict[str, int] = {}
    with Traffic(site) as traffic:
        # Only what was really killed counts: while everything restarts there may be nobody.
        while (number := sum(done.values())) < kills:
            time.sleep(chance.uniform(0.5, 2.5))
            victims = processes(site, *VICTIMS)
            # What is killed again and again is started after longer and longer: let it do some work.
            if len(victims) < AT_WORK:
                continue
            victim = chance.choice(victims)
            kind = "web" if "gunicorn" in command_line(victim) else "worker"
            if not kill(victim):
                continue
            done[kind] = done.get(kind, 0) + 1
            if number % 10 == 5:
                ask(site, MAKE_DUE, ids=traffic.acknowledged[-400:])
        wait_until_ready(site)
    return _counted(site, traffic, done)


def _counted(site: Site, traffic: Traffic, done: dict[str, int]) -> Outcome:
    wait_until_ready(site)
    swept = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    found = {}
    # The beat sweeps every minute; a claim of a killed worker lasts two.
    for _ in range(30):
        found = ask(site, COUNT, ids=traffic.acknowledged, swept=swept)
        if not found["due_but_silent"]:
            break
        time.sleep(10)
    return Outcome(
        "random kill -9 of web or worker under load",
        {
            "kills": sum(done.values()),
            "of the web server": done.get("web", 0),
            "of the worker": done.get("worker", 0),
            "acknowledged": len(traffic.acknowledged),
            "connections broken": traffic.broken,
            "notices": found["notices"],
        },
        {
            "acknowledged writes lost": found["lost"],
            "reports without exactly one event": found["events"],
            "reports without exactly one clock": found["clocks"],
            "notices twice": found["twice"],
            "e-mails twice for a notice": found["double_mail"],
            "due clocks nobody was told of": found["due_but_silent"],
            "answers of 5xx": traffic.refusals(),
        },
    )
