"""Imports in the admin: what was read, and what became of it."""

from django.contrib import admin

from oversight.authority.admin import GuardedAdmin
from oversight.authority.choices import Permission
from oversight.imports.models import ImportRun


@admin.register(ImportRun)
class ImportRunAdmin(GuardedAdmin):
    """Read-only: imports are run by command."""

    sees = (Permission.IMPORT_RUN, Permission.PERSONNEL_MANAGE)
    list_display = (
        *("source", "file_name", "state", "rows_read", "created"),
        *("updated", "unchanged", "already", "quarantined", "started_at"),
    )
    list_filter = ("state", "source")
    fields = (
        *("source", "target", "file_name", "state", "error", "by", "started_at", "finished_at"),
        *("rows_read", "created", "updated", "unchanged", "already", "quarantined", "notes"),
    )
    readonly_fields = fields
