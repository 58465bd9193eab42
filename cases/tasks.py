"""Background tasks of the cases app, imported so that Celery finds them."""
