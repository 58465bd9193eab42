"""Roles as readable classes, and the question every action asks before it changes anything."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from oversight.authority.choices import (
    ALL_TRACKS,
    OPEN_TRACKS,
    RESTRICTED_TRACKS,
    Permission,
    ScopeKind,
)

P = Permission


class RuleBroken(Exception):
    """A rule refuses what was asked. Edges turn it into a form error or a problem document.

    `code` is stable and language-neutral, `message` a sentence for the person,
    `pointer` the field it belongs to (JSON-pointer-like, "" when it is about the whole).
    """

    status = 400

    def __init__(self, code: str, message: "str | Promise", pointer: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.pointer = pointer

    def __str__(self) -> str:
        return str(self.message)


class NotPermitted(RuleBroken):
    """The person may see the thing but not do this to it."""

    status = 403


class Conflict(RuleBroken):
    """What was asked does not fit the state the thing is in now."""

    status = 409


class Stale(RuleBroken):
    """Somebody changed the thing since it was read."""

    status = 412


class Mistakes(RuleBroken):
    """Several rules refuse at once; edges show each of `found` beside its own field."""

    def __init__(self, found: Sequence[RuleBroken]) -> None:
        super().__init__(found[0].code, found[0].message, found[0].pointer)
        self.found = tuple(found)


@dataclass(frozen=True)
class Role:
    """A named set of permissions; `tracks` are the kinds of case it reaches.

    `until_named`: reaches a case only as long as nobody else is named as its focal point.
    """

    code: str
    name: "str | Promise"
    description: "str | Promise"
    permissions: frozenset[Permission]
    tracks: frozenset[str] = frozenset()
    uses_admin: bool = True
    until_named: bool = False

    @property
    def sees_cases(self) -> bool:
        """Whether reports or cases are open to this role."""
        return bool(self.permissions & {P.CASE_SEE, P.REPORT_TRIAGE})

    @property
    def sees_vetting(self) -> bool:
        """Whether vetting files are open to this role."""
        return P.VETTING_SEE in self.permissions

    @property
    def is_guarded(self) -> bool:
        """Whether a grant of this role needs an administrator and a lead."""
        return self.sees_cases or self.sees_vetting


CASEWORK = frozenset(
    {P.REPORT_TRIAGE, P.CASE_SEE, P.CASE_OPEN, P.CASE_WORK, P.CASE_ASSIGN}
    | {P.FINDING_PROPOSE, P.FINDING_ADOPT, P.IDENTITY_REVEAL}
)

VETTING = frozenset(
    {P.PERSONNEL_SEE, P.PERSONNEL_MANAGE, P.PERSONNEL_REVEAL, P.TRAINING_MANAGE}
    | {P.VETTING_SEE, P.VETTING_WORK, P.VETTING_DECIDE, P.SCHEME_MANAGE}
    | {P.DEPLOYMENT_SEE, P.DEPLOYMENT_AUTHORISE, P.OVERRIDE_DECIDE}
)

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role(
            "monitor",
            _("monitor"),
            _("files incident reports from the field and sees what became of them"),
            frozenset({P.REPORT_FILE}),
            uses_admin=False,
        ),
        Role(
            "reviewer",
            _("reviewer"),
            _("decides on reports and works cases outside the restricted tracks"),
            CASEWORK | {P.REPORT_FILE},
            OPEN_TRACKS,
        ),
        Role(
            "focal_point",
            _("focal point"),
            _("does in the restricted tracks what a reviewer does in the others"),
            CASEWORK | {P.REPORT_FILE},
            RESTRICTED_TRACKS,
            until_named=True,
        ),
        Role(
            "lead",
            _("lead"),
            _("answers for all cases, adopts findings, releases figures"),
            CASEWORK
            | {P.REPORT_FILE, P.RELEASE_PREPARE, P.RELEASE_APPROVE, P.FIGURES_PULL}
            | {P.IMPORT_RUN, P.GRANT_APPROVE, P.DEADLINE_MANAGE, P.MANDATE_MANAGE}
            | {P.TEMPLATE_MANAGE}
            | {P.PERSONNEL_SEE, P.DEPLOYMENT_SEE, P.OVERRIDE_DECIDE},
            ALL_TRACKS,
        ),
        Role(
            "vetting_officer",
            _("vetting officer"),
            _("vets personnel and units and permits their deployment; cannot read cases"),
            VETTING,
        ),
        Role(
            "ngo",
            _("NGO analyst"),
            _("pulls released figures"),
            frozenset({P.FIGURES_PULL}),
            uses_admin=False,
        ),
        Role(
            "auditor",
            _("auditor"),
            _("reads the event log, never the cases"),
            frozenset({P.EVENT_SEE}),
        ),
        Role(
            "administrator",
            _("administrator"),
            _("accounts, vocabularies and deadlines; cannot read cases"),
            frozenset({P.ACCOUNT_MANAGE, P.VOCABULARY_MANAGE, P.DEADLINE_MANAGE})
            | {P.MANDATE_MANAGE},
        ),
    )
}


def clash(one: Role, other: Role) -> bool:
    """Whether nobody may hold both at once: who reads cases does not vet, wherever and however little."""
    return (one.sees_cases and other.sees_vetting) or (one.sees_vetting and other.sees_cases)


@dataclass(frozen=True)
class Held:
    """One role a person holds today, with its scope ("" = everywhere)."""

    role: str
    scope_kind: str = ScopeKind.NONE
    scope_value: str = ""


@dataclass(frozen=True)
class Reach:
    """How far one held role carries one permission."""

    tracks: frozenset[str]
    department: str = ""
    contingent: str = ""
    until_named: bool = False

    def covers(self, track: str | None, department: str | None, contingents: Iterable[str]) -> bool:
        """Whether something on this track, in this department, about these States is within."""
        return (
            (track is None or track in self.tracks)
            and (not self.department or department == self.department)
            and (not self.contingent or self.contingent in contingents)
        )


def _reach_of(held: Held) -> Reach:
    role = ROLES[held.role]
    reach = Reach(role.tracks, until_named=role.until_named)
    match held.scope_kind:
        case ScopeKind.TRACK:
            return replace(reach, tracks=role.tracks & {held.scope_value})
        case ScopeKind.DEPARTMENT:
            return replace(reach, department=held.scope_value)
        case ScopeKind.CONTINGENT:
            return replace(reach, contingent=held.scope_value)
    return reach


def _within_token(user: Any, permission: Permission) -> bool:
    """A request made with an API token can do no more than the token's scopes."""
    scopes = getattr(user, "token_scopes", None)
    return scopes is None or permission in scopes


def reaches(user: Any, permission: Permission) -> tuple[Reach, ...]:
    """Every reach in which the person holds the permission today; empty means never."""
    if not getattr(user, "is_active", False) or not _within_token(user, permission):
        return ()
    return tuple(
        _reach_of(held)
        for held in getattr(user, "held", ())
        if permission in ROLES[held.role].permissions
    )


def holds(user: Any, *permissions: Permission) -> bool:
    """Whether the person holds any of the permissions, in any scope."""
    return any(reaches(user, permission) for permission in permissions)


def may(
    user: Any,
    permission: Permission,
    *,
    track: str | None = None,
    department: str | None = None,
    contingents: Iterable[str] = (),
) -> bool:
    """Whether the person may do this to a thing with these traits."""
    contingents = tuple(contingents)
    return any(reach.covers(track, department, contingents) for reach in reaches(user, permission))


def refuse() -> NoReturn:
    """Say no in the one sentence everybody gets."""
    raise NotPermitted("not_permitted", _("Your role does not allow this."))


def require(user: Any, permission: Permission, **traits: Any) -> None:
    """Raise NotPermitted unless `may(user, permission, **traits)`."""
    if not may(user, permission, **traits):
        refuse()
