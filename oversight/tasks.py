"""Tasks that Celery finds, by slice."""

from oversight.pages.tasks import show_timetable_runs

__all__ = ["show_timetable_runs"]
