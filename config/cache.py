"""The cache in the embedded Valkey, which starts with the first use."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.cache.backends.redis import RedisCache

from config.embedded import valkey


class EmbeddedCache(RedisCache):
    """Knows its address only when it is used, so that settings start nothing.

    LOCATION is the number of the database in it.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        self._database = int(server or 0)
        super().__init__("unix://not-known-yet", params)

    @cached_property
    def _cache(self) -> Any:
        socket = valkey.ensure(settings.VAR_DIR)
        inner: Any = self
        return inner._class([f"unix://{socket}?db={inner._database}"], **inner._options)
