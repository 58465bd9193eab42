"""What a program may know of its own token."""

from typing import Any

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from oversight.accounts.serializers import MeShape
from oversight.rest.api.views import View


class Me(View):
    """Whom and what this request stands for."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(responses=MeShape)
    def get(self, request: Request) -> Response:
        """The roles of the account, what the token may and until when, and what is left of the quota."""
        user: Any = request.user
        shown = {
            "id": user.pk,
            "roles": sorted({held.role for held in user.held}),
            "language": user.language,
            "token": request.auth,
            "limits": getattr(request, "quota", []),
            "now": timezone.now(),
        }
        return Response(MeShape(shown).data)


urlpatterns = [path("me/", Me.as_view(), name="api-me")]
