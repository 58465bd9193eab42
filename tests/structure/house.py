"""What the structure tests know about the house: its files, its slices, its models."""

import ast
import importlib
import pkgutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("oversight", "mission", "cases")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the project that is, or will be, committed."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode:  # an unpacked archive has no git
        skipped = {".venv", "var", ".git"}
        return tuple(
            path
            for path in sorted(ROOT.rglob("*"))
            if path.is_file() and not skipped & set(path.relative_to(ROOT).parts)
        )
    found = (ROOT / name for name in sorted(set(listing.stdout.split("\0"))) if name)
    return tuple(path for path in found if path.is_file())


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def python_files(*folders: str) -> list[Path]:
    """Python files below these folders, generated migrations left out."""
    chosen = folders or (*APPS, "config", "tests", "scripts", "docs", "benchmarks", "deploy")
    return [
        path
        for path in tracked()
        if path.suffix == ".py"
        and name_of(path).split("/")[0] in chosen
        and "migrations" not in path.parts
    ]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=name_of(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def own_models() -> list[type[Model]]:
    """Models of the three apps, found through Django."""
    return [model for app in APPS for model in apps.get_app_config(app).get_models()]


def import_everything() -> list[str]:
    """Import each module of the three apps; gives their names."""
    names = []
    for app in APPS:
        package = importlib.import_module(app)
        for module in pkgutil.walk_packages(package.__path__, f"{app}."):
            if ".migrations." not in module.name and ".management." not in module.name:
                importlib.import_module(module.name)
                names.append(module.name)
    return names


def subclasses(kind: type) -> set[type]:
    """All classes below this one that our apps define."""
    found = set()
    waiting = [kind]
    while waiting:
        for child in waiting.pop().__subclasses__():
            waiting.append(child)
            if child.__module__.split(".")[0] in APPS:
                found.add(child)
    return found
