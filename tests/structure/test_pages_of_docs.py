"""The documentation builds strictly, and its pages ask no other host for anything."""

import re
import subprocess
import sys
from importlib.util import find_spec

import pytest

from tests.structure.house import ROOT

# What a browser fetches by itself; a link that a person may follow is no such thing.
FETCHED = re.compile(
    r"<(?:script|img|iframe|source)\b[^>]*\bsrc=\"(?:https?:)?//[^\"]+"
    r"|<link\b[^>]*\brel=\"(?!canonical)[^>]*\bhref=\"(?:https?:)?//[^\"]+"
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    if find_spec("mkdocs") is None:
        pytest.skip("mkdocs is not installed (extra “docs”)")
    folder = tmp_path_factory.mktemp("docs")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_every_page_is_there_and_names_no_other_host(pages):
    made = sorted(pages.rglob("*.html"))
    assert len(made) >= 20
    for page in made:
        assert not FETCHED.search(page.read_text()), page.name
    for style in pages.rglob("*.css"):
        assert not re.search(r"(?:url\(|@import )[\"']?(?:https?:)?//", style.read_text())
