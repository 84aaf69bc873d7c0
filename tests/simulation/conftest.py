"""A small world of three invented states, and the same runs by the kernel alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from detente.assembly import assemble
from detente.engine.block import run_block
from detente.scenario import Scenario, read_scenario
from detente.world.arrays import Array, Record, Room, nothing_swept
from detente.world.outcomes import INDICATORS

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests" / "museum" / "base.yaml"
Alone = tuple[Array, Array, Room]


@pytest.fixture(scope="session")
def path() -> Path:
    return SMALL


@pytest.fixture(scope="session")
def small() -> Scenario:
    return read_scenario(SMALL)


def _alone(scenario: Scenario, seed: int, run: int, replicates: int, sampled: bool, steps: int) -> Alone:
    program = assemble(scenario, seed)
    n, room = len(program.layout.names), program.room()
    levers, f = len(program.lever_names), np.float32
    series = np.zeros((1, steps, len(INDICATORS)))
    outcomes = np.zeros((1, steps, 2, levers), f)
    record = Record(
        np.zeros((1, len(INDICATORS))), series, np.zeros((0, steps + 1, 0, n, n), f), np.zeros((0, steps + 1, 0, n), f),
        outcomes, np.zeros((1, levers, 10), np.int32), np.zeros((1, 4)),
        np.zeros((1, steps, len(program.shock_names)), f), np.zeros((0, steps, 0)),
    )  # fmt: skip
    none = np.zeros(0, np.int64)
    run_block(
        np.array([run]), replicates, sampled, program.region[0], program.plan, room, scenario.dt, program.months, steps,
        program.focus, n, program.pad, none, none, record, None, nothing_swept(),
    )  # fmt: skip
    return series[0], outcomes[0], room


@pytest.fixture(scope="session")
def alone() -> Callable[..., Alone]:
    """Return a function that makes a run without Mesa: indicators [T, 12], levers [T, 2, L], memory at the end."""
    return _alone
