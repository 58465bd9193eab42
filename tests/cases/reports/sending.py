"""What a monitor sends, page by page and file by file."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from oversight.files.actions import Incoming
from tests.files import jpeg

ANSWERS = {
    "what": {"narrative": "Yo te frape yon moun.", "types": ["assault"]},
    "files": {},
    "when": {"day_day": "2", "day_month": "3", "day_year": "2025"},
    "where": {"place": "HT0111", "place_as_told": "toupre mache a"},
    "who": {
        "harmed_rows": "1",
        "harmed_0_number": "2",
        "harmed_0_age_band": "25-34",
        "alleged_rows": "1",
        "alleged_0_affiliation": "mission_personnel",
        "alleged_0_contingent": "KE",
    },
    "provisions": {"provisions_unsure": "on"},
    "source": {"kind": "witness_testimony", "reliability": "F", "credibility": "6"},
    "consent": {"state": "given", "grants": ["internal_only"], "contact": "Zaboka"},
}


def page(key, name):
    return reverse("reports:step", args=[key, name])


def send(client, key):
    return client.post(reverse("reports:review", args=[key]))


def sent_file(data=None, name="foto.jpg", content_type="image/jpeg"):
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, jpeg((60, 40)) if data is None else data, content_type)


def on_disk(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def arrived(data):
    incoming = Incoming()
    incoming.write(data)
    incoming.finish()
    return incoming
