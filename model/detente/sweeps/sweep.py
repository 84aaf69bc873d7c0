"""`Sweep`: a checked question to many runs: packages, factors, points, futures, replicates, what to record, when to stop."""

from __future__ import annotations

import os
from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.scenario.positioned import Node
from detente.scenario.scenario import Scenario
from detente.sweeps.designs import Design
from detente.sweeps.factors import Factor
from detente.sweeps.packages import Package
from detente.world.arrays import Array

if TYPE_CHECKING:
    import pandas

    from detente.sweeps.estimates import Estimate

YEARLY = "yearly"


@dataclass(frozen=True)
class Stop:
    """Stop once the standard error of the paired difference of `indicator` is at most `error`, or at the cap."""

    indicator: str
    error: float
    at_most: int
    each: str = "design"


@dataclass(frozen=True)
class Sweep:
    """A sweep, read and checked; `points` [P, F] holds the value (or the index of the listed value) of every factor.

    `futures` is None where all numbers but the factors stand at their modes.  With a stopping rule, `futures` (or
    else `replicates`) are those of one batch.
    """

    title: str
    question: str
    path: Path | None
    packages: dict[str, Package]
    reference: str
    factors: tuple[Factor, ...]
    design: Design
    points: Array = field(repr=False)
    futures: int | None
    replicates: int
    seed: int
    record: tuple[str, ...]
    stop: Stop | None = None
    nodes: Table[str, Node] = field(default_factory=dict, repr=False, compare=False)
    text: str = field(default="", repr=False, compare=False)

    @classmethod
    def of(cls, scenario: Scenario | str | os.PathLike[str], *, points: Any = None, **parts: Any) -> Sweep:
        """Return a sweep of a scenario (or of its file); `parts` are those of a sweep file, as plain data.

        `points` may be a table with a column for each factor.  Raises `ScenarioError` with every fault found.
        """
        from detente.sweeps.building import from_parts

        return from_parts(scenario, points, parts)

    @property
    def cell(self) -> int:
        """Return how many runs a package makes at one point, in one batch."""
        return (self.futures or 1) * self.replicates

    @property
    def batches(self) -> int:
        """Return how many batches there are at most."""
        if self.stop is None:
            return 1
        return max(1, self.stop.at_most // (self.futures or self.replicates))

    @property
    def batch_runs(self) -> int:
        """Return how many runs one batch has."""
        return len(self.packages) * len(self.points) * self.cell

    @property
    def runs(self) -> int:
        """Return how many runs there are at most."""
        return self.batches * self.batch_runs

    @property
    def base(self) -> Scenario:
        """Return the scenario of the package that others are compared with."""
        return self.packages[self.reference].scenario

    @property
    def table(self) -> pandas.DataFrame:
        """Return the points as a table: one row each, factors by name with their values."""
        import pandas

        columns = {f.name: [f.label(x) for x in self.points[:, k]] for k, f in enumerate(self.factors)}
        return pandas.DataFrame(columns, index=pandas.RangeIndex(len(self.points), name="point"))

    def to_salib_problem(self) -> dict[str, Any]:
        """Return the problem as SALib's samplers and analyses take it; listed values count as numbers 0, 1, ..."""
        return salib_problem(self.factors)

    def estimate(self, workers: int | None = None) -> Estimate:
        """Return what the sweep will take: runs, seconds, memory and disk, from a few runs made now."""
        from detente.sweeps.estimates import estimate

        return estimate(self, workers)

    def run(self, out: Path | str, **options: Any) -> Any:
        """Run the sweep into a results folder and return it opened; options as for `detente.sweep`."""
        from detente.sweeps.running import run_sweep

        return run_sweep(self, Path(out), **options)

    def _repr_html_(self) -> str:
        """Return question, size, packages and factors for notebooks."""
        from detente.sweeps.display import html

        return html(self)

    def __repr__(self) -> str:
        """Return title and sizes."""
        sizes = f"{len(self.packages)} packages x {len(self.points)} points x {self.futures or 1} futures"
        return f"<Sweep {self.title!r}: {sizes} x {self.replicates} replicates, at most {self.runs} runs>"


def salib_problem(factors: Sequence[Factor]) -> dict[str, Any]:
    """Return names and bounds of factors as SALib knows them."""
    bounds = [[f.low, f.high] if f.values is None else [0.0, float(max(len(f.values) - 1, 1))] for f in factors]
    return {"num_vars": len(factors), "names": [f.name for f in factors], "bounds": bounds}


def read_sweep(path: str | os.PathLike[str]) -> Sweep:
    """Return the sweep in a file; raise `ScenarioError` with every fault found, each with its place."""
    from detente.sweeps.building import from_file

    return from_file(Path(path))
