"""What a program is told of itself."""

from typing import Any, ClassVar

from rest_framework import serializers

from oversight.accounts.models import ApiToken


class TokenShape(serializers.ModelSerializer):
    """The token of this request; `replaced` when a newer secret has taken its place."""

    replaced = serializers.BooleanField(source="is_replaced", read_only=True)

    class Meta:
        model = ApiToken
        fields: ClassVar[list[str]] = [
            "id",
            "name",
            "scopes",
            "created_at",
            "expires_at",
            "replaced",
        ]
        read_only_fields = fields


class LimitShape(serializers.Serializer[Any]):
    """One limit: `left` is null while requests cannot be counted; `resets_at` makes it whole again."""

    window = serializers.CharField(source="window.name")
    limit = serializers.IntegerField(source="window.limit")
    left = serializers.IntegerField(allow_null=True)
    resets_at = serializers.DateTimeField(source="window.ends")


class MeShape(serializers.Serializer[Any]):
    """The account, the token (null in a browser session), and the limits."""

    id = serializers.UUIDField()
    roles = serializers.ListField(child=serializers.CharField())
    language = serializers.CharField()
    token = TokenShape(allow_null=True)
    limits = LimitShape(many=True)
    now = serializers.DateTimeField()
