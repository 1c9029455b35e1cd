"""Every term and every reason has its words, and the glossary knows every term."""

import ast
import importlib
import re
from enum import Enum
from pathlib import Path

import pytest
from apiflask import APIFlask

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "platform" / "meedoen"
SILENT = {"Gewest", "FormerKind", "PointSource", "PlaceKind"}
"""Enums that never reach a screen."""
OF_COMMANDS = {"reference_refused", "boundaries_refused"}
"""Reasons that only an operator reads, in the words of the error itself."""


def terms() -> list[type[Enum]]:
    found = []
    for file in sorted(SOURCE.rglob("terms.py")):
        name = ".".join(file.relative_to(SOURCE.parent).with_suffix("").parts)
        module = importlib.import_module(name)
        found += [
            thing
            for thing in vars(module).values()
            if isinstance(thing, type) and issubclass(thing, Enum) and thing.__module__ == name
        ]
    return found


def reason_codes() -> set[str]:
    codes = set()
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "Reason"
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                codes.add(node.args[0].value)
    return codes


@pytest.mark.parametrize("kind", terms(), ids=lambda kind: kind.__name__)
def test_every_term_that_people_see_has_words(whole_app: APIFlask, kind: type[Enum]) -> None:
    if kind.__name__ in SILENT:
        return
    dictionary = whole_app.extensions["dictionary"]
    with whole_app.test_request_context():
        assert all(dictionary.say(member) for member in kind)


def test_every_reason_has_a_sentence(whole_app: APIFlask) -> None:
    known = set(whole_app.extensions["dictionary"].reasons)
    assert reason_codes() - known == OF_COMMANDS
    assert known - reason_codes() == set()


@pytest.mark.parametrize("kind", terms(), ids=lambda kind: kind.__name__)
def test_the_glossary_knows_every_term(kind: type[Enum]) -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text()
    missing = [
        member.name
        for member in kind
        if not re.search(rf"`{kind.__name__}\.{member.name}`", glossary)
    ]
    assert not missing
