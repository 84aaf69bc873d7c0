"""What to cite: every source a number names, counted; and theory as the mechanisms themselves tell it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml

import detente
from detente.scenario import Scenario, read_scenario
from detente.scenario.citing import THEORY, cited_by, cited_by_catalogue, theory

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(detente.__file__).parent
MECHANISMS = sorted(path for path in (PACKAGE / "mechanisms").glob("*.py") if path.stem != "__init__")


def test_every_number_is_counted_at_each_of_its_sources(base: Scenario) -> None:
    for scenario in (base, read_scenario(ROOT / "scenarios" / "unified_framework.yaml")):
        named = [key for _, quantity, _ in scenario.passports() for key in quantity.source]
        found = cited_by(scenario)
        assert {one.source.key: one.numbers for one in found if one.numbers} == {k: named.count(k) for k in set(named)}
        assert all(one.numbers == one.standings.total() == one.parts.total() for one in found)
        assert {one.source.key for one in found} == set(scenario.sources)


def test_the_bibliography_is_whole() -> None:
    found = {one.source.key: one for one in cited_by_catalogue()}
    assert found.keys() == yaml.safe_load((PACKAGE / "catalogue" / "sources.yaml").read_text("utf-8")).keys()
    assert found["Slovic1993"].parts == {"parameters": 1}


@pytest.mark.parametrize("path", MECHANISMS, ids=lambda path: path.stem)
def test_theory_is_what_the_mechanism_says_it_docks_to(path: Path) -> None:
    about = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    keys = THEORY.get(path.stem, ())
    assert all(re.match("[A-Z]+[a-z]*", key)[0] in about for key in keys)  # type: ignore[index]
    if not keys:
        assert "Docks to nothing published" in about or "beta-Bernoulli" in about


def test_theory_is_in_the_bibliography() -> None:
    assert {key for keys in THEORY.values() for key in keys} == set(theory())
    assert set(THEORY) <= {path.stem for path in MECHANISMS}
