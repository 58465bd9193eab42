"""Which files are taken as a roster: told by their content, more kinds than are taken elsewhere."""

from django.utils.translation import gettext_lazy as _

from oversight.authority.rules import RuleBroken
from oversight.files.actions import Incoming, check
from oversight.files.rules import Kind, recognise
from oversight.files.rules.kinds import SHEET, kind_called
from oversight.imports.rules.reading import BOMS
from oversight.imports.rules.sheets import LONGEST_FILE, OLE, ZIP

MB = 1024 * 1024
TEXT = "text/plain"
CSV = Kind("text/csv", "csv", _("list (CSV)"), lambda head: True)
XLS = Kind("application/vnd.ms-excel", "xls", SHEET, lambda head: head.startswith(OLE))


def judge_roster(incoming: Incoming) -> Kind:
    """CSV in whatever encoding, or a workbook; never served again, so an old one is no danger."""
    if incoming.size > LONGEST_FILE:
        text = _("A roster holds no more than %(limit)d MB. Split it.")
        raise RuleBroken("too_large", text % {"limit": LONGEST_FILE // MB}, "/file")
    head = incoming.head
    if XLS.starts(head):
        return XLS
    if head.startswith(ZIP) or not head:
        kind = check(incoming)
        if kind_called(kind.content_type).label != SHEET:
            raise _other()
        return kind
    known = recognise(head)
    wide = head.startswith(tuple(mark for mark, _name in BOMS))
    if (known and known.content_type != TEXT) or (b"\0" in head and not wide):
        raise _other()
    return CSV


def _other() -> RuleBroken:
    message = _("This is no roster. Send a list as CSV, or a workbook (XLSX, XLS, ODS).")
    return RuleBroken("kind_refused", message, "/file")
