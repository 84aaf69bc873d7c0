"""The table of laws closes: every law has its tests, every test it names exists, every test of this folder is in it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).parent
LAWS = yaml.safe_load((HERE / "laws.yaml").read_text(encoding="utf-8"))


def names_in(path: Path) -> set[str]:
    """Return the names of the tests that a file defines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


@pytest.mark.parametrize("law", LAWS)
def test_every_law_has_tests_that_exist(law: str) -> None:
    """Each law says one sentence and names tests; each of them stands in the file it is said to stand in."""
    assert LAWS[law]["says"].endswith(".")
    assert LAWS[law]["tests"]
    for file, names in LAWS[law]["tests"].items():
        missing = set(names) - names_in(HERE.parent / file)
        assert not missing, f"{file} has no {', '.join(sorted(missing))}"


@pytest.mark.parametrize("path", sorted(HERE.glob("test_*.py")), ids=lambda path: path.stem)
def test_every_test_of_this_folder_is_of_a_law(path: Path) -> None:
    """No test here but for a law of the table, and each says its law in a sentence."""
    if path == Path(__file__):
        return
    listed = {name for law in LAWS.values() for name in law["tests"].get(f"laws/{path.name}", [])}
    assert names_in(path) == listed
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = [
        x.name
        for x in ast.walk(tree)
        if isinstance(x, ast.FunctionDef) and x.name in listed and not ast.get_docstring(x)
    ]
    assert not silent
