"""Results that several files of figure tests look at; each is run once."""

from __future__ import annotations

from pathlib import Path

import pytest

import detente
from detente import figures
from detente.figures import Material

ROOT = Path(__file__).parents[2]
FIVE = ROOT / "tests" / "data" / "five_states.yaml"
EVERYTHING = ("trust", "alignment", "grievance", "posture")


def sides(file: Path, runs: int, replicates: int) -> Material:
    scenario = detente.read_scenario(file)
    reference = detente.read_reference(scenario)
    assert reference is not None
    return figures.material_of(
        *(detente.run(side, runs, 3, replicates=replicates, record=EVERYTHING) for side in (scenario, reference))
    )


@pytest.fixture(scope="package")
def five() -> Material:
    """Twenty-four runs of five invented states, in twelve sets, beside the same without levers."""
    return sides(FIVE, 24, 2)


@pytest.fixture(scope="package")
def one_run() -> Material:
    """A single run of the same."""
    return sides(FIVE, 1, 1)
