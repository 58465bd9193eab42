"""What the API takes about cases."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cases.casework.rules import LIMIT
from mission.force.models import Contingent
from mission.mandate.models import Provision
from oversight.rest.serializers import Body, CodeField


class Said(Body):
    """Base of requests that take a reason."""

    reason = serializers.CharField(max_length=LIMIT, required=False, allow_blank=True, default="")


class OpenRequest(Said):
    """A new case. Who opens it declares no conflict of interest."""

    reports = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=200)
    title = serializers.CharField(max_length=200)
    track = serializers.CharField(max_length=20, required=False, allow_null=True, default=None)
    severity = serializers.CharField(max_length=20, required=False, default="moderate")
    declaration = serializers.CharField(
        max_length=LIMIT, required=False, allow_blank=True, default=""
    )


class EditRequest(Said):
    """Another title or severity."""

    title = serializers.CharField(max_length=200, required=False)
    severity = serializers.CharField(max_length=20, required=False)


class PerpetratorRequest(Body):
    """Who is accused; without a person number, somebody new in the case."""

    affiliation = serializers.CharField(max_length=40, required=False, default="unknown")
    contingent = CodeField(
        missing=_("There is no contingent from the State “%(code)s”."),
        slug_field="state_id",
        queryset=Contingent.objects.all(),
        required=False,
        allow_null=True,
        default=None,
        help_text="ISO 3166 code of the contributing State.",
    )
    person = serializers.IntegerField(
        min_value=1, max_value=10_000, required=False, allow_null=True, default=None
    )


class AllegationRequest(Said):
    """One more allegation."""

    type = serializers.CharField(max_length=60)
    provision = CodeField(
        missing=_("There is no provision with the code “%(code)s”."),
        slug_field="slug",
        queryset=Provision.objects.all(),
        required=False,
        allow_null=True,
        default=None,
    )
    perpetrator = PerpetratorRequest(required=False)
    involvement = serializers.CharField(max_length=40, required=False, default="unknown")
    victim_age_band = serializers.CharField(
        max_length=20, required=False, allow_blank=True, default=""
    )


class FindingRequest(Body):
    """A finding to propose."""

    outcome = serializers.CharField(max_length=60)
    standard_of_proof = serializers.CharField(max_length=60)
    reasoning = serializers.CharField(max_length=LIMIT)
    sources = serializers.ListField(child=serializers.UUIDField(), max_length=200)


class MoveRequest(Said):
    """A transition to make."""

    name = serializers.CharField(max_length=60)
    disposition = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    feedback = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")


class NoteRequest(Body):
    """A note to add."""

    text = serializers.CharField(max_length=LIMIT)
    told = serializers.ListField(
        child=serializers.UUIDField(),
        max_length=50,
        required=False,
        default=list,
        help_text="Colleagues to tell of the note; each must see the case.",
    )


class AssignRequest(Said):
    """A colleague to put on the case, with their declaration on conflicts of interest."""

    user = serializers.UUIDField()
    declaration = serializers.CharField(max_length=LIMIT)
    focal_point = serializers.BooleanField(required=False, default=False)


class RecuseRequest(Body):
    """A colleague who takes no part from now on."""

    user = serializers.UUIDField()
    reason = serializers.CharField(max_length=LIMIT)


class LeavingRequest(Body):
    """A report that leaves its case. `leaves_empty`: the case may stay without a report."""

    reason = serializers.CharField(max_length=LIMIT)
    leaves_empty = serializers.BooleanField(required=False, default=False)


class MoveReportRequest(LeavingRequest):
    """The case the report moves to."""

    to = serializers.UUIDField()


class SplitReportRequest(LeavingRequest):
    """The cover of the new case the report moves to."""

    title = serializers.CharField(max_length=200)
    severity = serializers.CharField(max_length=20, required=False, default="moderate")
    declaration = serializers.CharField(
        max_length=LIMIT, required=False, allow_blank=True, default=""
    )


class TakeBackRequest(LeavingRequest):
    """Taking the acceptance of a report back; `message` goes to who reported."""

    message = serializers.CharField(max_length=LIMIT, required=False, allow_blank=True, default="")


class HandOverRequest(Body):
    """Who takes the case; `of` is whose place they take (without it: of who asks)."""

    to = serializers.UUIDField()
    reason = serializers.CharField(max_length=LIMIT)
    of = serializers.UUIDField(required=False, allow_null=True, default=None)
    declaration = serializers.CharField(
        max_length=LIMIT, required=False, allow_blank=True, default=""
    )


class ReportsRequest(Said):
    """Reports to put into the case."""

    reports = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=200)
