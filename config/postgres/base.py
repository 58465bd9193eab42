"""The database engine of trying and testing: `ENGINE = "config.postgres"`."""

from typing import Any

from django.conf import settings

from config.database import base
from config.embedded import postgres


class DatabaseWrapper(base.DatabaseWrapper):
    """Connects through the socket in VAR_DIR and brings the server up when nobody answers."""

    def get_connection_params(self) -> dict[str, Any]:
        host = postgres.socket_of(settings.VAR_DIR)
        return {**super().get_connection_params(), "host": str(host)}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        postgres.join(settings.VAR_DIR)
        try:
            return super().get_new_connection(conn_params)
        except self.Database.OperationalError:
            host = postgres.ensure(settings.VAR_DIR, fast=settings.EMBEDDED_DATABASE_FAST)
            return super().get_new_connection({**conn_params, "host": str(host)})
