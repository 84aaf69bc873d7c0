"""Variants read together are the same as each read alone, with the same faults; validation needs no options."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from detente.cli import run
from detente.errors import ScenarioError
from detente.scenario import read_scenario, read_variants

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
BASE = Path(__file__).resolve().parent.parent / "museum" / "base.yaml"
Write = Callable[[str], Path]
VARIANTS = """
variants:
  trusting: {ties.trust.ARN.BEL: 0.9}
  poor: {states.*.budget: 1}
  cited: {sources: {Diary: {citation: A diary}}, parameters.grievance_scale: {standing: derived, source: [Diary]}}
  loud: {parameters.grievance_scale: 1.2, levers.cbm.level: 0.1}
"""


def agree(path: Path) -> None:
    for name, scenario in read_variants(path).items():
        alone = read_scenario(path, name)
        assert scenario == alone
        assert list(scenario.passports()) == list(alone.passports())


@pytest.mark.parametrize("path", [BASE, SCENARIOS / "unified_framework.yaml"], ids=lambda path: path.stem)
def test_together_as_alone(path: Path) -> None:
    agree(path)


def test_whatever_group_a_variant_touches(write: Write) -> None:
    agree(write(VARIANTS))


def test_a_fault_in_one_variant_is_found_in_the_next_as_well(write: Write) -> None:
    high = "{parameters.grievance_scale: 1e9, ties.trust.ARN.BEL: 2}"
    path = write(f"variants: {{a: {high}, b: {{title: Fine}}, c: {high}}}\n")
    with pytest.raises(ScenarioError) as caught:
        read_variants(path)
    found = [(fault.where.rpartition(":")[2], fault.path) for fault in caught.value.faults]
    assert len(found) == len(set(found)) == 4
    assert [path for _, path in found] == ["parameters.grievance_scale", "ties.trust.ARN.BEL"] * 2


@pytest.mark.parametrize("files", [[BASE], [BASE, BASE.parent / "duplicate_key.yaml"], [Path("nowhere.yaml")]])
def test_validation_without_options_is_the_command(files: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    names = [str(file) for file in files]
    bare = run(["validate", *names]), capsys.readouterr()
    parsed = run(["validate", "--", *names]), capsys.readouterr()
    assert bare == parsed
