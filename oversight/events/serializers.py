"""The shape of an event for auditors' programs."""

from rest_framework import serializers


class EventShape(serializers.Serializer):
    """One event. `reason` is empty and `changes` say "withheld" where a case is concerned."""

    id = serializers.IntegerField()
    uid = serializers.UUIDField()
    at = serializers.DateTimeField()
    type = serializers.CharField()
    group = serializers.CharField()
    sentence = serializers.CharField()
    actor_id = serializers.CharField(allow_blank=True)
    actor = serializers.CharField()
    target_kind = serializers.CharField()
    target_id = serializers.CharField()
    record_kind = serializers.CharField()
    record_id = serializers.CharField()
    record = serializers.CharField(allow_blank=True)
    reason_length = serializers.IntegerField()
    reason = serializers.CharField(allow_blank=True)
    changes = serializers.DictField(child=serializers.ListField())
