"""Background tasks of the mission app, imported so that Celery finds them."""
