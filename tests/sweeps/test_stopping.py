"""A sweep stops once differences are known well enough, on whole batches: the same everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sweeping import small

from detente.sweeps import SweepResult
from detente.sweeps.plan import plan_of
from detente.sweeps.stopping import Precision

STOP: dict[str, Any] = {"indicator": "cohesion", "error": 1e-9, "at_most": 40}


def errors(result: SweepResult, units: int, dim: str = "future") -> np.ndarray:
    """Return the standard errors of the mean differences after so many units, worked out another way."""
    data = result.data["cohesion"].isel({dim: slice(0, units)})
    apart = (data - data.sel(package="none")).sel(package=["both", "cbm"])
    other = "replicate" if dim == "future" else "future"
    by_unit = apart.mean(["point", other])
    return (by_unit.std(dim, ddof=1) / np.sqrt(units)).to_numpy()  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> SweepResult:
    """Return a sweep of forty futures that did not stop."""
    whole = small(futures=40, design={"kind": "latin_hypercube", "points": 2})
    return whole.run(tmp_path_factory.mktemp("all") / "out", workers=2)  # type: ignore[no-any-return]


def sweep_of(**changes: Any) -> Any:
    return small(design={"kind": "latin_hypercube", "points": 2}, futures=4, stop={**STOP, **changes})


def test_it_stops_at_the_first_batch_that_is_enough(stopped: SweepResult, tmp_path: Path) -> None:
    wanted = float(errors(stopped, 16).max()) * 1.0001
    expected = next(k for k in range(1, 11) if errors(stopped, 4 * k).max() <= wanted)
    assert 1 < expected <= 4
    result = sweep_of(error=wanted).run(tmp_path / "one", workers=2)
    assert result.manifest["batches"] == expected
    assert result.shape == (3, 2, 4 * expected, 2)
    assert result.manifest["runs"] == 3 * 2 * 4 * expected * 2
    # The runs are those of a sweep that never stops, under the same names.
    same = stopped.data["cohesion"].isel(future=slice(0, 4 * expected)).to_numpy()
    assert np.array_equal(result.data["cohesion"].to_numpy(), same)
    other = sweep_of(error=wanted).run(tmp_path / "other", workers=1, block_seconds=0.01)
    assert other.manifest["results_digest"] == result.manifest["results_digest"]
    again = sweep_of(error=wanted).run(tmp_path / "one", resume=True)  # nothing is left to do, and nothing is done
    assert again.manifest["results_digest"] == result.manifest["results_digest"]


def test_the_cap_and_every_point(stopped: SweepResult, tmp_path: Path) -> None:
    capped = sweep_of(at_most=11).run(tmp_path / "capped", workers=2)
    assert capped.shape == (3, 2, 8, 2)  # two batches of four; a third would pass the cap
    plan = plan_of(sweep_of(each="point"))
    known = Precision(plan)
    values = stopped.data["cohesion"].isel(future=slice(0, 4)).to_numpy().ravel()
    known.add(values)
    table = values.reshape(3, 2, 4, 2).mean(3)
    apart = table[1:] - table[0]
    assert np.allclose(known.errors, apart.std(axis=2, ddof=1) / 2, rtol=1e-12)
    text = known.to_text()
    other = Precision(plan)
    other.from_text(text)
    assert np.array_equal(other.errors, known.errors)
    known.add(values)
    other.add(values)
    assert known.to_text() == other.to_text()


def test_without_futures_replicates_are_added(stopped: SweepResult, tmp_path: Path) -> None:
    sweep = small(
        futures=None, replicates=5, design={"kind": "latin_hypercube", "points": 2}, stop={**STOP, "at_most": 15}
    )
    result = sweep.run(tmp_path / "out", workers=2)
    assert result.shape == (3, 2, 1, 15)
    plain = small(futures=None, replicates=15, design={"kind": "latin_hypercube", "points": 2}).run(
        tmp_path / "plain", workers=1
    )
    assert np.array_equal(result.data["cohesion"].to_numpy(), plain.data["cohesion"].to_numpy())


def test_failed_runs_are_left_out_of_the_decision() -> None:
    plan = plan_of(sweep_of())
    rng = np.random.default_rng(1)
    values = rng.random(plan.sweep.batch_runs)
    values[0] = np.nan
    known = Precision(plan)
    known.add(values)
    assert known.errors.shape == (2, 1)
    assert np.isfinite(known.errors).all()
    assert set(np.unique(known._count)) == {3.0}
