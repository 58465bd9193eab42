"""The admin edge every admin screen builds on: it shows only what `visible_to` gives."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from oversight.authority.choices import Permission
from oversight.authority.rules import holds


def limit_choices(db_field: Any, request: HttpRequest, kwargs: dict[str, Any]) -> dict[str, Any]:
    """Offer in a foreign-key field only rows the person may see; deny where no rule exists."""
    manager = db_field.remote_field.model._default_manager
    rule = getattr(manager, "visible_to", None)
    kwargs["queryset"] = rule(request.user) if rule else manager.none()
    return kwargs


class Guarded:
    """Deny by default: a screen states who may see, add and change; nobody deletes."""

    sees: ClassVar[tuple[Permission, ...]] = ()
    adds: ClassVar[tuple[Permission, ...]] = ()
    changes: ClassVar[tuple[Permission, ...]] = ()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        if not holds(request.user, *self.sees):
            return False
        return obj is None or self.visible(request).filter(pk=obj.pk).exists()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return holds(request.user, *self.adds)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return holds(request.user, *self.changes) and self.has_view_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def visible(self, request: HttpRequest) -> Any:
        return self.model._default_manager.visible_to(request.user)  # type: ignore[attr-defined]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs = limit_choices(db_field, request, kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs = limit_choices(db_field, request, kwargs)
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]


class GuardedAdmin(Guarded, ModelAdmin):
    """A screen of one model. Writes go through actions: override `save_model` to call one."""

    list_filter_submit = True
    compressed_fields = True
    warn_unsaved_form = True
    actions = ()
    # Django's own log keeps values and titles outside the event log: it stays off.
    object_history_template = None

    def get_queryset(self, request: HttpRequest) -> Any:
        queryset = self.visible(request)
        ordering = self.get_ordering(request)
        return queryset.order_by(*ordering) if ordering else queryset

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """The action has written its event."""

    log_change = log_addition

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        """Nothing is deleted here."""

    def get_urls(self) -> list[Any]:
        """Without the pages of history and deletion: the timeline replaces one, nothing the other.

        Nor Django's old addresses without a name, which forward whatever they are given.
        """
        return [
            url
            for url in super().get_urls()
            if url.name and not url.name.endswith(("_history", "_delete"))
        ]

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, pk: Any) -> Any:
        """What one may not see is not there; Django's own answer repeats the id in a message."""
        raise Http404

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        raise PermissionDenied("an admin screen that changes rows must call an action")


class GuardedInline(Guarded, TabularInline):
    """Rows inside another record's screen; read-only unless a screen says otherwise."""

    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> Any:
        return self.visible(request)
