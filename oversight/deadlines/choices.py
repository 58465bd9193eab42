"""Closed lists of clocks and notices."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Clock(models.TextChoices):
    """What a clock measures. Which event starts and stops it is in the slice that owns the event."""

    REPORT_TRIAGE = "report_triage", _("deciding on a report")
    REPORT_ANSWER = "report_answer", _("an answer from the person who reported")
    CASE_ASSESSMENT = "case_assessment", _("assessing a case")
    CASE_INVESTIGATION = "case_investigation", _("investigating a case")
    STATE_RESPONSE = "state_response", _("an answer from the contributing State")
    CASE_DECISION = "case_decision", _("deciding a case")
    CASE_FOLLOW_UP = "case_follow_up", _("following a case up")
    FINDING_REVIEW = "finding_review", _("reviewing a finding")
    CONCERN_REVIEW = "concern_review", _("weighing a concern about the force")
    BREACH_REVIEW = "breach_review", _("settling an arrival that was not authorised")
    PROTECTION_ASSESSMENT = "protection_assessment", _("assessing whether telling is safe")


class Unit(models.TextChoices):
    HOURS = "hours", _("hours")
    CALENDAR_DAYS = "calendar_days", _("calendar days")
    WORKING_DAYS = "working_days", _("working days")
    MONTHS = "months", _("months")


class RuleStatus(models.TextChoices):
    """Where the length of a clock comes from."""

    VERIFIED = "verified", _("verified in its source")
    LOCAL_POLICY = "local_policy", _("this office's own policy")
    UNVERIFIED = "unverified", _("practice elsewhere, not verified")


class Stage(models.TextChoices):
    """How far the reminders of a clock have come."""

    NONE = "", _("nothing sent")
    WARNING = "warning", _("due soon")
    DUE = "due", _("overdue")
    ESCALATION = "escalation", _("escalated")


class ChangeKind(models.TextChoices):
    PAUSED = "paused", _("paused")
    RESUMED = "resumed", _("resumed")
    EXTENDED = "extended", _("extended")
    # The rule or the calendar of the office changed, and the clock with it.
    MOVED = "moved", _("moved")
    ACKNOWLEDGED = "taken_up", _("taken up after it was escalated")


class ExtensionState(models.TextChoices):
    """Where a request for more time stands."""

    WAITING = "waiting", _("waits for approval")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    TAKEN_BACK = "taken_back", _("taken back")
    LAPSED = "lapsed", _("no longer needed: the clock ended")


class Applies(models.TextChoices):
    """Which clocks a changed rule concerns."""

    NEW = "new", _("only clocks that start from now on")
    RUNNING = "running", _("those that run now as well")


class NoticeKind(models.TextChoices):
    """The sentence a notice says. Stable codes; never a title, a track, a place or a name."""

    REMINDER = "reminder", _("Something is due.")
    ESCALATION = "escalation", _("Something is overdue and was brought to you.")
    CASE_ASSIGNED = "case_assigned", _("A case was given to you.")
    # Says nothing of why: it is sent when a case becomes restricted.
    CASE_BROUGHT = "case_brought", _("A case was brought to you.")
    REPORT_QUESTION = "report_question", _("There is a question for you.")
    REPORT_ANSWERED = "report_answered", _("Your question was answered.")
    REPORT_DECIDED = "report_decided", _("There is news about what you sent.")
    REPORT_OUTCOME = "report_outcome", _("Something came of what you sent.")
    FILE_SET_ASIDE = "file_set_aside", _("A file you sent was set aside.")
    FINDING_PROPOSED = "finding_proposed", _("A finding waits for review.")
    FINDING_ADOPTED = "finding_adopted", _("A finding was adopted.")
    FINDING_RETURNED = "finding_returned", _("A finding came back to you.")
    EXTENSION_ASKED = "extension_asked", _("Somebody asks for more time.")
    EXTENSION_DECIDED = "extension_decided", _("Your request for more time was decided.")
    RELEASE_AWAITS_APPROVAL = "release_awaits_approval", _("A release waits for approval.")
    RELEASE_REJECTED = "release_rejected", _("A release you prepared was rejected.")
    WITHDRAWAL_AWAITS = "withdrawal_awaits", _("The withdrawal of a release waits for you.")
    ROLE_AWAITS_APPROVAL = "role_awaits_approval", _("A role waits for approval.")
    RESET_AWAITS_APPROVAL = (
        "reset_awaits_approval",
        _("A reset of a second step waits for approval."),
    )
    SECOND_STEP_RESET = "second_step_reset", _("Your second step was taken away. Set up a new one.")
    DANGER_REPORTED = "danger_reported", _("Something needs you at once.")
    TOKEN_ENDS = "token_ends", _("Something of yours ends soon.")
    REPORT_GIVEN = "report_given", _("A report was given to you.")
    ASKED_TO_TAKE = "asked_to_take", _("A colleague asks you to take something over.")
    CASE_WITHOUT_REPORT = "case_without_report", _("A case of yours has no report any more.")
    MENTIONED = "mentioned", _("You are mentioned in a note.")
    SECOND_PERSON = "second_person", _("A proposal waits for a second person.")
    PROPOSAL_REFUSED = "proposal_refused", _("A proposal of yours was not followed.")
    CLEARANCE_SUSPENDED = "clearance_suspended", _("A clearance was suspended.")
    CONCERN_LIFTED = "concern_lifted", _("A concern no longer stands.")
    APPEAL_LODGED = "appeal_lodged", _("Somebody appeals against an outcome.")
    OVERRIDE_DECIDED = "override_decided", _("An exception was decided.")
    BREACH_OPENED = "breach_opened", _("Somebody arrived who was not cleared.")
    ENDING_SOON = "ending_soon", _("Clearances or training end soon.")
    BULK_ENDED = "bulk_ended", _("A job on many records has ended.")
    DIGEST = "digest", _("What happened since the last summary.")


class Habit(models.TextChoices):
    """When a person wants e-mail. In the application every notice is there at once."""

    AT_ONCE = "at_once", _("an e-mail for each notice, at once")
    DIGEST = "digest", _("one e-mail a day")
    IN_APP = "in_app", _("no e-mail: only here")


class MessageState(models.TextChoices):
    PENDING = "pending", _("waiting")
    SENT = "sent", _("sent")
    WITHHELD = "withheld", _("withheld: the person may no longer see it")
    FAILED = "failed", _("failed")
