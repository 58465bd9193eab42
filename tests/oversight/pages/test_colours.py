"""The contrast that look.md promises, in the light and in the dark scheme, pages and admin."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[3] / "oversight" / "static" / "oversight"
TONES = ("overdue", "due", "done", "restricted", "info")


def schemes(name, prefix, dark_mark):
    css = (STATIC / name).read_text()
    light, dark = css.split(dark_mark, 1)
    found = re.compile(rf"--{prefix}([a-z-]+): (#[0-9a-f]{{6}});")
    first = dict(found.findall(light))
    return {"light": first, "dark": first | dict(found.findall(dark))}


PAGES = schemes("site.css", "", "prefers-color-scheme: dark")
ADMIN = schemes("admin.css", "office-", ".dark {")


def luminance(colour):
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "surface"])
@pytest.mark.parametrize("ink", ["ink", "muted", "primary", "primary-hover", *TONES])
def test_text_can_be_read_on_every_ground(scheme, ground, ink):
    assert contrast(PAGES[scheme][ink], PAGES[scheme][ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tone", TONES)
@pytest.mark.parametrize("tokens", [PAGES, ADMIN])
def test_status_can_be_read_on_its_own_colour(tokens, scheme, tone):
    assert contrast(tokens[scheme][tone], tokens[scheme][f"{tone}-soft"]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_buttons_and_edges_of_inputs_can_be_seen(scheme):
    tokens = PAGES[scheme]
    assert contrast(tokens["on-primary"], tokens["primary"]) >= 4.5
    assert contrast(tokens["on-primary"], tokens["primary-hover"]) >= 4.5
    for ground in ("paper", "surface"):
        assert contrast(tokens["control"], tokens[ground]) >= 3
        assert max(contrast(tokens[c], tokens[ground]) for c in ("focus", "focus-ring")) >= 3
