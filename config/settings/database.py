"""Database and cache: outside servers when the environment names them, embedded ones otherwise."""

from redis.backoff import NoBackoff
from redis.retry import Retry

from config.settings.environment import EMBEDDED_BROKER, EMBEDDED_DATABASE, env

if EMBEDDED_DATABASE:
    _database = {"ENGINE": "config.postgres", "NAME": "oversight", "USER": "oversight"}
else:
    _database = env.db("DATABASE_URL")
    if _database["ENGINE"] == "django.db.backends.postgresql":
        _database["ENGINE"] = "config.database"

DATABASES = {
    "default": {
        **_database,
        # Each thread keeps its connection: measured at twice the rate of one per request.
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=600),
        "CONN_HEALTH_CHECKS": True,
    }
}

_cache = env.str("CACHE_URL", default="")
if EMBEDDED_BROKER:
    _backend = "config.cache.EmbeddedCache"
elif _cache or env.str("CELERY_BROKER_URL").startswith(("redis:", "rediss:", "unix:")):
    # A broker that can cache also does, unless a server of its own is named.
    _backend, _cache = (
        "django.core.cache.backends.redis.RedisCache",
        _cache or env.str("CELERY_BROKER_URL"),
    )
else:
    # Slower, but shared by all processes; its table is made by `manage.py createcachetable`.
    _backend, _cache = "django.core.cache.backends.db.DatabaseCache", "django_cache"

# A server that is held up must not hold up every request: asked once more, then done without.
_patience = {"socket_timeout": 1, "retry": Retry(NoBackoff(), 1)}
if _backend.endswith("DatabaseCache"):
    _patience = {}

CACHES = {
    "default": {
        "BACKEND": _backend,
        "LOCATION": _cache,
        # Broker and cache share one server that never evicts, so everything must expire.
        "TIMEOUT": 300,
        "KEY_PREFIX": "oversight",
        "OPTIONS": _patience,
    }
}
# Where pg_dump and pg_restore of the version of the server are, if not in the usual places.
PG_BIN_DIR = env.str("PG_BIN_DIR", default="")
# Tests may lose what they wrote.
EMBEDDED_DATABASE_FAST = env.bool("EMBEDDED_DATABASE_FAST", default=False)
