"""How lists are narrowed by training."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from mission.force.admin.filters import StateFilter, dated
from mission.training.models import TrainingModule, TrainingResult


class UntrainedFilter(admin.SimpleListFilter):
    """Members of the force without a pass in a module, today or on the day that a link names."""

    title = _("without training in")
    parameter_name = "untrained"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(m.pk, m.label) for m in TrainingModule.objects.filter(is_retired=False)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if not self.value():
            return queryset
        module, day = dated(self.value() or "")
        passes = TrainingResult.objects.counting_on(day).filter(module=module)
        return queryset.filter(~Exists(passes.filter(personnel=OuterRef("pk"))))


class ResultStateFilter(StateFilter):
    """The State of whom a result is about."""

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(personnel__state=self.value()) if self.value() else queryset
