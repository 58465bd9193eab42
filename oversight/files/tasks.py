"""What the worker does about files by itself."""

from celery import shared_task

from oversight.files import actions


@shared_task(name="files.examine")
def examine() -> int:
    """Scan what waits and make previews."""
    return actions.examine_waiting()


@shared_task(name="files.sweep")
def sweep_files() -> int:
    """Remove bytes that belong to nothing."""
    return actions.sweep()
