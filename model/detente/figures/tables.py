"""What figures of sweeps draw from: a tidy table with a row per run, and paired differences of it by cell.

Columns: `package` (what is compared), `future` (set of assumptions), `replicate`, `point`, the factors, the indicators.
Those of the first four that are missing count as one package, one future, and so on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.analysis.paired import FEWEST_SETS
from detente.errors import UsageError
from detente.figures.material import Material, summary_of
from detente.figures.style import plain_text, short
from detente.world.arrays import Array
from detente.world.outcomes import INDICATORS

if TYPE_CHECKING:
    import pandas

    from detente.ensemble import Ensemble

LABELS = ("package", "point", "future", "replicate")
UNNAMED = "scenario"


@dataclass(frozen=True)
class Tidy:
    """A table with all four labels, the package that others are compared with, and units by column."""

    rows: pandas.DataFrame
    reference: str
    units: Mapping[str, str]
    source: str

    @property
    def packages(self) -> list[str]:
        """Return the packages, the reference first."""
        names = [str(name) for name in self.rows["package"].unique()]
        return sorted(names, key=lambda name: name != self.reference)

    @property
    def factors(self) -> list[str]:
        """Return the columns that were varied: neither label nor indicator, one value at each point, not all the same."""
        others = [str(c) for c in self.rows.columns if c not in LABELS and c not in INDICATORS and c != "run"]
        by_point = self.rows.groupby("point")[others].nunique(dropna=False)
        return [name for name in others if (by_point[name] <= 1).all() and self.rows[name].nunique() > 1]

    def label(self, package: str, most: int = 34) -> str:
        """Return what stands beside the line of a package."""
        told = package == self.reference and package != "reference"
        return f"{short(package, most)}{' (reference)' if told else ''}"

    def unit(self, column: str) -> str:
        """Return the unit of a column, or nothing where it is a plain number."""
        unit = self.units.get(column) or (INDICATORS[column].unit if column in INDICATORS else "")
        return "" if unit == "1" else unit

    def title(self, column: str) -> str:
        """Return a column's name in words, with its unit."""
        unit = self.unit(column)
        words = INDICATORS[column].title if column in INDICATORS else column.split(".")[-1].replace("_", " ")
        return plain_text(f"{words} ({unit})" if unit else words)

    def need(self, column: str, *, number: bool = True) -> str:
        """Return a column's name; raise `UsageError` with the nearest where there is none, or where it holds no numbers."""
        from pandas.api.types import is_numeric_dtype

        from detente.scenario.faults import listed, nearest

        known = [str(name) for name in self.rows.columns if name not in LABELS]
        if column not in known:
            raise UsageError(
                f"the table has no column '{column}'{nearest(column, known)} (columns: {listed(known, 30)})"
            )
        if number and not is_numeric_dtype(self.rows[column]):
            raise UsageError(f"column '{column}' holds words; numbers are needed here")
        return column

    def package(self, name: str) -> str:
        """Return a package's name; raise `UsageError` with the nearest where there is none."""
        from detente.scenario.faults import listed, nearest

        if name in self.packages:
            return name
        raise UsageError(f"no package '{name}'{nearest(name, self.packages)} (packages: {listed(self.packages, 20)})")


def tidy(results: Any, reference: str | None = None, outcomes: Sequence[str] | None = None, source: str = "") -> Tidy:
    """Return a Tidy of a table, a Dataset (with the labels as dimensions), an opened sweep, a run, or ensembles by name.

    `reference` names the package that others are compared with (default: the sweep's own, else the first one);
    `outcomes` limits which variables of a Dataset are read.  Rows without numbers (failed runs) are left out.
    """
    if isinstance(results, Tidy):
        return results
    if isinstance(results, Material):
        return _of_material(results)
    if isinstance(results, dict):
        return _of_ensembles(results, reference)
    table, units, own, words = _table(results, outcomes)
    if not len(table):
        raise UsageError("the table has no rows: there is nothing to draw")
    table = table.reset_index(drop=True)
    for name in LABELS:
        if name not in table:
            table[name] = UNNAMED if name == "package" else 0
    table["package"] = table["package"].astype(str)
    reference = reference or own or str(table["package"].iloc[0])
    found = Tidy(table, reference, units, source or words)
    found.package(reference)
    return found


def _table(results: Any, outcomes: Sequence[str] | None) -> tuple[pandas.DataFrame, dict[str, str], str | None, str]:
    """Return table, units, reference and a line on where it comes from, of whatever holds a sweep."""
    import pandas
    import xarray

    if isinstance(results, pandas.DataFrame):
        return results.copy(), {}, None, ""
    data = results if isinstance(results, xarray.Dataset) else getattr(results, "data", None)
    if not isinstance(data, xarray.Dataset):
        raise UsageError(
            f"found a {type(results).__name__}; a pandas table, an xarray Dataset or an opened sweep is needed"
        )
    flat = [str(name) for name in data.data_vars if set(data[name].dims) <= set(LABELS)]
    chosen = (
        [name for name in outcomes if name in flat] if outcomes else [n for n in flat if data[n].dtype.kind in "fiub"]
    )
    units = {str(name): str(data[name].attrs.get("units", "")) for name in (*chosen, *data.coords)}
    sizes = ", ".join(f"{data.sizes[name]} {name}s" for name in LABELS[1:] if name in data.sizes)
    words = f"{data.attrs.get('title', 'A sweep')}; {sizes}, seed {data.attrs.get('seed', '?')}."
    return data[chosen].to_dataframe().reset_index(), units, data.attrs.get("reference"), words


def _of_material(material: Material) -> Tidy:
    """Return the indicators of a run and of its reference as two packages; a future is a set of assumptions."""
    import pandas

    sides = [("reference", material.reference_data), (UNNAMED, material.data)]
    tables = [
        _labelled(name, summary_of(data), material.replicates).dropna(axis="columns", how="all")
        for name, data in sides
        if data is not None
    ]
    rows = pandas.concat(tables, ignore_index=True)
    return Tidy(rows, str(rows["package"].iloc[0]), {}, material.source)


def _of_ensembles(ensembles: Mapping[str, Ensemble], reference: str | None) -> Tidy:
    """Return the indicators of ensembles as packages; raise `UsageError` unless run r of one is run r of the others."""
    import pandas

    from detente.analysis.paired import comparable

    if not ensembles:
        raise UsageError("no ensembles were given: there is nothing to draw")
    names = list(ensembles)
    first = ensembles[names[0]]
    for name in names[1:]:
        comparable(first, ensembles[name])
    tables = [_labelled(name, one.summary, one.replicates) for name, one in ensembles.items()]
    words = f"{first.runs} runs each, seed {first.seed}, on the same random numbers."
    found = Tidy(pandas.concat(tables, ignore_index=True), reference or names[0], {}, words)
    found.package(found.reference)
    return found


def _labelled(package: str, summary: Array, replicates: int) -> pandas.DataFrame:
    """Return indicators of runs, [runs, 12], as rows with all labels; a future is a set of assumptions."""
    import pandas

    runs = np.arange(len(summary))
    table = pandas.DataFrame(summary, columns=list(INDICATORS))
    return table.assign(package=package, point=0, future=runs // replicates, replicate=runs % replicates)


def cells(
    data: Tidy, outcome: str, package: str, by: Sequence[str] = (), against: str | None = None
) -> pandas.DataFrame:
    """Return mean, Monte Carlo error, 5 and 95 % over futures, and sign agreement of an outcome by cell of `by`.

    With `against`, of the paired difference from that package at the same point, future and replicate.  The error is over
    futures, or over replicates where there is one future; with fewer than ten futures the range is NaN.
    """
    import pandas

    keys = [*by, *(name for name in ("point", "future", "replicate") if name not in by)]
    values = paired(data, outcome, package, keys, against).dropna()
    if values.empty:
        raise UsageError(
            f"'{outcome}' has no number for package '{package}'" + (f" and '{against}'" if against else "")
        )
    unit = unit_of(data)
    by_unit = values.groupby([*by, unit]).mean()
    grouped = by_unit.groupby(list(by)) if by else by_unit.groupby(lambda _: 0)
    mean, count = grouped.mean(), grouped.count()
    many = (count >= FEWEST_SETS) & (unit == "future")
    whole = by_unit.groupby(list(by)).transform("mean") if by else mean.iloc[0]
    sign = np.sign(by_unit) == np.sign(whole)
    agreement = (sign.groupby(list(by)) if by else sign.groupby(lambda _: 0)).mean()
    return pandas.DataFrame({
        "mean": mean, "error": (grouped.std() / np.sqrt(count)).where(count > 1),
        "low": grouped.quantile(0.05).where(many), "high": grouped.quantile(0.95).where(many),
        "agreement": agreement.where(many), "units": count,
    })  # fmt: skip


def unit_of(data: Tidy) -> str:
    """Return over what errors are taken: futures, or replicates where there is one future."""
    return "future" if data.rows["future"].nunique() > 1 else "replicate"


def paired(data: Tidy, outcome: str, package: str, keys: list[str], against: str | None) -> pandas.Series[float]:
    """Return an outcome by row of one package, or its difference from the rows of another with the same keys."""
    rows = data.rows
    own = rows[rows["package"] == package].groupby(keys)[outcome].mean()
    if against is None:
        return own
    return own - rows[rows["package"] == against].groupby(keys)[outcome].mean()


def clear(row: Any) -> bool:
    """Return whether a cell's mean differs from nothing by two errors, and 90 % of futures agree where they can be asked."""
    agreed = np.isnan(row["agreement"]) or row["agreement"] >= 0.9
    return bool(abs(row["mean"]) > 2.0 * row["error"] and agreed)
