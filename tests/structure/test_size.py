"""Nothing grows without limit: small files, small functions, a docstring on each module."""

import ast

import pytest

from tests.structure.house import APPS, functions, name_of, python_files, tree_of

LINES_OF_FILE = 300
LINES_OF_FUNCTION = 50


def test_no_file_is_longer_than_300_lines():
    long = {
        name_of(path): lines
        for path in python_files()
        if (lines := len(path.read_text().splitlines())) > LINES_OF_FILE
    }
    assert not long, "make it a package of the same name, one noun a file"


def test_no_function_is_longer_than_50_lines():
    long = {
        f"{name_of(path)}:{node.lineno} {node.name}": length
        for path in python_files()
        for node in functions(path)
        if (length := (node.end_lineno or 0) - node.lineno + 1) > LINES_OF_FUNCTION
        and "journeys" not in path.parts  # a journey is told in one piece
    }
    assert not long


@pytest.mark.parametrize("app", APPS)
def test_every_model_says_what_one_row_means(app):
    silent = [
        f"{name_of(path)} {node.name}"
        for path in python_files(app)
        if "models" in path.parts or path.name == "models.py"
        for node in tree_of(path).body
        if isinstance(node, ast.ClassDef) and not ast.get_docstring(node)
    ]
    assert not silent


def test_actions_take_their_arguments_by_name():
    """`def accept(*, report, by, reason, now=None)`: a caller can never swap two of them.

    What does not act for anybody (no `by`) is a question, and may be asked in order.
    """
    positional = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in python_files(*APPS)
        if path.name == "actions.py" or "actions" in path.parts
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and len(node.args.args + node.args.posonlyargs) > 1
        and "by" in {a.arg for a in (*node.args.args, *node.args.kwonlyargs)}
    ]
    assert not positional


def test_actions_never_see_the_request():
    seen = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in python_files(*APPS)
        if path.name == "actions.py" or "actions" in path.parts
        for node in functions(path)
        if any(a.arg == "request" for a in (*node.args.args, *node.args.kwonlyargs))
    ]
    assert not seen
