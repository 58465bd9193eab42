"""`status` is written only by the action that moves a thing through its workflow."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.structure.house import APPS, name_of, python_files, tree_of

# Functions that move things: `apply` and its private helpers, in actions alone.
MOVERS = ("apply", "_apply", "_move")
# Not a workflow: what an exception or an answer says about itself.
ALLOWED = {
    "oversight/rest": "HTTP status of an answer",
}


def writes(path: Path) -> Iterator[tuple[str, int]]:
    """Name of the outermost function and line of each write of `status` in this file."""
    for top in tree_of(path).body:
        for node in ast.walk(top):
            if _is_write(node):
                yield getattr(top, "name", ""), node.lineno


def _is_write(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(isinstance(t, ast.Attribute) and t.attr == "status" for t in targets)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr == "update":
            return any(keyword.arg == "status" for keyword in node.keywords)
        if node.func.attr == "bulk_update":
            return any("status" in ast.unparse(argument) for argument in node.args[1:])
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "setattr":
        return len(node.args) > 1 and "status" in ast.unparse(node.args[1])
    return False


def test_status_is_written_only_by_the_workflow_action():
    elsewhere = [
        f"{name_of(path)}:{line} in {function or 'module'}"
        for path in python_files(*APPS)
        if not name_of(path).startswith(tuple(ALLOWED))
        for function, line in writes(path)
        if not (
            (path.name == "actions.py" or "actions" in path.parts) and function.startswith(MOVERS)
        )
    ]
    assert not elsewhere


def test_the_check_sees_a_planted_write(tmp_path):
    planted = tmp_path / "planted.py"
    planted.write_text(
        "def f(case):\n    case.status = 'closed'\n    X.objects.update(status='a')\n"
    )
    tree = ast.parse(planted.read_text())
    assert sum(map(_is_write, ast.walk(tree))) == 2
