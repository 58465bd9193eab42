"""The timetable of everything that runs by itself: task names here, code in the slices."""

from celery.schedules import crontab

CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "show that the timetable runs": {"task": "config.show_timetable_runs", "schedule": 15.0},
    "remind of what is due": {"task": "deadlines.sweep", "schedule": 60.0},
    "send what waits in the outbox": {"task": "deadlines.send", "schedule": 60.0},
    # In the time zone of CELERY_TIMEZONE.
    "one e-mail a day": {"task": "deadlines.digest", "schedule": crontab(hour=6, minute=30)},
    "forget sessions that are over": {
        "task": "accounts.forget_sessions",
        "schedule": crontab(hour=3, minute=40),
    },
    "tell of tokens that end soon": {
        "task": "deadlines.tokens",
        "schedule": crontab(hour=6, minute=10),
    },
    "go on with jobs on many records": {"task": "triage.resume_jobs", "schedule": 30.0},
    "forget old jobs on many records": {
        "task": "triage.purge_jobs",
        "schedule": crontab(hour=3, minute=40),
    },
    "scan files and make their previews": {"task": "files.examine", "schedule": 30.0},
    "remove bytes that belong to nothing": {
        "task": "files.sweep",
        "schedule": crontab(hour=3, minute=50),
    },
    "remove old drafts of reports": {
        "task": "reports.purge_drafts",
        "schedule": crontab(hour=3, minute=20),
    },
}
