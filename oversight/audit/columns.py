"""Events as people read them: a sentence, and what changed in words instead of codes."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oversight.audit.models import Event
from oversight.audit.rules import is_hidden, label_of_code, sentence_of

NEWEST = 100
OFFICE = {
    "clock.started": gettext_lazy("A clock started."),
    "clock.met": gettext_lazy("A clock was met."),
    "clock.paused": gettext_lazy("A clock was paused."),
    "clock.resumed": gettext_lazy("A clock runs on."),
    "clock.extended": gettext_lazy("%(who)s extended a clock."),
    "clock.hastened": gettext_lazy("A clock got the shorter time of the new track."),
    "clock.cancelled": gettext_lazy("A clock was cancelled."),
    "clock.reminded": gettext_lazy("A reminder was sent."),
    "clock.overdue": gettext_lazy("A clock ran out."),
    "clock.escalated": gettext_lazy("An overdue clock was brought to the lead."),
    "deadline_rule.edited": gettext_lazy("%(who)s changed the length of a clock."),
    "clock.extension_asked": gettext_lazy("%(who)s asked for more time."),
    "clock.extension_refused": gettext_lazy("%(who)s refused more time."),
    "clock.extension_taken_back": gettext_lazy("%(who)s no longer asks for more time."),
    "clock.taken_up": gettext_lazy("%(who)s took up an overdue clock."),
    "clock.moved": gettext_lazy("A rule or the calendar changed, and a clock moved with it."),
    "deadline_rule.applied": gettext_lazy(
        "%(who)s changed the length of a clock, also of those that run."
    ),
    "office_day.added": gettext_lazy("%(who)s added a day of the office."),
    "office_day.edited": gettext_lazy("%(who)s changed a day of the office."),
    "office_day.removed": gettext_lazy("%(who)s took a day of the office away."),
    "import.started": gettext_lazy("%(who)s started an import."),
    "import.finished": gettext_lazy("%(who)s finished an import."),
    "provision.paragraph_set": gettext_lazy("%(who)s set the number of a paragraph."),
    "deadline_rule.added": gettext_lazy("%(who)s added the length of a clock."),
    "referral.edited": gettext_lazy("%(who)s changed a referral contact."),
    "report.imported": gettext_lazy("%(who)s imported the report."),
    "event.exported": gettext_lazy("%(who)s exported events."),
    "event.pulled": gettext_lazy("%(who)s pulled events by program."),
    "identity.revealed": gettext_lazy("%(who)s opened a sealed field."),
    "notices.chosen": gettext_lazy("%(who)s chose when e-mail comes."),
    "organisation.added": gettext_lazy("%(who)s added an organisation."),
    "organisation.edited": gettext_lazy("%(who)s changed an organisation."),
    "factor_reset.asked": gettext_lazy("%(who)s asked to reset a second step."),
    "factor_reset.approved": gettext_lazy("%(who)s approved the reset of a second step."),
    "factor_reset.refused": gettext_lazy("%(who)s refused to reset a second step."),
    "second_step.added": gettext_lazy("%(who)s set up a second step."),
    "second_step.removed": gettext_lazy("%(who)s removed a second step."),
    "recovery_codes.made": gettext_lazy("%(who)s made new recovery codes."),
    "session.ended": gettext_lazy("%(who)s signed out a device."),
    "sign_in.slowed": gettext_lazy("There were too many wrong tries at an account."),
    "role.granted": gettext_lazy("%(who)s gave a role."),
    "role.approved": gettext_lazy("%(who)s approved a role."),
    "role.refused": gettext_lazy("%(who)s refused a role."),
    "role.revoked": gettext_lazy("%(who)s took a role back."),
    "term.added": gettext_lazy("%(who)s added a term to a list."),
    "term.edited": gettext_lazy("%(who)s changed a term of a list."),
    "token.issued": gettext_lazy("%(who)s made an API token."),
    "token.renamed": gettext_lazy("%(who)s renamed an API token."),
    "token.rotated": gettext_lazy("%(who)s gave an API token a new secret."),
    "token.revoked": gettext_lazy("%(who)s revoked an API token."),
    "user.created": gettext_lazy("%(who)s created an account."),
    "user.edited": gettext_lazy("%(who)s changed an account."),
    "office.set_up": gettext_lazy("%(who)s set up the office."),
    "user.invitation_withdrawn": gettext_lazy("%(who)s withdrew an invitation."),
    "user.invited": gettext_lazy("%(who)s made an invitation link."),
    "user.language_chosen": gettext_lazy("%(who)s chose a language."),
    "user.reactivated": gettext_lazy("%(who)s opened an account again."),
    "user.work_handed_over": gettext_lazy("%(who)s handed over the work of this person."),
    "user.suspended": gettext_lazy("%(who)s suspended an account."),
}


def timeline(subject: models.Model) -> list[dict[str, Any]]:
    """What happened to a record, newest first. The caller has checked that the reader may see it."""
    return entries(Event.objects.about(subject)[:NEWEST])


def entries(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Events for the partial `timeline.html`: when, title, text, lines."""
    rows = list(events)
    names = people_in(rows)
    system = _("The system")
    return [
        {
            "when": event.at,
            "title": sentence_of(event.type, names.get(event.actor_id, system)),
            "text": event.reason,
            "lines": changes_of(event, names),
        }
        for event in rows
    ]


def changes_of(event: Event, names: dict[str, str]) -> list[str]:
    """One line per field; a value that was not kept is only said to have changed."""
    try:
        model = apps.get_model(event.target_label)
    except LookupError:
        return []
    return [_line(model, name, pair, names) for name, pair in event.changes.items()]


def people_in(events: Sequence[Event]) -> dict[str, str]:
    """Names of everybody who acted or is named by id in a change, in one query."""
    wanted = {event.actor_id for event in events}
    for event in events:
        for pair in event.changes.values():
            wanted |= {value for value in pair if isinstance(value, str)}
    people = get_user_model()._default_manager.filter(pk__in=filter(_is_id, wanted))
    return {str(pk): name for pk, name in people.values_list("pk", "name")}


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _line(model: Any, name: str, pair: Sequence[Any], names: dict[str, str]) -> str:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        field = None
    label = str(capfirst(getattr(field, "verbose_name", "") or name.replace("_", " ")))
    if any(is_hidden(value) for value in pair):
        return _("%(field)s: changed") % {"field": label}
    vocabulary = getattr(model, "audit_vocabularies", {}).get(name, "")
    words = names | getattr(model, "audit_words", {}).get(name, {})
    old, new = (_word(field, vocabulary, value, words) for value in pair)
    if not old:
        return _("%(field)s: %(new)s") % {"field": label, "new": new}
    return _("%(field)s: %(old)s → %(new)s") % {"field": label, "old": old, "new": new or "–"}


def _day(text: str) -> str:
    """A stored date or instant as people write it."""
    at = parse_datetime(text)
    if at is not None and is_aware(at):
        return date_format(localtime(at), "j F Y, H:i")
    day = parse_date(text[:10])
    return date_format(day, "j F Y") if day else text


def _word(field: Any, vocabulary: str, value: Any, names: dict[str, str]) -> str:
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_word(field, vocabulary, item, names) for item in value)
    if vocabulary:
        return label_of_code(vocabulary, str(value))
    if isinstance(field, models.DateField):
        return _day(str(value))
    known = dict(getattr(field, "flatchoices", ()))
    return str(known.get(value) or names.get(str(value), value))
