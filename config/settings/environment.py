"""What the deployer decides: environment variables, and the mode they put the product in.

Trying mode (no DATABASE_URL, or DEMO on) makes its own secrets in VAR_DIR. Real use is refused
until the deployer has set them.
"""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from config.settings.secrets import kept_secrets

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).expanduser().resolve()
PORT = env.int("PORT", default=8000)

DEBUG = False

# `make run` leaves this mark, so that manage.py beside it needs no variables.
_mark = VAR_DIR / "mode"
_mode = _mark.read_text().strip() if _mark.exists() else ""

EMBEDDED_DATABASE = not env.str("DATABASE_URL", default="")
EMBEDDED_BROKER = not env.str("CELERY_BROKER_URL", default="")
# A folder that is marked empty is no demonstration, whatever the environment still says.
DEMO = _mode != "empty" and env.bool("DEMO", default=EMBEDDED_DATABASE)
TRYING = DEMO or (EMBEDDED_DATABASE and _mode == "empty")

_needed = {
    "SECRET_KEY": "a long random text that signs sessions",
    "ALLOWED_HOSTS": "the host names of this site, separated by commas",
    "SEALING_KEYS": "Fernet keys that encrypt identities, separated by commas, newest first",
    "DATABASE_URL": "the address of a PostgreSQL server",
    "CELERY_BROKER_URL": "the address of a Valkey, Redis or RabbitMQ server",
}
_missing = [name for name in _needed if not env.str(name, default="")]
if _missing and not TRYING:
    raise ImproperlyConfigured(
        "Real use needs these environment variables: "
        + "; ".join(f"set {name} to {_needed[name]}" for name in _missing)
        + ". To try the product with fictional data instead, run `make run`."
    )

_kept = kept_secrets(VAR_DIR) if TRYING else {}
SECRET_KEY = env.str("SECRET_KEY", default="") or _kept["SECRET_KEY"]
SEALING_KEYS = env.list("SEALING_KEYS", default=[]) or [_kept["SEALING_KEYS"]]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
BASE_URL = env.str("BASE_URL", default="").rstrip("/") or (
    f"http://127.0.0.1:{PORT}" if TRYING else f"https://{ALLOWED_HOSTS[0]}"
)
HTTPS = BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if HTTPS else []

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://" if not TRYING else "filemail://")
EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_HOST = EMAIL_CONFIG.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = EMAIL_CONFIG.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = EMAIL_CONFIG.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = EMAIL_CONFIG.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = EMAIL_CONFIG.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = EMAIL_CONFIG.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
# Mail of trying mode is only written to files.
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
# Neutral on purpose: a phone may be searched.
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Notices <notices@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_SUBJECT_PREFIX = ""

# Keys of digests. They must not change when the sealing keys rotate, or nothing would match.
AUDIT_DIGEST_KEY = env.str("AUDIT_DIGEST_KEY", default="") or f"audit:{SECRET_KEY}"
BLIND_INDEX_KEY = env.str("BLIND_INDEX_KEY", default="") or f"index:{SECRET_KEY}"
