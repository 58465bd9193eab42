"""The router of API version 1: what every slice declares in `api.urlpatterns`."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from config.slices import mounted
from oversight.rest.api.tags import TaggedView
from oversight.rest.api.throttles import LimitedView


class Description(LimitedView, TaggedView, SpectacularAPIView):
    """The description of the API, as OpenAPI 3.1."""


urlpatterns = [
    path("schema/", Description.as_view(), name="api-schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
    *mounted("api"),
]
