"""Every sentence exists in French and in Haitian Creole."""

import os
import re
import shutil
import subprocess
import sys

import polib
import pytest

from tests.structure.house import ROOT, name_of, tracked

LANGUAGES = ("fr", "ht")
CATALOGUES = [ROOT / "locale" / language / "LC_MESSAGES" / "django.po" for language in LANGUAGES]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%[sd]")

pytestmark = pytest.mark.skipif(
    not (ROOT / "locale").exists(), reason="the catalogues are made when the strings are final"
)
each = pytest.mark.parametrize("path", CATALOGUES, ids=LANGUAGES)


@each
def test_every_entry_is_translated_and_none_is_in_doubt(path):
    catalogue = polib.pofile(str(path))
    assert not [entry.msgid for entry in catalogue.untranslated_entries()]
    assert not [entry.msgid for entry in catalogue.fuzzy_entries()]
    assert not [e.msgid for e in catalogue if e.msgid_plural and not all(e.msgstr_plural.values())]


@each
def test_placeholders_survive_translation(path):
    wrong = []
    for entry in polib.pofile(str(path)):
        if entry.obsolete:
            continue
        wanted = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        texts = list(entry.msgstr_plural.values()) or [entry.msgstr]
        if any(set(PLACEHOLDER.findall(text)) - wanted for text in texts) or wanted - set(
            PLACEHOLDER.findall(" ".join(texts))
        ):
            wrong.append(entry.msgid)
    assert not wrong


@each
def test_compiled_catalogue_is_current(path):
    translated = {
        (e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural
        for e in polib.pofile(str(path)).translated_entries()
    }
    compiled = {
        (e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural
        for e in polib.mofile(str(path.with_suffix(".mo")))
    }
    assert compiled == translated, "run make messages"


@pytest.mark.skipif(not shutil.which("xgettext"), reason="LOUD: gettext is not installed")
def test_no_sentence_of_the_code_is_missing(tmp_path):
    """Collect the sentences of a copy afresh; whatever comes out untranslated is new."""
    for path in tracked():
        if path.suffix in {".py", ".html", ".txt", ".js", ".po"} and not name_of(path).startswith(
            ("tests/", "requirements/")
        ):
            copy = tmp_path / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    languages = [word for language in LANGUAGES for word in ("--locale", language)]
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", *languages, "--ignore", "locale-vendor/*"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        env=os.environ
        | {"VAR_DIR": str(tmp_path / "var"), "DJANGO_SETTINGS_MODULE": "config.settings"},
    )
    for language in LANGUAGES:
        fresh = polib.pofile(str(tmp_path / "locale" / language / "LC_MESSAGES" / "django.po"))
        missing = [e.msgid for e in (*fresh.untranslated_entries(), *fresh.fuzzy_entries())]
        assert not missing, f"{language}: {missing}"
