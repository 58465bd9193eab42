"""Base classes of API views and the permission they state."""

from typing import Any, ClassVar

from rest_framework import generics
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from oversight.authority.choices import Permission
from oversight.authority.rules import holds
from oversight.rest.api.tags import TaggedView
from oversight.rest.api.throttles import LimitedView


class MayUse(BasePermission):
    """Signed in, and holding one of the view's permissions for this method in any scope.

    A view states `needs = {"GET": (Permission.CASE_SEE,), "POST": (...)}`; a method it does
    not name is refused: to who holds none of the permissions like everything else, and to
    the others as impossible.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        method = "GET" if request.method in ("HEAD", "OPTIONS") else request.method
        if method in view.needs:
            return holds(request.user, *view.needs[method])
        if holds(request.user, *(p for needed in view.needs.values() for p in needed)):
            raise MethodNotAllowed(str(request.method))
        return False


class View(LimitedView, TaggedView, APIView):
    """An API view for people with a role."""

    needs: ClassVar[dict[str, tuple[Permission, ...]]] = {}
    permission_classes = (MayUse,)


class ListView(LimitedView, TaggedView, generics.ListAPIView):
    """A paged, filtered list for people with a role."""

    needs: ClassVar[dict[str, tuple[Permission, ...]]] = {}
    permission_classes = (MayUse,)


class PublicView(LimitedView, TaggedView, APIView):
    """An API view for anyone."""

    permission_classes = (AllowAny,)


class PublicListView(LimitedView, TaggedView, generics.ListAPIView):
    """A paged list for anyone."""

    permission_classes = (AllowAny,)
