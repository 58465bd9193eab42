"""The floor of requests: a bare DRF view that runs the statements the product was seen to run."""

from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from benchmarks.recording import scripts
from benchmarks.replays import run


class Bare(APIView):
    """No sign-in, no rule, no shape: the body is parsed, the statements run, an answer rendered."""

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = ()

    def get(self, request: Request, name: str) -> Response:
        return Response(run(scripts()[name]))

    def post(self, request: Request, name: str) -> Response:
        sent = request.data
        run(scripts()[name])
        return Response({"id": sent.get("id")}, 201)


urlpatterns = [path("bare/<slug:name>/", Bare.as_view())]
