"""What must not be in a committed file: other people's hosts, this machine's paths, left-overs."""

import re

import pytest

from tests.structure.house import ROOT, name_of, tracked

TEXT = {".py", ".md", ".toml", ".txt", ".html", ".css", ".js", ".yaml", ".yml", ".json", ".csv", ""}
# Joined here so that this file does not hold them.
MACHINE = [f"/{name}/" for name in ("home/user", "root")]
HOSTS = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"))]
HOSTS += [".".join(parts) for parts in (("jsdelivr", "net"), ("unpkg", "com"), ("npmjs", "com"))]
MARKS = ["<<<<" + "<<<", "FIX" + "ME"]


def texts():
    for path in tracked():
        if (
            path.suffix in TEXT
            and "locale" not in name_of(path)
            and path.stat().st_size < 2_000_000
        ):
            yield path, path.read_text(errors="replace")


@pytest.mark.parametrize("unwanted", [*MACHINE, *HOSTS, *MARKS])
def test_no_file_holds(unwanted):
    pattern = re.compile(rf"(?<![\w.]){re.escape(unwanted)}")
    assert not [name_of(path) for path, text in texts() if pattern.search(text)]


def test_requirements_are_pinned_by_hash_and_name_no_address():
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text()
        assert "://" not in text, path.name
        assert "-index" not in text
        pinned = re.findall(r"^[a-z0-9][^ ]*==", text, re.MULTILINE)
        assert pinned
        for block in re.split(r"\n(?=[a-z0-9])", text):
            assert "--hash=sha256:" in block, block[:60]


def test_every_dependency_says_what_it_is_for():
    lines = (ROOT / "pyproject.toml").read_text().split("[tool.")[0].splitlines()
    named = [i for i, line in enumerate(lines) if re.match(r'\s+"[a-z]', line)]
    assert named
    assert not [lines[i] for i in named if not lines[i - 1].strip().startswith("#")]


def test_pages_load_nothing_from_another_host():
    loading = re.compile(r"""(?:src|href|url\()\s*=?\s*["']?(?:https?:)?//""", re.IGNORECASE)
    link = re.compile(r"<a\s[^>]*>", re.IGNORECASE)
    for path, text in texts():
        if path.suffix in {".html", ".css"}:
            assert not loading.search(link.sub("", text)), name_of(path)
