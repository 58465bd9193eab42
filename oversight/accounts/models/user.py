"""Users and their organisations."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from oversight.accounts.access import visible_accounts, visible_organisations
from oversight.accounts.choices import OrganisationKind, languages
from oversight.authority.rules import ROLES, Held


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Questions about organisations."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_organisations(user))

    def offered(self, keep: Any = None) -> Self:
        """Those that new accounts may belong to, and the one an account already has."""
        return self.filter(models.Q(is_active=True) | models.Q(pk=keep))


class Organisation(models.Model):
    """A body people belong to: the office itself, an NGO, a State body."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    is_active = models.BooleanField(_("active"), default=True)

    audit_values: ClassVar[frozenset[str]] = frozenset({"name", "kind", "is_active"})
    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class UserQuerySet(models.QuerySet["User"]):
    """Questions about users."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_accounts(user))

    def active(self) -> Self:
        return self.filter(is_active=True)

    def with_grants(self) -> Self:
        """Prefetch what `held` reads."""
        return self.prefetch_related("grants")


class UserManager(BaseUserManager["User"]):
    """Finds users by e-mail whatever its case."""

    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, user: Any) -> UserQuerySet:
        return self.get_queryset().visible_to(user)

    def active(self) -> UserQuerySet:
        return self.get_queryset().active()

    def with_grants(self) -> UserQuerySet:
        return self.get_queryset().with_grants()

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in. Has no rights but those of role grants; there is no superuser."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=150)
    organisation = models.ForeignKey(
        "oversight.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
        verbose_name=_("organisation"),
    )
    # A person from the accused's State takes no part in the case (recusal).
    state = models.CharField(
        _("State this person serves or served (two letters)"),
        max_length=2,
        blank=True,
        validators=[
            RegexValidator(
                r"\A[A-Z]{2}\Z", _("Enter the two capital letters of the State, for example KE.")
            )
        ],
    )
    language = models.CharField(_("language"), max_length=2, choices=languages, default="fr")
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    # When the newest invitation link was made; it serves as long as settings.PASSWORD_RESET_TIMEOUT.
    invited_at = models.DateTimeField(_("invited at"), null=True, blank=True, editable=False)
    # Moving it ends every session: it is part of what each session is checked against.
    sessions_ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    audit_values: ClassVar[frozenset[str]] = frozenset({"is_active", "language", "state"})
    # Set on the instance by token authentication: the request can do no more than the token.
    token_scopes: frozenset[str] | None = None

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(Lower("email"), name="user_email_unique_whatever_case"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def invitation_ends_at(self) -> datetime | None:
        """Until when the newest link serves; None when nobody waits for it."""
        if self.invited_at is None or self.has_usable_password():
            return None
        return self.invited_at + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)

    def get_short_name(self) -> str:
        return self.name

    get_full_name = get_short_name

    def get_session_auth_hash(self) -> str:
        return self._session_hash()

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for old_key in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(old_key)

    def _session_hash(self, key: str | bytes | None = None) -> str:
        """What a session must still match: the password, and that nobody has ended it."""
        ended = self.sessions_ended_at.isoformat() if self.sessions_ended_at else ""
        sealed = salted_hmac(
            "oversight.session", f"{self.password}{ended}", key, algorithm="sha256"
        )
        return sealed.hexdigest()

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """The roles held today. Read once per instance, so once per request."""
        today = timezone.localdate()
        return tuple(
            Held(grant.role, grant.scope_kind, grant.scope_value)
            for grant in self.grants.all()
            if grant.is_running(today)
        )

    @property
    def is_staff(self) -> bool:
        """Whether the admin site lets the person in at all."""
        return self.is_active and any(ROLES[held.role].uses_admin for held in self.held)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's own permissions are not used: the answer is always no."""
        return False

    def has_perms(self, perm_list: Any, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False
