"""Settings of the tests: their own servers and folder, fixed secrets, no demo mode."""

import os
from datetime import timedelta
from pathlib import Path

_root = Path(__file__).resolve().parent.parent
os.environ["VAR_DIR"] = str(Path(os.environ.get("VAR_DIR") or _root / "var") / "test")
os.environ["EMBEDDED_DATABASE_FAST"] = "1"
os.environ["DEMO"] = "1"
os.environ["SECRET_KEY"] = "only-for-tests-" + "x" * 50
os.environ["SEALING_KEYS"] = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="

from config.settings import *

DEMO = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tests that travel in time stay signed in; those of sign-in set their own limits.
SESSION_IDLE = SESSION_LONGEST = timedelta(days=36_500)
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
# Each worker of a parallel run has a cache of its own, which its tests may clear.
CACHES["default"]["LOCATION"] = str(
    2 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
)
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
