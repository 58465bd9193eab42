"""The cache in the embedded Valkey, which starts with the first use."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.cache.backends.redis import RedisCache

from config.embedded import valkey


class EmbeddedCache(RedisCache):
    """Knows its address only when it is used, so that settings start nothing."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server or "unix://unset", params)

    @cached_property
    def _cache(self) -> Any:
        socket = valkey.ensure(settings.VAR_DIR)
        inner: Any = self
        return inner._class([f"unix://{socket}?db=0"], **inner._options)
