"""A result carries everything: run again from its folder alone it comes out the same, bit for bit."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
import xarray

import detente
from detente.errors import UsageError
from detente.store import open_result, reproduce, save_run

Sign = Callable[..., None]
SMALL = Path(__file__).parents[1] / "museum" / "base.yaml"


def test_the_same_comes_out_again(pristine: Path, ensembles: tuple[detente.Ensemble, detente.Ensemble]) -> None:
    found = reproduce(open_result(pristine))
    assert found.same
    assert found.changed == {}
    for again, first in zip(found.ensembles, ensembles, strict=True):
        assert again.summary.tobytes() == first.summary.tobytes()
        xarray.testing.assert_identical(again.data, first.data)


def test_rerun_gives_back_the_ensemble(pristine: Path, ensembles: tuple[detente.Ensemble, detente.Ensemble]) -> None:
    again = detente.rerun(pristine)
    assert again.summary.tobytes() == ensembles[0].summary.tobytes()
    assert again.recording == ensembles[0].recording


def test_recording_more_changes_no_bit(pristine: Path, ensembles: tuple[detente.Ensemble, detente.Ensemble]) -> None:
    again = detente.rerun(pristine, record="all")
    assert "grievance" in again.data
    assert again.data["trust"].to_numpy().tobytes() == ensembles[0].data["trust"].to_numpy().tobytes()


@pytest.mark.parametrize("record", ["indicators", "all", "tension", "nationalism", "trust,capability.cyber"])
def test_whatever_was_recorded_is_compared(tmp_path: Path, record: str) -> None:
    scenario = detente.read_scenario(SMALL)
    folder = detente.save_result(tmp_path / "r", detente.run(scenario, 4, record=record))
    found = reproduce(open_result(folder))
    assert found.same
    assert set(found.datasets[0].data_vars) == set(open_result(folder).data.data_vars)


def test_numbers_held_at_their_modes_come_out_again(tmp_path: Path) -> None:
    folder = detente.save_result(tmp_path / "r", detente.run(detente.read_scenario(SMALL), 4, sampled=False))
    assert reproduce(open_result(folder)).same


@pytest.mark.parametrize("run", [0, 5, 7])
def test_one_run_is_replayed_with_everything(
    pristine: Path, run: int, ensembles: tuple[detente.Ensemble, detente.Ensemble]
) -> None:
    found = reproduce(open_result(pristine), run=run)
    assert found.same
    data = found.datasets[0]
    assert data["run"].to_numpy().tolist() == [run]
    assert "grievance" in data
    exact = ensembles[0].data["trust"].sel(run=run).to_numpy()
    assert data["trust"].sel(run=run).to_numpy().tobytes() == exact.tobytes()


def test_a_replayed_run_is_a_result_of_its_own(pristine: Path, tmp_path: Path) -> None:
    found = reproduce(open_result(pristine), run=5)
    parts = [(one.scenario, data) for one, data in zip(found.ensembles, found.datasets, strict=True)]
    folder = save_run(tmp_path / "one", 5, 8, found.ensembles[0].replicates, parts)
    kept = open_result(folder)
    assert kept.only == 5
    assert reproduce(kept).same
    assert kept.data["trust"].to_numpy().tobytes() == found.datasets[0]["trust"].to_numpy().tobytes()
    with pytest.raises(UsageError, match="run 5 alone"):
        reproduce(kept, run=4)
    with pytest.raises(UsageError, match="run 5 alone"):
        detente.rerun(folder)


def test_a_run_that_is_not_there_is_refused(pristine: Path) -> None:
    with pytest.raises(UsageError, match="runs 0 to 7"):
        reproduce(open_result(pristine), run=8)


def test_a_forged_number_is_found_where_it_stands(result: Path, sign: Sign) -> None:
    with h5py.File(result / "ensemble.nc", "r+") as file:
        file["reference/trust"][2, 3, 0, 1] += np.float32(0.25)
    sign(result)
    found = reproduce(open_result(result))
    (row,) = found.differences
    assert (row.part, row.variable, row.apart) == ("reference", "trust", 1)
    assert row.largest == pytest.approx(0.25, abs=1e-3)
    assert (row.where["run"], row.where["observer"], row.where["target"]) == ("2", "ARN", "BEL")
    assert found.changed == {}


def test_a_number_in_place_of_none_is_found(result: Path, sign: Sign) -> None:
    with h5py.File(result / "ensemble.nc", "r+") as file:
        file["trust"][2, 3, 1, 1] = 0.5
        file["crises"][1, 2] = np.nan
    sign(result)
    found = {row.variable: row for row in reproduce(open_result(result)).differences}
    assert set(found) == {"trust", "crises"}
    assert all(row.largest != row.largest for row in found.values())


def test_a_lost_variable_and_a_changed_label_are_found(result: Path, sign: Sign) -> None:
    with h5py.File(result / "ensemble.nc", "r+") as file:
        del file["shock_events"]
        file["reference/set"][0] = 99
    sign(result, detente="0.1.0", recorded=None)  # which did not say what was recorded
    found = {row.variable: row for row in reproduce(open_result(result)).differences}
    assert found["shock_events"].note == "comes out and is not stored"
    assert found["set"].largest == 99


def test_other_versions_are_named(result: Path, sign: Sign) -> None:
    manifest = json.loads((result / "manifest.json").read_text("utf-8"))
    sign(result, detente="0.0.1", packages={**manifest["packages"], "numba": "0.1"})
    changed = reproduce(open_result(result)).changed
    assert set(changed) == {"detente", "numba"}
    assert changed["detente"] == ("0.0.1", detente.__version__)


def test_numbers_that_cannot_be_unpacked_are_refused_in_words(result: Path, sign: Sign) -> None:
    with h5py.File(result / "ensemble.nc", "r") as file:
        place = file["trust"].id.get_chunk_info(0).byte_offset
    data = bytearray((result / "ensemble.nc").read_bytes())
    data[place : place + 16] = bytes(16)
    (result / "ensemble.nc").write_bytes(data)
    sign(result)
    with pytest.raises(detente.DetenteError, match="cannot be read"):
        reproduce(open_result(result))
