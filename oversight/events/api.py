"""The event log for auditors' programs."""

from typing import Any, ClassVar

from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response

from oversight.audit.models import Event
from oversight.authority.choices import Permission
from oversight.events.actions import note_pull
from oversight.events.columns import Telling, told
from oversight.events.filters import EventFilter
from oversight.events.serializers import EventShape
from oversight.rest.api.paging import Pages
from oversight.rest.api.views import ListView


class EventPages(Pages):
    """Newest first; after a known event, in the order in which they were written."""

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        return ("id",) if "after" in request.query_params else ("-id",)


class Events(ListView):
    """What was done: who, when, to which record. Keep the last `id` and ask for what came `after`."""

    needs: ClassVar = {"GET": (Permission.EVENT_SEE,)}
    filterset_class = EventFilter
    pagination_class = EventPages
    serializer_class = EventShape
    queryset = Event.objects.none()

    def get_queryset(self) -> Any:
        return Event.objects.visible_to(self.request.user)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        note_pull(by=request.user)
        telling = Telling(page)
        lines = [told(event, telling) for event in page]
        return self.get_paginated_response(EventShape(lines, many=True).data)


urlpatterns = [path("audit/events/", Events.as_view(), name="api-events")]
