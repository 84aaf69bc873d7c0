"""What `detente hindcast` prints: what was read, where the posterior comes from, and what leans on a default."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.cli.calibrate_words import input_lines

if TYPE_CHECKING:
    import pandas as pd

    from detente.history.hindcasting import Inputs


def lines(inputs: Inputs, manifest: dict[str, Any], table: pd.DataFrame, out: Path, seconds: float) -> list[str]:
    """Return what was predicted from what, as lines."""
    source = manifest["posterior"]
    asked = set(table["question"])
    fresh = sorted(set(table.loc[~table["question"].isin(inputs.surveys.frame["question"]), "measure"]))
    outside = sorted({*table["observer"], *table["target"]} - set(inputs.scenario.states))
    by = f"{source['particles']} settings, {source['histories']:,} histories"
    kept = source["how"] == "kept"
    found = [
        f"Posterior kept in {source['file']} ({by})" if kept else f"Fitted here ({by}); no kept posterior was taken"
    ]
    found += [
        f"{len(table)} rows of {table.groupby(['observer', 'target']).ngroups} directed dyads, {len(asked)} questions"
    ]
    unused = ", ".join(source["at_prior"])
    found += [f"Drawn from their priors, as no event before the fit date follows them: {unused}"] if unused else []
    found += [f"Never asked before the fit date, so with the default measurement: {', '.join(fresh)}"] if fresh else []
    found += [f"No states of the scenario, so predicted from surveys alone: {', '.join(outside)}"] if outside else []
    return [*input_lines(manifest), *found, f"Predictions: {out} (and {out.name}.json), {seconds:.0f} s"]
