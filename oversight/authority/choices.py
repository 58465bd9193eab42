"""The closed lists of authority: permissions, tracks, kinds of scope."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """One thing a person may be allowed to do. Roles are sets of these."""

    REPORT_FILE = "report.file"
    REPORT_TRIAGE = "report.triage"
    CASE_SEE = "case.see"
    CASE_OPEN = "case.open"
    CASE_WORK = "case.work"
    CASE_ASSIGN = "case.assign"
    FINDING_PROPOSE = "finding.propose"
    FINDING_ADOPT = "finding.adopt"
    IDENTITY_REVEAL = "identity.reveal"
    RELEASE_PREPARE = "release.prepare"
    RELEASE_APPROVE = "release.approve"
    FIGURES_PULL = "figures.pull"
    EVENT_SEE = "event.see"
    IMPORT_RUN = "import.run"
    ACCOUNT_MANAGE = "account.manage"
    GRANT_APPROVE = "grant.approve"
    VOCABULARY_MANAGE = "vocabulary.manage"
    DEADLINE_MANAGE = "deadline.manage"
    MANDATE_MANAGE = "mandate.manage"
    TEMPLATE_MANAGE = "template.manage"
    PERSONNEL_SEE = "personnel.see"
    PERSONNEL_MANAGE = "personnel.manage"
    PERSONNEL_REVEAL = "personnel.reveal"
    TRAINING_MANAGE = "training.manage"
    VETTING_SEE = "vetting.see"
    VETTING_WORK = "vetting.work"
    VETTING_DECIDE = "vetting.decide"
    SCHEME_MANAGE = "scheme.manage"
    DEPLOYMENT_SEE = "deployment.see"
    DEPLOYMENT_AUTHORISE = "deployment.authorise"
    OVERRIDE_DECIDE = "override.decide"


class Track(models.TextChoices):
    """How a case is handled. `sea` and `child` are restricted."""

    GENERAL = "general", _("general")
    DETENTION = "detention", _("detention")
    DEATH = "death", _("death")
    CONDUCT = "conduct", _("conduct")
    SEA = "sea", _("sexual exploitation and abuse")
    CHILD = "child", _("child")


RESTRICTED_TRACKS: frozenset[str] = frozenset({Track.SEA, Track.CHILD})
OPEN_TRACKS: frozenset[str] = frozenset(Track.values) - RESTRICTED_TRACKS
ALL_TRACKS: frozenset[str] = frozenset(Track.values)


class ScopeKind(models.TextChoices):
    """What a role grant may be narrowed to."""

    NONE = "", _("everywhere")
    DEPARTMENT = "department", _("one department")
    TRACK = "track", _("one track")
    CONTINGENT = "contingent", _("one contingent")
