"""The table of rules tells the truth: what it names exists, and no rule of the code is left out."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "platform" / "meedoen"
ROW = re.compile(r"^\| .+ \| .+ \| `([\w.]+):(\w+)` \| `(tests/[\w/]+\.py)::(\w+)` \|$")


def rows() -> list[tuple[str, str, str, str]]:
    lines = (ROOT / "docs" / "rules.md").read_text().splitlines()
    body = [line for line in lines if line.startswith("| ") and not line.startswith("| rule |")]
    found = [ROW.match(line) for line in body]
    assert all(found), "every row names one place and one test"
    return [match.groups() for match in found if match]


def functions(file: Path) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(file.read_text())
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def answers_with_reasons(function: ast.FunctionDef) -> bool:
    said = ast.unparse(function.returns) if function.returns else ""
    return "Reason" in said and not function.name.startswith("_")


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[3])
def test_what_a_row_names_exists(row: tuple[str, str, str, str]) -> None:
    module, function, file, test = row
    assert function in functions(SOURCE / f"{module.replace('.', '/')}.py")
    assert test in functions(ROOT / file)


def test_every_rule_that_answers_with_reasons_has_a_row() -> None:
    known = {(module, function) for module, function, _, _ in rows()}
    rules = {
        (".".join(file.relative_to(SOURCE).with_suffix("").parts), name)
        for file in SOURCE.rglob("rules.py")
        for name, function in functions(file).items()
        if answers_with_reasons(function)
    }
    assert rules - known == set()
