"""Files made to do harm: every one is refused with a reason or kept harmless, none ends in a 5xx."""

import io
import random
import uuid
import zipfile
from collections import Counter
from pathlib import Path

import requests

from benchmarks.proofs.outcome import Outcome
from benchmarks.proofs.traffic import report_body
from tests.files import bomb, jpeg, picture_of, zipped
from tests.site import Site

FORMULA = '=HYPERLINK("http://example.invalid","x")'


def prove(site: Site) -> Outcome:
    """Pictures, PDFs and archives as attachments; tables as imports."""
    statuses: Counter[int] = Counter()
    report = str(uuid.uuid4())
    site.call("POST", "/api/v1/reports/", by="monitor", body=report_body(report))
    for name, content in attachments():
        statuses[_attach(site, report, name, content)] += 1
    crashed = sum(_import(site, name, content) for name, content in tables())
    still = site.call("GET", "/healthz/").status
    return Outcome(
        "hostile files",
        {
            "attachments": sum(statuses.values()),
            "kept": statuses[201],
            "refused": sum(count for status, count in statuses.items() if 400 <= status < 500),
            "tables": len(tables()),
        },
        {
            "answers of 5xx": sum(count for status, count in statuses.items() if status >= 500),
            "imports that crashed": crashed,
            "site down": int(still != 200),
        },
    )


def _attach(site: Site, report: str, name: str, content: bytes) -> int:
    answer = requests.post(
        f"{site.url}/api/v1/reports/{report}/attachments/",
        headers={"Authorization": f"Bearer {site.people['monitor']['token']}"},
        files={"file": (name, content)},
        timeout=60,
    )
    return answer.status_code


def attachments() -> list[tuple[str, bytes]]:
    """Broken, lying and swollen files, the same every time."""
    chance = random.Random(11)  # noqa: S311
    picture, small = jpeg(), picture_of("PNG")
    pdf = b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF"
    found = [
        ("bomb.png", bomb()),
        ("cut.jpg", picture[: len(picture) // 3]),
        ("page.png", b"<html><script>alert(1)</script></html>"),
        ("both.jpg", picture + zipped(a="x")),
        ("active.pdf", pdf),
        ("deep.pdf", b"%PDF-1.4\n" + b"[" * 200_000),
        ("loop.pdf", b"%PDF-1.4\n1 0 obj\n<</Length 1 0 R>>\nstream\n" + b"\0" * 10_000),
        ("empty.png", b""),
        ("../../etc/passwd", small),
        ("nul\0name.png", small),
        ("‮gpj.exe", b"MZ" + bytes(1000)),
        ("many.zip", _many_entries()),
        ("swollen.docx", _swollen()),
        ("svg.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    ]
    for number in range(60):
        wild = bytearray(chance.choice((picture[:20_000], small, pdf)))
        for _ in range(20):
            wild[chance.randrange(len(wild))] = chance.randrange(256)
        found.append((f"wild-{number}.bin", bytes(wild)))
    return found


def _many_entries() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as held:
        for number in range(20_000):
            held.writestr(f"{number}", b"")
    return written.getvalue()


def _swollen() -> bytes:
    """A few kilobytes that unpack to half a gigabyte."""
    written = io.BytesIO()
    swollen = zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9)
    with swollen as held, held.open("word/document.xml", "w") as part:
        for _ in range(512):
            part.write(bytes(1 << 20))
    return written.getvalue()


def tables() -> list[tuple[str, bytes]]:
    """Rosters that lie about what they are."""
    head = b"service_number,name,rank,unit,state,status,arrived_on,left_on\n"
    row = b"X-1,A,B,C,KE,serving,2025-01-01,\n"
    return [
        ("empty.csv", b""),
        ("head.csv", head),
        ("quotes.csv", head + b'"' * 100_001 + b"\n" + row),
        ("wide.csv", head + b"," * 100_000 + b"\n"),
        ("nul.csv", head + row.replace(b"A", b"\0")),
        ("latin.csv", head + "X-2,Élise,B,C,KE,serving,2025-01-01,\n".encode("latin-1")),
        ("utf16.csv", (head + row).decode().encode("utf-16")),
        ("formula.csv", head + row.replace(b"A", FORMULA.replace('"', '""').encode())),
        ("random.csv", random.Random(3).randbytes(50_000)),  # noqa: S311
        ("not.xlsx", b"PK\x03\x04" + bytes(1000)),
        ("swollen.xlsx", _swollen()),
        ("text.xlsx", head + row),
    ]


def _import(site: Site, name: str, content: bytes) -> bool:
    """Whether the command died of something else than a refusal."""
    path = Path(site.var_dir) / name
    path.write_bytes(content)
    try:
        site.manage("import_roster", str(path))
    except AssertionError as error:
        return "Traceback" in str(error) or "Unknown command" in str(error)
    return False
