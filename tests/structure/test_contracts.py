"""The street, the slices and the floors (contracts in pyproject.toml), and what they cannot say."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from django.apps import apps
from django.db.models import Model

from tests.structure.house import (
    APPS,
    ROOT,
    functions,
    import_everything,
    name_of,
    own_models,
    python_files,
    subclasses,
    tree_of,
)

CLOCKS = {"now", "today", "localtime", "localdate", "utcnow"}


def test_import_contracts_hold():
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]


def test_every_file_of_a_slice_stands_on_a_floor():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    floors = next(c for c in contracts["contracts"] if c["id"] == "floors")["layers"]
    declared = set(re.findall(r"\w+", " ".join(floors))) | {"__init__"}
    strangers = [
        name_of(path)
        for path in python_files(*APPS)
        if len(parts := path.relative_to(ROOT).parts) > 2
        and parts[1] not in {"management", "templatetags"}
        and Path(parts[2]).stem not in declared
    ]
    assert not strangers, "declare the file on a floor in pyproject.toml"


def test_every_model_is_re_exported_by_its_app():
    """A model that is not is silently absent: no migration, no table, no complaint."""
    import_everything()
    concrete = {m for m in subclasses(Model) if not m._meta.abstract and not m._meta.proxy}
    known = set(apps.get_models(include_auto_created=True))
    assert concrete <= known
    for model in own_models():
        exported = __import__(f"{model._meta.app_label}.models", fromlist=["*"])
        assert getattr(exported, model.__name__, None) is model, model


def test_rules_ask_no_clock_and_no_database():
    """Rules are given the time and the facts; that is what makes them easy to test."""
    asked = []
    for path in python_files(*APPS):
        if path.stem in {"rules", "workflow"} or path.parent.name in {"rules", "workflow"}:
            asked += [
                f"{name_of(path)}:{node.lineno}"
                for node in ast.walk(tree_of(path))
                if isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and (node.func.attr in CLOCKS or node.func.attr == "objects")
            ]
    assert not asked


def test_there_are_no_signals_and_no_save_with_side_effects():
    found = []
    for path in python_files(*APPS):
        text = path.read_text()
        if "django.db.models.signals" in text or "@receiver" in text:
            found.append(name_of(path))
        if path.name == "models.py" or path.parent.name == "models":
            found += [f"{name_of(path)} save" for f in functions(path) if f.name == "save"]
    assert not found


def test_every_task_has_a_name_of_its_own():
    """A name made from the module would change when a slice moves, and queued work be lost."""
    nameless = []
    for path in python_files(*APPS):
        for node in functions(path):
            for mark in node.decorator_list:
                called = mark.func if isinstance(mark, ast.Call) else mark
                if getattr(called, "id", getattr(called, "attr", "")) != "shared_task":
                    continue
                keywords = mark.keywords if isinstance(mark, ast.Call) else []
                if "name" not in {keyword.arg for keyword in keywords}:
                    nameless.append(f"{name_of(path)} {node.name}")
    assert not nameless


def test_timetable_names_only_tasks_that_exist(settings):
    from config.celery import app

    app.loader.import_default_modules()
    wanted = {str(entry["task"]) for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert wanted <= set(app.tasks)
