"""The path of a difference: the ledgers of two scenarios side by side, and what differs between them cause by cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.analysis.causes import OF_STATES
from detente.analysis.ledger import EXPLAINED, explain
from detente.analysis.measures import EVERYONE, measure_of
from detente.analysis.paired import unlike
from detente.assembly import assemble
from detente.ensemble.ensemble import checked_seed, run_sizes
from detente.errors import UsageError
from detente.scenario.scenario import Scenario

if TYPE_CHECKING:
    import pandas

SAMPLE = 20


def tie_of(of: str, scenario: Scenario) -> tuple[str, str, str | None] | None:
    """Return variable, observer and target of what is booked (trust in the focal state is `trust(*, FOCUS)`), or None."""
    measure = measure_of(of, scenario)
    if measure.name == "trust_in_focus":
        return "trust", EVERYONE, scenario.focus
    if len(measure.states) == 1 and measure.name in OF_STATES:
        return measure.name, measure.states[0], None
    if len(measure.states) == 2 and measure.name in EXPLAINED:
        return measure.name, *measure.states  # type: ignore[return-value]
    return None


def paths(
    scenario: Scenario,
    reference: Scenario,
    of: str = "trust_in_focus",
    *,
    sample: int = SAMPLE,
    runs: int | None = None,
    seed: int | None = None,
    replicates: int | None = None,
) -> pandas.DataFrame:
    """Return what moved a tie in both scenarios, one row per (variable, cause): reference, scenario, difference.

    Bookings are means over a sample of the runs on common random numbers, and go from the start to the end (they are no
    means over the horizon): each side adds up to its change, so the differences add up to the difference of the
    changes.  The largest stands first; `attrs["runs"]` names the runs.  `of` is `trust_in_focus` or a booked variable
    of a tie, such as `trust(A, B)` or `alignment(*, B)`.  Raises `UsageError` for what is not booked or cannot be
    compared.
    """
    reasons = unlike(reference, scenario)
    if reasons:
        raise UsageError(f"these two cannot be compared: {'; '.join(reasons)}")
    tie = tie_of(of, scenario)
    if tie is None:
        raise UsageError(
            f"'{of}' has no ledger; trust_in_focus has, and these of a tie or state: {', '.join(EXPLAINED)}"
        )
    runs, replicates = run_sizes(scenario, runs, replicates)
    ids = sample_of(runs, sample)
    sides = [
        explain(assemble(side, checked_seed(scenario, seed)), replicates, ids, *tie).totals
        for side in (reference, scenario)
    ]
    table = _table(tie[0], *sides)
    table.attrs["runs"] = ids
    return table


def sample_of(runs: int, sample: int) -> list[int]:
    """Return the ids of at most `sample` runs, evenly spread, so that as many sets of assumptions as can be take part."""
    return list(range(0, runs, max(1, runs // sample)))[:sample]


def _table(variable: str, reference: pandas.Series[float], scenario: pandas.Series[float]) -> pandas.DataFrame:
    import pandas

    table = pandas.DataFrame({"reference": reference, "scenario": scenario}).fillna(0.0)
    table["difference"] = table["scenario"] - table["reference"]
    table = table.loc[table["difference"].abs().sort_values(ascending=False, kind="stable").index]
    table.index = pandas.MultiIndex.from_product([[variable], table.index], names=["variable", "cause"])
    return table
