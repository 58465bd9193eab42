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
    # Soon after midnight: a clearance counts to the end of its last day.
    "end clearances whose last day is over": {
        "task": "vetting.expire",
        "schedule": crontab(hour=0, minute=10),
    },
    "go on with rosters": {"task": "deployment.tend_rosters", "schedule": 60.0},
    "remove old files of rosters": {
        "task": "deployment.tidy_rosters",
        "schedule": crontab(hour=3, minute=30),
    },
    # Daily, though it acts once a week: a Monday on which the office was down is made up for.
    "tell what ends within 30 days": {
        "task": "deployment.review_expiring",
        "schedule": crontab(hour=6, minute=0),
    },
}
