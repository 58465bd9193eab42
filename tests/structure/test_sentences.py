"""Everything that can happen has a sentence, and a place among the filters of the event log."""

import ast

from oversight.audit.rules import known_types
from oversight.events.choices import Group
from oversight.events.rules import group_of
from tests.structure.house import APPS, name_of, python_files, tree_of

WRITERS = {"record", "build", "note_event", "note_once", "audit_event"}


def recorded():
    """Every type that is written out where an event is written, with its place."""
    found = {}
    for path in python_files(*APPS):
        for node in ast.walk(tree_of(path)):
            if not isinstance(node, ast.Call) or _called(node) not in WRITERS:
                continue
            for keyword in node.keywords:
                if keyword.arg == "type":
                    for type in filter(None, _written(keyword.value)):
                        found.setdefault(type, f"{name_of(path)}:{node.lineno}")
    return found


def tables():
    """Types made of a noun and a table of verbs (`f"case.{EVENTS[name]}"`), and tables of types."""
    found = {}
    for path in python_files(*APPS):
        nouns = {noun for node in ast.walk(tree_of(path)) for noun in _nouns(node)}
        for node in tree_of(path).body:
            if not isinstance(node, ast.Assign | ast.AnnAssign) or _name(node) != "EVENTS":
                continue
            for value in getattr(node.value, "values", ()):
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    found |= _of_table(value.value, nouns, f"{name_of(path)}:{node.lineno}")
    return found


def _of_table(word, nouns, place):
    if "." in word:
        return {word: place}
    return {f"{noun}.{word}": place for noun in nouns if len(nouns) == 1}


def _nouns(node):
    """`f"report.{EVENTS[...]}"` gives report."""
    if isinstance(node, ast.JoinedStr) and len(node.values) == 2:
        first, second = node.values
        if (
            isinstance(first, ast.Constant)
            and first.value.endswith(".")
            and "EVENTS" in ast.dump(second)
        ):
            yield first.value[:-1]


def _called(node):
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def _name(node):
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    return getattr(target, "id", "")


def _written(value):
    """Constants that the expression can be: "x.y", or `"x.y" if … else "x.z"`."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.IfExp):
        yield from _written(value.body)
        yield from _written(value.orelse)


def test_every_type_of_event_has_a_sentence():
    found = recorded() | tables()
    assert len(found) > 50, "the types are not found where they used to be"
    without = {type: place for type, place in found.items() if type not in known_types()}
    assert not without, "register a sentence: oversight.audit.rules.register_sentences"


def test_every_sentence_can_be_said_with_a_name():
    for type, sentence in known_types().items():
        said = str(sentence) % {"who": "Ana"}
        assert said.endswith("."), type


def test_every_type_of_event_stands_under_a_filter():
    other = sorted(type for type in known_types() if group_of(type) == Group.OTHER)
    assert not other, "name its noun in oversight/events/rules.py"


def test_types_are_a_noun_and_what_was_done():
    odd = [type for type in known_types() if type.count(".") != 1 or type != type.lower()]
    assert not odd
