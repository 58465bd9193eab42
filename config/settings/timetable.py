"""The timetable of everything that runs by itself: task names here, code in the slices."""

CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "show that the timetable runs": {"task": "config.show_timetable_runs", "schedule": 15.0},
}
