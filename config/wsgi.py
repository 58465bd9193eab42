"""The WSGI application that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
# Load every view now: gunicorn forks after this, and the first visitor does not wait.
_ = get_resolver().url_patterns
# What is loaded stays: workers share it, and collecting garbage does not look at it again.
gc.collect()
gc.freeze()
