"""The application of the floor, served by a gunicorn of its own."""

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.urls import get_resolver

django.setup()
# Taken away only now: allauth refuses to start without its own.
settings.MIDDLEWARE = []
application = WSGIHandler()
_ = get_resolver().url_patterns
