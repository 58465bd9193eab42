"""Modules and the matrix of training over the API: for those who see the register."""

from datetime import date
from typing import Any, ClassVar

from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mission.force.columns.days import asked_day
from mission.training import columns
from mission.training.models import TrainingModule
from mission.training.serializers import MatrixShape, ModuleShape
from oversight.authority.choices import Permission
from oversight.rest.api.views import ListView, View

SEE = (Permission.PERSONNEL_SEE,)


class Modules(ListView):
    """Modules of training."""

    needs: ClassVar[dict[str, tuple[Permission, ...]]] = {"GET": SEE}
    serializer_class = ModuleShape
    ordering = ("order", "code")

    def get_queryset(self) -> Any:
        return TrainingModule.objects.visible_to(self.request.user)


class Matrix(View):
    """How units are trained on a day."""

    needs: ClassVar[dict[str, tuple[Permission, ...]]] = {"GET": SEE}

    @extend_schema(
        parameters=[OpenApiParameter("on", date, description="The day; today without it.")],
        responses=MatrixShape,
    )
    def get(self, request: Request) -> Response:
        """Members of each unit, and how many have a pass that counts in each module."""
        day = asked_day(request.query_params.get("on", ""))
        _modules, lines = columns.matrix(request.user, day)
        return Response(MatrixShape({"on": day, "results": lines}).data)


urlpatterns = [
    path("training/", Modules.as_view(), name="api-training"),
    path("training/matrix/", Matrix.as_view(), name="api-training-matrix"),
]
