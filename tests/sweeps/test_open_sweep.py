"""Results are labelled: a lazy Dataset, tidy tables, files that DuckDB reads as they are, any point once more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray
from sweeping import SMALL, small

import detente
from detente.cli import run as command
from detente.errors import ResultError, UsageError
from detente.sweeps import SweepResult
from detente.sweeps.order import Order
from detente.sweeps.plan import plan_of
from detente.sweeps.work import work_off
from detente.world.outcomes import INDICATORS


def test_dims_coordinates_and_units(finished: SweepResult) -> None:
    data = finished.data
    assert dict(data.sizes) == {"package": 3, "point": 6, "future": 3, "replicate": 2, "year": 10, "time": 11,
                                "observer": 3, "target": 3, "state": 3}  # fmt: skip
    assert list(data["package"].values) == ["none", "both", "cbm"]
    assert data["begins"].dims == ("point",)
    assert data["trust_in_focus"].attrs["units"] == "share"
    assert data["cohesion_by_year"].dims == ("package", "point", "future", "replicate", "year")
    assert data["tension"].dims == ("package", "point", "future", "replicate", "time", "observer", "target")
    assert str(data["time"].values[0])[:10] == "2025-01-01"
    assert "not a forecast" in data.attrs["comment"]


def test_the_numbers_are_those_of_the_runs(finished: SweepResult) -> None:
    plan = plan_of(small(record=["yearly", "trust", "tension", "nationalism"]))
    block = work_off(plan.work(), plan.task(0, plan.runs))
    data = finished.data
    shape = finished.shape
    for k, name in enumerate(INDICATORS):
        assert np.array_equal(data[name].to_numpy(), block.arrays["means"][:, k].reshape(shape))
        yearly = block.arrays["yearly"][:, :, k].reshape(*shape, 10)
        assert np.array_equal(data[f"{name}_by_year"].to_numpy(), yearly)
    for name in ("trust", "tension", "nationalism"):
        stored = data[name].to_numpy()
        assert np.array_equal(stored, block.arrays[name].reshape(stored.shape), equal_nan=True)
    means = data["cohesion_by_year"].mean("year").to_numpy()
    assert np.allclose(means, data["cohesion"].to_numpy(), atol=1e-3)  # the years are equally long; rounded to 12 bits


def test_any_selection_is_that_of_the_whole(finished: SweepResult) -> None:
    whole = finished.data["trust"].load()
    for chosen in (
        {"package": 1, "point": [5, 0], "future": slice(None, None, 2)}, {"replicate": -1, "time": [0, 10]},
        {"point": slice(4, 1, -1), "observer": 2}, {"future": 0, "package": [2], "target": slice(0, 2), "time": -1},
        {"point": []},
    ):  # fmt: skip
        assert finished.data["trust"].isel(chosen).equals(whole.isel(chosen)), chosen
    points = xarray.DataArray([0, 3, 5], dims="pick")
    packages = xarray.DataArray([2, 0, 1], dims="pick")
    assert (
        finished.data["trust"].isel(point=points, package=packages).equals(whole.isel(point=points, package=packages))
    )


def test_nothing_is_read_before_it_is_asked(finished: SweepResult, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyarrow import parquet

    reads: list[Any] = []
    real = parquet.read_table
    monkeypatch.setattr(parquet, "read_table", lambda *a, **k: reads.append(k) or real(*a, **k))
    data = detente.open_sweep(finished.folder).data
    one = data["cohesion"].isel(point=3)
    assert reads == []
    one.to_numpy()
    assert [k["columns"] for k in reads] == [["cohesion"]]


def test_tables_are_tidy(finished: SweepResult) -> None:
    table = finished.table()
    assert len(table) == 108
    assert {"package", "point", "future", "replicate", "status", "cohesion", "begins"} <= set(table.columns)
    assert set(table["status"]) == {"ok"}
    cell = table[(table["package"] == "cbm") & (table["point"] == 4)]["cohesion"].to_numpy()
    assert np.array_equal(cell, finished.data["cohesion"].sel(package="cbm", point=4).to_numpy().ravel())
    years = finished.table(["backlash"], yearly=True, factors=False)
    assert list(years.columns) == ["run", "package", "point", "future", "replicate", "year", "backlash"]
    assert len(years) == 1080
    with pytest.raises(UsageError, match="did you mean 'cohesion'"):
        finished.table(["cohesoin"])


def test_duckdb_reads_the_files_as_they_are(finished: SweepResult) -> None:
    duckdb = pytest.importorskip("duckdb")
    folder = finished.folder
    rows = duckdb.sql(
        f"SELECT r.package, d.begins, avg(r.cohesion) FROM '{folder}/runs/*.parquet' r "
        f"JOIN '{folder}/design.parquet' d USING (point) GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    table = finished.table().groupby(["package", "begins"], observed=True)["cohesion"].mean()
    assert len(rows) == 6
    assert all(abs(table[package, begins] - mean) < 1e-12 for package, begins, mean in rows)
    (many,) = duckdb.sql(f"SELECT count(*) FROM '{folder}/yearly/*.parquet' WHERE year = 2030").fetchall()[0]
    assert many == 108


def test_arrays_open_with_xarray_alone(finished: SweepResult) -> None:
    with xarray.open_dataset(finished.folder / "arrays" / "arrays-00000.nc", engine="h5netcdf") as data:
        assert data["trust"].dims == ("run", "time", "observer", "target")
        assert data["trust"].attrs["units"] == "share"


def test_differences_are_paired(finished: SweepResult) -> None:
    table = finished.differences().set_index(["package", "indicator"])
    data = finished.data["cohesion"]
    apart = (data.sel(package="both") - data.sel(package="none")).mean(["point", "replicate"]).to_numpy()
    row = table.loc[("both", "cohesion")]
    assert row["difference"] == pytest.approx(apart.mean(), rel=1e-12)
    assert row["error"] == pytest.approx(apart.std(ddof=1) / np.sqrt(3), rel=1e-12)
    assert set(finished.differences()["package"]) == {"both", "cbm"}


def test_few_files_whatever_the_number_of_runs(finished: SweepResult) -> None:
    names = sorted(
        path.relative_to(finished.folder).as_posix() for path in finished.folder.rglob("*") if path.is_file()
    )
    assert names == ["arrays/arrays-00000.nc", "design.parquet", "journal.sqlite", "lock", "manifest.json", "plan.npz",
                     "runs/runs-00000.parquet", "scenarios.zip", "yearly/yearly-00000.parquet"]  # fmt: skip


def test_a_point_once_more(finished: SweepResult, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ensemble = finished.replay("both", 4, record="trust")
    assert np.array_equal(
        ensemble.summary[:, 1], finished.data["cohesion"].sel(package="both", point=4).to_numpy().ravel()
    )
    folder = str(finished.folder)
    assert command(["rerun", folder, "--point", "4", "--out", str(tmp_path / "again"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["same"] and [row["package"] for row in told["packages"]] == ["none", "both", "cbm"]
    assert detente.open_result(tmp_path / "again" / "both").data["trust"].sizes["run"] == 6
    assert command(["rerun", folder, "--run", "57"]) == 0
    said = capsys.readouterr().out
    assert "the same, bit for bit" in said and ".region('both', 3, 1, 1)" in said
    region = finished.region("both", 3, 1, 1)
    region.step()
    for words, message in (
        (["--point", "6"], "the sweep has points 0 to 5"), (["--run", "108"], "the sweep has runs 0 to 107"), ([], "give one"),
        (["--point", "1", "--package", "bth"], "did you mean 'both'"),
    ):  # fmt: skip
        assert command(["rerun", folder, *words]) == 2
        assert message in capsys.readouterr().err


def test_what_is_no_sweep_is_refused(finished: SweepResult, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ResultError, match="is no sweep"):
        detente.open_sweep(tmp_path)
    with pytest.raises(ResultError, match="holds a sweep; open it with"):
        detente.open_result(finished.folder)
    detente.save_result(tmp_path / "run", detente.run(detente.read_scenario(SMALL), 2, replicates=1))
    with pytest.raises(ResultError, match="holds no sweep"):
        detente.open_sweep(tmp_path / "run")
    assert command(["rerun", str(tmp_path / "run"), "--point", "1"]) == 2
    assert "--point" in capsys.readouterr().err


def test_sizes_of_an_order() -> None:
    assert Order(2, 3, 4, 5).shape(2) == (2, 3, 8, 5)
    assert Order(2, 3, 0, 5).shape(2) == (2, 3, 1, 10)
