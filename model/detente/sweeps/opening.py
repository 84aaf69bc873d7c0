"""Open a sweep: a lazy Dataset with dims package, point, future, replicate, ..., tidy tables, and any run once more."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.assembly.numbers import with_numbers
from detente.errors import ResultError, UsageError
from detente.scenario.faults import nearest
from detente.scenario.scenario import Scenario
from detente.sweeps.failures import FILE as FAILURES
from detente.sweeps.folder import PLAN, read_manifest, stored_scenario
from detente.sweeps.journal import Journal, Shard
from detente.sweeps.order import Order
from detente.sweeps.reading_shards import Shards
from detente.sweeps.work import Failure
from detente.world.arrays import Array

if TYPE_CHECKING:
    import pandas
    import xarray

    from detente.ensemble import Ensemble
    from detente.simulation import Region


@dataclass(frozen=True, repr=False)
class SweepResult:
    """An opened sweep.  Nothing is read before it is used; each shard is checked against its sha256 when it is."""

    folder: Path
    manifest: dict[str, Any]
    shards: tuple[Shard, ...] = field(repr=False)
    done: int = 0
    """How many runs are finished, those in the journal that wait for their shard included."""
    failed: tuple[Failure, ...] = field(default=(), repr=False)

    @property
    def complete(self) -> bool:
        """Return whether all runs are there."""
        return bool(self.manifest["status"] == "complete")

    @property
    def packages(self) -> list[str]:
        """Return the names of the packages."""
        return list(self.manifest["packages"])

    @property
    def reference(self) -> str:
        """Return the package that others are compared with."""
        return str(self.manifest["question"]["reference"])

    @property
    def factors(self) -> dict[str, dict[str, Any]]:
        """Return path, range or values, distribution and unit of each factor."""
        found: dict[str, dict[str, Any]] = self.manifest["question"]["factors"]
        return found

    @property
    def order(self) -> Order:
        """Return the order of the runs."""
        return Order(**self.manifest["order"])

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """Return the numbers of packages, points, futures and replicates."""
        known = self.manifest.get("batches")
        return self.order.shape(int(known) if known else max(1, -(-self.runs // self.order.batch)))

    @property
    def runs(self) -> int:
        """Return how many runs are in whole shards."""
        return sum(shard.last - shard.first for shard in self.shards)

    @cached_property
    def _shards(self) -> Shards:
        return Shards(self.folder, self.shards)

    @cached_property
    def _plan(self) -> dict[str, Array]:
        try:
            with np.load(self.folder / PLAN, allow_pickle=False) as held:
                return {name: held[name] for name in held.files}
        except (OSError, ValueError, KeyError) as error:
            raise ResultError(f"{self.folder / PLAN} cannot be read ({type(error).__name__})") from None

    @cached_property
    def points(self) -> pandas.DataFrame:
        """Return the design: one row for each point, factors by name."""
        import pandas

        columns = {}
        for f, (name, factor) in enumerate(self.factors.items()):
            column = self._plan["points"][:, f]
            columns[name] = [factor["values"][int(x)] for x in column] if "values" in factor else column
        return pandas.DataFrame(columns, index=pandas.RangeIndex(len(self._plan["points"]), name="point"))

    @property
    def data(self) -> xarray.Dataset:
        """Return everything as a lazy Dataset with units, dims package, point, future, replicate, year, time, ..."""
        from detente.sweeps.labelling import dataset

        return dataset(self, self._shards)

    def table(
        self, columns: list[str] | None = None, *, yearly: bool = False, factors: bool = True
    ) -> pandas.DataFrame:
        """Return one row for each run (with `yearly`: each run and year), its labels, indicators and factors.

        `columns` limits the indicators, so that what is not asked for is not read.
        """
        found = self._shards.table(columns, yearly=yearly)
        return found.join(self.points, on="point") if factors and self.factors else found

    def differences(self) -> pandas.DataFrame:
        """Return the paired difference of every package from the reference by indicator, over all points.

        `error` is its Monte Carlo standard error over futures (without futures: over replicates).
        """
        from detente.sweeps.labelling import differences

        return differences(self, self._shards)

    @property
    def failures(self) -> pandas.DataFrame:
        """Return the failed runs: how, why, traceback, and the command that makes that run again."""
        import pandas

        if not (self.folder / FAILURES).exists():
            return pandas.DataFrame(columns=["run", "package", "point", "future", "replicate", "status", "error"])
        found = pandas.read_parquet(self.folder / FAILURES)
        words = "".join(f" --agents {shlex.quote(word)}" for word in self.manifest.get("agents") or ())
        found["again"] = [f"{text.replace('RESULT', shlex.quote(str(self.folder)))}{words}" for text in found["again"]]
        return found

    def to_salib_problem(self) -> dict[str, Any]:
        """Return the problem as SALib's analyses take it; listed values count as numbers 0, 1, ..."""
        bounds = [f.get("range") or [0.0, float(max(len(f["values"]) - 1, 1))] for f in self.factors.values()]
        return {"num_vars": len(bounds), "names": list(self.factors), "bounds": bounds}

    def salib(self, indicator: str, package: str | None = None) -> tuple[Array, Array]:
        """Return inputs [P, F] and the indicator's mean at each point [P], as SALib's analyses take them.

        Without `package`, of the reference; of another one with its name.
        """
        mean = self.data[indicator].sel(package=package or self.reference).mean(["future", "replicate"])
        return self._plan["points"], mean.to_numpy()

    def scenario(self, package: str | None = None, point: int = 0) -> Scenario:
        """Return the scenario of a package at a point, with the numbers that the point gives it."""
        k = self._package(package)
        if not 0 <= point < self.order.points:
            raise UsageError(f"point: found {point}; the sweep has points 0 to {self.order.points - 1}")
        held = self.manifest["structures"][int(self._plan["structure"][k, point])]
        names = list(self.factors)
        values = self._plan["points"][point]
        numbers = {
            key: float(self._value(name, values[names.index(name)]))
            for name, keys in held["keys"].items()
            for key in keys
        }
        return with_numbers(stored_scenario(self.folder, held["file"]), numbers)

    def _value(self, name: str, number: float) -> Any:
        factor = self.factors[name]
        return factor["values"][int(number)] if "values" in factor else number

    def _package(self, package: str | None) -> int:
        name = self.reference if package is None else package
        if name not in self.packages:
            hint = nearest(name, self.packages) or f"; packages: {', '.join(self.packages)}"
            raise UsageError(f"no package {name!r}{hint}")
        return self.packages.index(name)

    @property
    def sampled(self) -> bool:
        """Return whether numbers that are no factors are sampled, once for each future."""
        return self.order.futures > 0

    def replay(self, package: str | None = None, point: int = 0, *, record: str | list[str] = "all",
               workers: int | None = None) -> Ensemble:  # fmt: skip
        """Run a package at a point again, all its futures and replicates, with everything recorded: an Ensemble."""
        from detente.ensemble import run

        _, _, futures, replicates = self.shape
        scenario = self.scenario(package, point)
        return run(scenario, futures * replicates, self.manifest["seed"], replicates=replicates, record=record,
                   workers=workers, sampled=self.sampled)  # fmt: skip

    def region(self, package: str | None = None, point: int = 0, future: int = 0, replicate: int = 0, *,
               agents: Any = None) -> Region:  # fmt: skip
        """Return one run as a Mesa model; `agents` are the classes that chose, where the sweep had any."""
        from detente.sweeps.by_agents import region_of

        scenario = self.scenario(package, point)
        run = future * self.order.replicates + replicate if self.sampled else replicate
        return region_of(scenario, self.manifest["seed"], run, self.order.replicates, self.sampled, agents)

    def _repr_html_(self) -> str:
        """Return what is done and failed, factors, outcomes and the folder for notebooks."""
        from detente.sweeps.display import html_of_result

        return html_of_result(self)

    def __repr__(self) -> str:
        """Return title, state and sizes."""
        sizes = " x ".join(
            f"{n} {name}s" for n, name in zip(self.shape, ("package", "point", "future", "replicate"), strict=True)
        )
        return f"<SweepResult {self.manifest['title']!r}, {self.manifest['status']}: {sizes}>"


def open_sweep(folder: Path | str) -> SweepResult:
    """Open the folder of a sweep, finished or not; raise `ResultError` when it is missing, damaged or edited.

    What is not yet run (or whose shard is not yet whole) has the status `missing` and no numbers.
    """
    folder = Path(folder)
    manifest = read_manifest(folder)
    journal = Journal(folder, read_only=True)
    try:
        shards = tuple(journal.shards())
        done, failed = sum(last - first for first, last in journal.spans()), tuple(journal.failures())
    finally:
        journal.close()
    stored = {name: digest for shard in shards for name, digest in shard.files.items()}
    if manifest["status"] == "complete" and any(manifest["results"].get(name) != d for name, d in stored.items()):
        raise ResultError(f"{folder}: journal and manifest tell of different results; one of them was edited")
    return SweepResult(folder, manifest, shards, done, failed)
