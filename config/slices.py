"""Finds the slices of the three apps: mounting them here means no slice edits a central file."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.urls import URLPattern, URLResolver, include, path

APPS = ("oversight", "mission", "cases")
ROOT = Path(__file__).resolve().parent.parent


def slices() -> list[str]:
    """Dotted names of every slice, app by app, ground floor first."""
    found = []
    for app in APPS:
        folders = sorted(entry for entry in (ROOT / app).iterdir() if entry.is_dir())
        found += [f"{app}.{folder.name}" for folder in folders if (folder / "__init__.py").exists()]
    return [name for name in found if not name.endswith((".migrations", ".management"))]


def mounted(edge: str) -> list[URLPattern | URLResolver]:
    """The `urlpatterns` of every slice that has this edge (`urls` or `api`)."""
    modules = [import_module(f"{n}.{edge}") for n in slices() if find_spec(f"{n}.{edge}")]
    return [path("", include(module)) for module in modules if hasattr(module, "urlpatterns")]
