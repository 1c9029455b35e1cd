"""Every act that a form does once keeps the form's twin out before it looks what the form did."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "platform" / "meedoen"
HOLDS = {"hold", "held_file", "hold_form"}
"""What lets the twin wait: for a trajectory, a whole file, or the form itself."""

FUNCTIONS = [
    (f"{file.relative_to(SOURCE)}:{node.name}", node)
    for file in sorted(SOURCE.rglob("*.py"))
    for node in ast.walk(ast.parse(file.read_text()))
    if isinstance(node, ast.FunctionDef)
]


def looks_for_a_form(function: ast.FunctionDef) -> bool:
    """Whether it asks the database which row has the key of a form."""
    return any(
        isinstance(node, ast.Compare)
        and isinstance(node.left, ast.Attribute)
        and node.left.attr == "request_key"
        for node in ast.walk(function)
    )


LOOKS = {node.name for _, node in FUNCTIONS if looks_for_a_form(node)}


def calls(function: ast.FunctionDef) -> Iterator[str]:
    """The names of what it calls, in the order of its lines."""
    found = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    for node in sorted(found, key=lambda call: (call.lineno, call.col_offset)):
        called = node.func
        yield called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


ACTS = [(name, list(calls(node))) for name, node in FUNCTIONS if LOOKS & set(calls(node))]


@pytest.mark.parametrize("called", [c for _, c in ACTS], ids=[name for name, _ in ACTS])
def test_the_twin_of_a_form_waits_before_it_is_looked_for(called: list[str]) -> None:
    look = next(place for place, name in enumerate(called) if name in LOOKS)
    assert HOLDS & set(called[:look])
