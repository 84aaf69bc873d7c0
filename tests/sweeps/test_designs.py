"""Designs are those of scipy and SALib, in the factors' own values; SALib analyses the results as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import qmc
from sweeping import small

from detente.sweeps import SweepResult
from detente.sweeps.designs import Design, points, problem, sized
from detente.sweeps.factors import Factor


def factor(name: str, low: float = 0.0, high: float = 1.0, **more: Any) -> Factor:
    parts: dict[str, Any] = {
        "mode": (low + high) / 2,
        "unit": "1",
        "values": None,
        "distribution": "uniform",
        "levels": 5,
    }
    return Factor(name, (name,), low, high, **{**parts, "numeric": True, **more})


THREE = (factor("a"), factor("b", 10.0, 20.0), factor("c", values=("x", "y", "z")))
DESIGNS = [
    Design("grid"), Design("one_at_a_time"), Design("latin_hypercube", points=20, seed=3), Design("random", points=30, seed=3),
    Design("sobol", samples=8, seed=3), Design("sobol", samples=8, second_order=True, seed=3),
    Design("sobol_sequence", points=16, seed=3), Design("morris", trajectories=5, seed=3),
]  # fmt: skip


@pytest.mark.parametrize("design", DESIGNS, ids=lambda design: design.kind)
def test_sizes_limits_and_repetition(design: Design) -> None:
    found = points(design, THREE)
    assert found.shape == (sized(design, THREE), 3)
    assert (found.min(0) >= [0, 10, 0]).all() and (found.max(0) <= [1, 20, 2]).all()
    assert set(found[:, 2]) <= {0.0, 1.0, 2.0}
    assert np.array_equal(found, points(design, THREE))
    if design.kind not in ("grid", "one_at_a_time"):
        assert not np.array_equal(found, points(design._replace(seed=4), THREE))


def test_a_latin_hypercube_has_one_point_in_each_slice_and_a_sequence_fills_space() -> None:
    two = THREE[:2]
    found = points(Design("latin_hypercube", points=20, seed=1), two)
    assert sorted(np.floor(found[:, 0] * 20)) == list(range(20))
    unit = points(Design("sobol_sequence", points=64, seed=1), (factor("a"), factor("b")))
    assert qmc.discrepancy(unit) < qmc.discrepancy(np.random.default_rng(1).random((64, 2))) / 3


def test_a_grid_and_one_at_a_time_by_hand() -> None:
    two = (factor("a", levels=3, mode=0.25), factor("b", values=(5.0, 7.0)))
    assert points(Design("grid"), two).tolist() == [[0, 0], [0, 1], [0.5, 0], [0.5, 1], [1, 0], [1, 1]]
    assert points(Design("one_at_a_time"), two).tolist() == [[0.25, 0], [0, 0], [0.5, 0], [1, 0], [0.25, 1]]


def test_distributions() -> None:
    u = (np.arange(20_000) + 0.5) / 20_000
    triangle = factor("a", 0.0, 3.0, mode=1.0, distribution="triangular").at(u)
    assert triangle.mean() == pytest.approx(4 / 3, abs=1e-3)
    assert np.mean(triangle < 1.0) == pytest.approx(1 / 3, abs=1e-3)
    log = factor("a", 0.01, 100.0, distribution="log_uniform").at(u)
    assert np.median(log) == pytest.approx(1.0, rel=1e-3)
    assert factor("a", values=("x", "y")).at(np.array([0.0, 0.49, 0.5, 1.0])).tolist() == [0, 0, 1, 1]


def test_the_problem_is_the_one_samplers_know() -> None:
    from SALib.sample import sobol

    found = points(Design("sobol", samples=8, seed=3), THREE[:2])
    shares = sobol.sample(problem(THREE[:2]), 8, calc_second_order=False, seed=3)
    assert np.allclose(found, shares * [1, 10] + [0, 10])


FOUR: dict[str, Any] = {
    "parameters.grievance_scale": {"range": [0.0, 3.0]}, "parameters.trust_shift": {"range": [-2.0, 2.0]},
    "parameters.arms_fatigue": {}, "nothing": {"path": "shocks.islets.influences.trigger", "range": [0.2, 0.21]},
}  # fmt: skip


@pytest.fixture(scope="module")
def sobol_result(tmp_path_factory: pytest.TempPathFactory) -> SweepResult:
    sweep = small(factors=FOUR, design={"kind": "sobol", "samples": 32}, futures=None, replicates=1)
    return sweep.run(tmp_path_factory.mktemp("sobol") / "out", workers=2)  # type: ignore[no-any-return]


def test_sobol_indices_by_salib(sobol_result: SweepResult) -> None:
    """Initial trust decides trust in the focal state, its twin without effect does not, and shares add up to about one."""
    from SALib.analyze import sobol

    _, outcome = sobol_result.salib("trust_in_focus", "both")
    found = sobol.analyze(
        sobol_result.to_salib_problem(), outcome, calc_second_order=False, seed=1, print_to_console=False
    )
    total = dict(zip(sobol_result.to_salib_problem()["names"], found["ST"], strict=True))
    assert total["parameters.trust_shift"] > 0.8
    assert abs(total["nothing"]) < 0.05
    assert 0.7 < float(np.sum(found["S1"])) < 1.2


def test_morris_effects_by_salib(tmp_path: Path) -> None:
    from SALib.analyze import morris

    sweep = small(factors=FOUR, design={"kind": "morris", "trajectories": 8}, futures=None, replicates=1)
    result = sweep.run(tmp_path / "out", workers=2)
    inputs, outcome = result.salib("trust_in_focus", "both")
    found = morris.analyze(result.to_salib_problem(), inputs, outcome, num_levels=4, seed=1)
    strength = dict(zip(found["names"], np.asarray(found["mu_star"], float), strict=True))
    assert max(strength, key=lambda name: strength[name]) == "parameters.trust_shift"
    assert strength["nothing"] < 0.05 * strength["parameters.trust_shift"]
