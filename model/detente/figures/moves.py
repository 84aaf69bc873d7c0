"""How far an outcome moves over the range of a factor, future by future: the same luck on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.figures.tables import Tidy, paired, unit_of

if TYPE_CHECKING:
    import pandas


class Move(NamedTuple):
    """The mean of last minus first value of a factor over futures (or replicates), and its Monte Carlo error (or NaN)."""

    mean: float
    error: float

    @property
    def clear(self) -> bool:
        """Return whether the move is larger than two errors."""
        return abs(self.mean) > 2.0 * self.error

    def words(self, places: int) -> str:
        """Return the move with two errors, where these are known."""
        return f"{self.mean:+.{places}f}" + (f" ± {2.0 * self.error:.{places}f}" if np.isfinite(self.error) else "")


def by_value(data: Tidy, factor: str, outcome: str, package: str, against: str | None) -> pandas.DataFrame:
    """Return an outcome (or its paired difference) as a table: a row per value of the factor, a column per future."""
    keys = [factor, *(name for name in ("point", "future", "replicate") if name != factor)]
    values = paired(data, outcome, package, keys, against).dropna()
    return values.groupby([factor, unit_of(data)]).mean().unstack()


def move(table: pandas.DataFrame) -> Move:
    """Return how far a table of `by_value` moves from its first to its last row, in the futures that have both."""
    apart = (table.iloc[-1] - table.iloc[0]).dropna().to_numpy(float)
    if not apart.size:
        return Move(float("nan"), float("nan"))
    error = float(apart.std(ddof=1) / np.sqrt(apart.size)) if apart.size > 1 else float("nan")
    return Move(float(apart.mean()), error)
