"""Notebooks: kept without outputs, they run from top to bottom, draw, and answer in words that quote computed numbers."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
FILES = sorted(NOTEBOOKS.glob("*.ipynb"))
LONGEST = 5
"""Lines of a function in a notebook: what is longer belongs into the package."""


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def sources(notebook: Any, kind: str) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == kind]


def test_they_are_there() -> None:
    assert {"01", "02", "03", "04", "05", "06", "07"} <= {path.name[:2] for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_is_kept_without_outputs_and_tells_its_question_and_its_answer(path: Path) -> None:
    notebook = read(path)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    assert "**Question.**" in sources(notebook, "markdown")[0]
    assert any(text.startswith("**Answer**") for text in sources(notebook, "markdown"))
    assert not re.search(r"/tmp|/home|/work|file:", "\n".join(sources(notebook, "code")))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_defines_next_to_nothing(path: Path) -> None:
    tree = ast.parse("\n".join(sources(read(path), "code")))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert all((node.end_lineno or 0) - node.lineno < LONGEST for node in functions)
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_runs_draws_and_answers_in_numbers(path: Path) -> None:
    notebook = read(path)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(NOTEBOOKS)}}).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    shown = [set(output.get("data", {})) for output in outputs]
    assert sum("image/png" in kinds for kinds in shown) >= 2
    assert not [kinds for kinds in shown if kinds == {"text/plain"}]  # what is looked at is shown richly
    answer = notebook.cells[-1].outputs[-1]["data"]["text/markdown"]
    assert len(re.findall(r"\d+\.\d+", answer)) >= 3
    assert "nan" not in answer
    said = "".join(output.text for output in outputs if output.output_type == "stream" and output.name == "stderr")
    assert [line for line in said.splitlines() if "compiling the model" not in line] == []
