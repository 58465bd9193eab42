"""List the strings of installed packages that have no French or Creole yet; compile the catalogue.

`makemessages` sees this project only. What Django, its admin, the REST framework, the filters and
the admin's theme say to people is translated by hand in `locale-vendor/`. This command compares
that catalogue with what the installed packages really contain, so that an upgrade cannot bring
English back unnoticed. It needs no gettext on the machine; compiling needs polib.
"""

import ast
import gettext
import json
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import django
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation.template import templatize

LANGUAGES = ("fr", "ht")
DOMAINS = ("django", "djangojs")

# Files whose strings no person of this product meets, and why. Applications that lie inside an
# installed package without being installed themselves are left out by `files`.
IGNORED_FILES = {
    "django/conf/*": "names of a hundred languages; ours are in the settings",
    "django/core/checks/*": "for developers",
    "django/core/management/*": "for developers",
    "django/db/backends/*": "for developers",
    "django/db/migrations/*": "for developers",
    "django/views/debug.py": "pages of the debug mode",
    "django/views/static.py": "file server of the debug mode",
    "django/views/templates/*": "pages of the debug mode",
    "drf_spectacular_sidecar/*": "bundled scripts that know no gettext",
    "rest_framework/templates/*": "pages of the browsable API, which is off",
}

# Functions that mark a string, with the places of context, text and plural among the arguments.
MARKERS = {
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
MARKERS |= {f"{name}_lazy": places for name, places in MARKERS.items()}
MARKERS |= {"gettext_noop": MARKERS["gettext"], "_": MARKERS["gettext"]}

STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(_|n?p?gettext(?:_noop)?)\(\s*({STRING}(?:\s*,\s*{STRING})*)", re.DOTALL)


class Message(NamedTuple):
    """One string to translate; context and plural are empty when it has none."""

    context: str
    text: str
    plural: str

    @property
    def key(self) -> str:
        """Return what gettext looks up."""
        return f"{self.context}\x04{self.text}" if self.context else self.text


def in_python(source: str) -> Iterator[Message]:
    nodes = list(ast.walk(ast.parse(source)))
    names = dict(zip(MARKERS, MARKERS, strict=True))
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            names |= {a.asname: a.name for a in node.names if a.asname and a.name in MARKERS}
    for node in nodes:
        if isinstance(node, ast.Call):
            name = names.get(getattr(node.func, "attr", getattr(node.func, "id", "")))
            arguments = [getattr(argument, "value", None) for argument in node.args]
            yield from build(name, arguments) if name else ()


def in_calls(source: str) -> Iterator[Message]:
    """Read text that holds gettext calls: JavaScript, or a template turned into calls."""
    for name, arguments in CALL.findall(source):
        yield from build(name, [ast.literal_eval(text) for text in re.findall(STRING, arguments)])


def in_template(source: str) -> Iterator[Message]:
    return in_calls(templatize(source))


def build(name: str, arguments: list[Any]) -> Iterator[Message]:
    """Give the message that a call asks for, or nothing when it is not made of constants."""
    places = [place for place in MARKERS[name] if place is not None]
    if all(place < len(arguments) and isinstance(arguments[place], str) for place in places):
        yield Message(*("" if place is None else arguments[place] for place in MARKERS[name]))


READERS = {
    "django": {".py": in_python, ".html": in_template, ".txt": in_template},
    "djangojs": {".js": in_calls},
}


@cache
def packages() -> frozenset[Path]:
    """Return the folders of Django and of every installed application that is not ours."""
    folders = {
        Path(config.path)
        for config in apps.get_app_configs()
        if not (settings.BASE_DIR / config.name.partition(".")[0]).is_dir()
    }
    return frozenset(folders | {Path(django.__file__).parent})


def files(pattern: str) -> Iterator[tuple[str, Path]]:
    """Walk the installed packages, past applications inside them that are not installed."""
    installed = packages()
    for package in sorted(installed):
        top = package
        while (top.parent / "__init__.py").exists():
            top = top.parent
        for path in sorted(package.rglob(pattern)):
            inside = path.parents[: len(path.parts) - len(package.parts)]
            owner = next((folder for folder in inside if (folder / "apps.py").exists()), package)
            if owner in installed:
                yield path.relative_to(top.parent).as_posix(), path


@cache
def extract(domain: str) -> dict[Message, str]:
    """Collect what the installed packages may say to people, each with the file it is in."""
    found: dict[Message, str] = {}
    for suffix, read in READERS[domain].items():
        for name, path in files(f"*{suffix}"):
            if not any(fnmatch(name, pattern) for pattern in IGNORED_FILES):
                for message in read(path.read_text(encoding="utf-8")):
                    found.setdefault(message, name)
    return {message: name for message, name in found.items() if message.text}


def catalogue(language: str, domain: str) -> Path:
    """Return our hand-made catalogue, without the ending (.po is written, .mo is read)."""
    return settings.BASE_DIR / "locale-vendor" / language / "LC_MESSAGES" / domain


def translated(language: str, domain: str) -> set[str]:
    """Return the keys that the packages' catalogues and ours translate together."""
    paths = [path for _, path in files(f"locale/{language}/LC_MESSAGES/{domain}.mo")]
    paths.append(catalogue(language, domain).with_suffix(".mo"))
    keys = set()
    for path in filter(Path.exists, paths):
        with path.open("rb") as file:
            entries = vars(gettext.GNUTranslations(file))["_catalog"]
        keys |= {key if isinstance(key, str) else key[0] for key, text in entries.items() if text}
    return keys


def missing(language: str, domain: str) -> dict[Message, str]:
    """Return what a reader of this language would see in English, and where it comes from."""
    known = translated(language, domain)
    return {m: name for m, name in extract(domain).items() if m.key not in known}


class Command(BaseCommand):
    help = "List strings of installed packages that have no French or Creole; --compile writes .mo"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--compile", action="store_true", help="write the .mo files first")

    def handle(self, *args: Any, **options: Any) -> None:
        pairs = [(language, domain) for language in LANGUAGES for domain in DOMAINS]
        if options["compile"]:
            for language, domain in pairs:
                compile_catalogue(catalogue(language, domain))
        count = 0
        for language, domain in pairs:
            for message, name in missing(language, domain).items():
                self.stdout.write(f"\n# {language} {domain}\n#: {name}\n{as_entry(message)}")
                count += 1
        if count:
            raise CommandError(f"{count} strings of installed packages are not translated.")


def compile_catalogue(path: Path) -> None:
    # Of the test requirements: a running site does not compile.
    import polib  # type: ignore[import-untyped]

    source = path.with_suffix(".po")
    if source.exists():
        path.with_suffix(".mo").write_bytes(polib.pofile(str(source)).to_binary())


def as_entry(message: Message) -> str:
    """Write the empty .po entry of a message, to be pasted into the catalogue."""
    lines = (
        [f"msgctxt {json.dumps(message.context, ensure_ascii=False)}"] if message.context else []
    )
    lines.append(f"msgid {json.dumps(message.text, ensure_ascii=False)}")
    if message.plural:
        lines.append(f"msgid_plural {json.dumps(message.plural, ensure_ascii=False)}")
        return "\n".join([*lines, 'msgstr[0] ""', 'msgstr[1] ""'])
    return "\n".join([*lines, 'msgstr ""'])
