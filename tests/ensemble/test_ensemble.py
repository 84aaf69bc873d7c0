"""Ensembles: labels and units, and that blocks, threads and recording change no number."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import detente
from detente.assembly import assemble
from detente.ensemble.ensemble import block_size, run_ids
from detente.ensemble.recording import recording_of
from detente.errors import UsageError
from detente.scenario import Scenario, read_reference, read_scenario
from detente.world.outcomes import INDICATORS

SMALL = Path(__file__).parents[1] / "museum" / "base.yaml"


@pytest.fixture(scope="module")
def small() -> Scenario:
    return read_scenario(SMALL)


@pytest.fixture(scope="module")
def ensemble(small: Scenario) -> detente.Ensemble:
    return detente.run(small, runs=12, seed=3, replicates=3, record="all")


def test_dataset_is_labelled(ensemble: detente.Ensemble) -> None:
    data = ensemble.data
    assert data["trust"].dims == ("run", "time", "observer", "target")
    assert data["trust"].attrs["units"] == "share"
    assert list(data["observer"].to_numpy()) == ["ARN", "BEL", "COR"]
    assert str(data["time"].to_numpy()[0])[:10] == "2025-01-01"
    assert str(data["time"].to_numpy()[-1])[:10] == "2035-01-01"
    assert data.sizes["time"] == data.sizes["period"] + 1 == 41
    assert data["trust"].sel(run=0, observer="ARN", target="ARN").isnull().all()
    assert float(data["tension"].max()) <= 1.0
    assert "not a forecast" in data.attrs["comment"]


def test_given_trust_starts_where_the_file_says(small: Scenario) -> None:
    plain = detente.run(small, runs=1, seed=3, replicates=1, sampled=False)
    start = plain.data["trust"].isel(run=0, time=0)
    for (observer, target), quantity in small.ties["trust"].items():
        assert float(start.sel(observer=observer, target=target)) == pytest.approx(quantity.value, abs=2e-6)


def test_indicators_are_tidy(ensemble: detente.Ensemble) -> None:
    table = ensemble.indicators()
    assert list(table.columns) == ["run", "set", "indicator", "value", "unit", "better"]
    assert len(table) == 12 * len(INDICATORS)
    assert table["value"].notna().all()
    assert sorted(table["set"].unique()) == [0, 1, 2, 3]


def test_summary_is_the_mean_of_the_series(ensemble: detente.Ensemble) -> None:
    assert np.allclose(ensemble.record.series.mean(axis=1), ensemble.summary, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_workers_and_blocks_change_no_bit(small: Scenario, ensemble: detente.Ensemble, workers: int) -> None:
    again = detente.run(small, runs=12, seed=3, replicates=3, record="all", workers=workers)
    for name in ("summary", "series", "worlds", "state_worlds", "outcomes", "events", "crises"):
        assert np.array_equal(getattr(again.record, name), getattr(ensemble.record, name)), name
    assert np.array_equal(again.outcomes_of_consent, ensemble.outcomes_of_consent)


def test_recording_changes_no_bit(small: Scenario, ensemble: detente.Ensemble) -> None:
    bare = detente.run(small, runs=12, seed=3, replicates=3, record="indicators")
    assert np.array_equal(bare.summary, ensemble.summary)
    assert "trust" not in bare.data


def test_a_single_run_replays_alone(small: Scenario, ensemble: detente.Ensemble) -> None:
    record = run_ids(assemble(small, 3), np.array([7]), 3, recording_of("all", small.issues))
    assert np.array_equal(record.worlds[0], ensemble.record.worlds[7])


def test_seeds_differ(small: Scenario, ensemble: detente.Ensemble) -> None:
    other = detente.run(small, runs=12, seed=4, replicates=3, record="indicators")
    assert not np.array_equal(other.summary, ensemble.summary)


def test_reference_without_levers_is_the_scenario_without_levers(small: Scenario) -> None:
    reference = read_reference(small)
    assert reference is not None
    off = read_scenario(SMALL, None, ["levers.*.level=0"])
    a = detente.run(reference, runs=4, seed=1, replicates=2, record="indicators")
    b = detente.run(off, runs=4, seed=1, replicates=2, record="indicators")
    assert np.array_equal(a.summary, b.summary)


def test_blocks_hold_whole_sets() -> None:
    for runs, replicates, workers in [(500, 10, 2), (7, 1, 3), (1000, 50, 8), (10**6, 10, 2)]:
        assert block_size(runs, replicates, workers) % replicates == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"runs": 0}, "runs: found 0"),
        ({"runs": 7, "replicates": 2}, "multiple"),
        ({"runs": 4, "record": "trst"}, "did you mean 'trust'"),
        ({"runs": 4, "workers": 0}, "at least 1"),
        ({"runs": 4, "seed": 1.5}, "whole number"),
        ({"runs": 2_000_000_000, "replicates": 1}, "GiB"),
    ],
)
def test_options_out_of_range_are_refused(small: Scenario, options: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        detente.run(small, **options)  # type: ignore[arg-type]
