"""Database and cache: outside servers when the environment names them, embedded ones otherwise."""

from config.settings.environment import EMBEDDED_BROKER, EMBEDDED_DATABASE, VAR_DIR, env

if EMBEDDED_DATABASE:
    _database = {"ENGINE": "config.postgres", "NAME": "oversight", "USER": "oversight"}
else:
    _database = env.db("DATABASE_URL")

DATABASES = {
    "default": {
        **_database,
        # Each thread keeps its connection: measured at twice the rate of one per request.
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=600),
        "CONN_HEALTH_CHECKS": True,
    }
}

CACHES = {
    "default": {
        "BACKEND": "config.cache.EmbeddedCache"
        if EMBEDDED_BROKER
        else "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.str("CACHE_URL", default=""),
        # Broker and cache share one server that never evicts, so everything must expire.
        "TIMEOUT": 300,
        "KEY_PREFIX": "oversight",
    }
}
if not EMBEDDED_BROKER and not CACHES["default"]["LOCATION"]:
    # Without CACHE_URL the database is the cache: slower, but shared by all processes.
    CACHES["default"] |= {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
    }
FILES_DIR = VAR_DIR / "files"
# Tests may lose what they wrote.
EMBEDDED_DATABASE_FAST = env.bool("EMBEDDED_DATABASE_FAST", default=False)
