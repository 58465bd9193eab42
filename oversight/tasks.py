"""Background tasks of the oversight app, imported so that Celery finds them."""
