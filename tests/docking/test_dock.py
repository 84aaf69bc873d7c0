"""`detente dock`: the table closes, quick cases are met, what is not met is said and changes the exit code."""

from __future__ import annotations

import ast
import inspect
import json
import re
from importlib import import_module
from pathlib import Path

import pytest

from detente.cli import run
from detente.docking import docks, table
from detente.docking.docks import CHECK, DISTRIBUTIONAL, DOCKS, NOT_RUN, NUMERICAL, RELATIONAL, Dock, Found
from detente.docking.expected import CASES, FILES, expected
from detente.docking.table import dock
from detente.errors import UsageError

ROOT = Path(__file__).parents[2]
SLOW = ("V-SB-04", "V-RI-04", "V-IP-01", "V-IP-02")
"""Take many seconds each: the docking tests of the mechanisms run the same code, V-SB-04 with fewer states."""


def test_every_expected_value_is_run_or_says_why_not() -> None:
    assert {*DOCKS, *NOT_RUN} == set(expected())
    assert not set(DOCKS) & set(NOT_RUN)
    assert sum(len(list(rows)) for rows in ([*_rows(name)] for name in FILES)) == len(expected()), "ids are unique"


def _rows(name: str) -> list[str]:
    lines = (CASES / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")][1:]


def test_every_case_names_a_mechanism_that_exists() -> None:
    for one in DOCKS.values():
        for word in re.findall(r"[a-z_]+", re.sub(r"\(.*\)", "", one.mechanism)):
            import_module("detente.landscapes" if word == "landscapes" else f"detente.mechanisms.{word}")
        assert one.level in (NUMERICAL, DISTRIBUTIONAL, RELATIONAL, CHECK)


def test_what_is_drawn_says_its_error_and_nothing_else_does() -> None:
    """A distributional case compares within standard errors; a numerical one with the tolerance of the table."""
    assert Found((1.0, 2.0), None, (0.1, 0.2)).tolerances(9.0) == (0.4, 0.8)
    assert Found((1.0, 2.0)).tolerances(9.0) == (9.0, 9.0)
    assert all(DOCKS[name].level in (DISTRIBUTIONAL, RELATIONAL) for name in SLOW)


@pytest.mark.parametrize("name", [name for name in DOCKS if name not in SLOW])
def test_the_case_is_met(name: str) -> None:
    (row,) = dock([name])
    assert row.met, f"expected {row.expected}, found {row.found}"
    assert row.level == DOCKS[name].level
    assert row.expected
    assert row.found != "-"


def test_fixtures_are_declared() -> None:
    for name in ("V-AB-02", "V-AB-03", "V-AB-04", "V-AB-05"):
        assert DOCKS[name].level == CHECK
        assert "no evidence of skill" in DOCKS[name].remark


def test_a_case_that_is_not_met_is_said_and_exits_4(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(table.DOCKS, "V-KY-01", Dock("choice", NUMERICAL, lambda: Found((0.6,))))
    assert run(["dock", "V-KY-01"]) == 4
    said = capsys.readouterr().out
    assert "NOT MET" in said
    assert "expected 0.6666667, found 0.6 " in said
    monkeypatch.setitem(table.DOCKS, "V-KY-01", Dock("choice", NUMERICAL, lambda: Found((2 / 3, 2 / 3))))
    assert run(["dock", "V-KY-01", "-q"]) == 4, "two numbers are not one"
    monkeypatch.setitem(table.DOCKS, "V-KY-01", Dock("choice", NUMERICAL, lambda: Found((float("nan"),))))
    assert run(["dock", "V-KY-01", "-q"]) == 4


def test_json_has_a_row_per_case(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["dock", "V-KY", "V-EP", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["cases"]
    assert [row["id"] for row in rows] == ["V-KY-01", "V-EP-01"]
    assert rows[0]["level"] == "numerical"
    assert rows[0]["met"] is True
    assert rows[1]["met"] is None
    assert rows[1]["remark"]


def test_unknown_cases_and_files_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["dock", "V-KY-02"]) == 2
    assert "did you mean" in capsys.readouterr().err
    assert run(["dock", "V-KY-01", "--out", "page.html"]) == 2
    assert ".md" in capsys.readouterr().err
    with pytest.raises(UsageError, match=r"(?s)no case 'X'.*no case 'Y'"):
        dock(["X", "Y"])


def test_the_page_holds_every_case(tmp_path: Path) -> None:
    assert run(["dock", "V-KY", "V-SC", "--out", str(tmp_path / "page.md"), "-q"]) == 0
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "| V-KY-01 | choice | Kydd |" in page
    assert "no evidence that the formulas describe states" in " ".join(page.split())
    shipped = (ROOT / "docs" / "docking.md").read_text(encoding="utf-8")
    for name in expected():
        assert f"| {name} |" in shipped, "run `detente dock --out docs/docking.md`"
    assert "not met" not in shipped


def test_no_case_returns_its_expected_value() -> None:
    """The functions that are run read no expected value of their own case: what they return comes out of passes or data."""
    imported = {
        node.module for node in ast.walk(ast.parse(inspect.getsource(docks))) if isinstance(node, ast.ImportFrom)
    }
    assert "detente.docking.expected" not in imported
