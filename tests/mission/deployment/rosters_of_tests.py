"""Rosters as files (CSV, XLSX, XLS, ODS), and how an officer sends them."""

import io
import struct
import zipfile
from datetime import timedelta
from xml.sax.saxutils import escape

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

HEADER = ("service_number", "name", "rank", "unit", "state", "status", "arrived_on", "left_on")


def csv_of(*rows, sign=",", encoding="utf-8"):
    return "\n".join(sign.join(row) for row in (HEADER, *rows)).encode(encoding)


def xlsx_of(*rows):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((HEADER, *rows)):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def ods_of(*rows):
    """A spreadsheet of OpenDocument with one table."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = "".join(
        f"<table:table-row>{''.join(cell.format(escape(text)) for text in row)}</table:table-row>"
        for row in (HEADER, *rows)
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{space}office:1.0" '
        f'xmlns:table="{space}table:1.0" xmlns:text="{space}text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="A">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", content)
        made.writestr("META-INF/manifest.xml", f'<manifest xmlns="{space}manifest:1.0"/>')
    return out.getvalue()


def _record(kind, content):
    return struct.pack("<HH", kind, len(content)) + content


def _biff(rows):
    """The stream of a workbook (BIFF8) with one sheet of texts."""

    def begin(kind):
        return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 1996, 0, 0))

    end = _record(0x000A, b"")
    name = b"A"
    cells = b"".join(
        _record(0x0204, struct.pack("<HHHHB", y, x, 0, len(text), 0) + text.encode("latin-1"))
        for y, row in enumerate(rows)
        for x, text in enumerate(row)
    )
    size = struct.pack("<IIHHH", 0, len(rows), 0, len(rows[0]), 0)
    sheet = begin(0x0010) + _record(0x0200, size) + cells + end
    start = len(begin(0x0005)) + 4 + 8 + len(name) + len(end)
    bound = _record(0x0085, struct.pack("<IBBBB", start, 0, 0, len(name), 0) + name)
    return begin(0x0005) + bound + end + sheet


def xls_of(*rows):
    """The same in the compound file of the old office programs."""
    stream = _biff((HEADER, *rows)).ljust(4096, b"\0")
    count = -(-len(stream) // 512)
    free, last, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    chain = [fat, last, *(n + 3 for n in range(count - 1)), last]
    table = struct.pack("<128I", *(chain + [free] * (128 - len(chain))))

    def entry(name, kind, child, start, size):
        wide = (name + "\0").encode("utf-16-le")
        head = wide.ljust(64, b"\0") + struct.pack("<HBB", len(wide), kind, 1)
        return (
            head
            + struct.pack("<III", free, free, child)
            + b"\0" * 36
            + struct.pack("<IQ", start, size)
        )

    directory = entry("Root Entry", 5, 1, last, 0) + entry("Workbook", 2, free, 2, len(stream))
    directory = directory.ljust(512, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, last, 0, last, 0)
    header += struct.pack("<109I", 0, *([free] * 108))
    return header + table + directory + stream.ljust(count * 512, b"\0")


ADD = reverse("admin:mission_rosterupload_add")
LIST = reverse("admin:mission_rosterupload_changelist")


def day(count):
    return (timezone.localdate() + timedelta(days=count)).isoformat()


GOOD = (
    ("K1", "Amina Otieno", "Sergeant", "A Company", "KE", "serving", day(-40), ""),
    ("K2", "Grace Wanjiru", "Constable", "A Company", "KE", "serving", day(-40), day(-3)),
    ("J1", "Devon Brown", "Corporal", "Engineers", "JM", "nominated", "", ""),
)
BAD = ("K9", "Peter Kamau", "", "A Company", "KE", "dancing", "", "")


def send(client, content=None, name="roster.csv", **more):
    content = csv_of(*GOOD) if content is None else content
    return client.post(ADD, {"file": SimpleUploadedFile(name, content), **more})


def page(upload, *name):
    suffix = "do" if name else "change"
    return reverse(f"admin:mission_rosterupload_{suffix}", args=[upload.pk, *name])


def press(client, upload, name, **data):
    upload.refresh_from_db()
    return client.post(page(upload, name), {"version": upload.version, **data})
