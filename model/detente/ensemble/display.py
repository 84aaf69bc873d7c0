"""An ensemble in a notebook: its size, and every indicator with its two kinds of uncertainty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.mechanisms.consent import GRANTED, TALKS
from detente.scenario.display import folded, standing, table, text
from detente.world.outcomes import INDICATORS
from detente.world.text import DISCLAIMER

if TYPE_CHECKING:
    from detente.ensemble.ensemble import Ensemble


def html(ensemble: Ensemble) -> str:
    """Return the ensemble as HTML: what was run, the indicators, and how far consent carried the levers."""
    scenario, sets = ensemble.scenario, -(-ensemble.runs // ensemble.replicates)
    variant = f" [{scenario.variant}]" if scenario.variant else ""
    size = f"{ensemble.runs} runs: {sets} sets of assumptions × {ensemble.replicates}; seed {ensemble.seed}"
    recorded = ", ".join((*ensemble.recording.dyads, *ensemble.recording.states)) or "indicators only"
    head = f"<strong>{text(scenario.title + variant)}</strong><br>{text(size)}; recorded: {text(recorded)}"
    heads = ("indicator", "mean", "Monte Carlo error", "5-95 % of runs", "unit", "better")
    parts = [table(heads, _indicators(ensemble)), standing(scenario.standing_shares())]
    if scenario.levers:
        parts.append(folded("consent", table(("lever", "consent held", "answers"), _consent(ensemble))))
    return f'<div class="detente">{head}{"".join(parts)}<small>{DISCLAIMER}</small></div>'


def _indicators(ensemble: Ensemble) -> list[tuple[str, ...]]:
    """Return the rows of the indicators; the error of a mean is over sets of assumptions, whose runs are alike."""
    whole = ensemble.runs % ensemble.replicates == 0
    by_set = (
        ensemble.summary.reshape(-1, ensemble.replicates, len(INDICATORS)).mean(axis=1) if whole else ensemble.summary
    )
    found: list[tuple[str, ...]] = []
    for k, indicator in enumerate(INDICATORS.values()):
        runs, sets = ensemble.summary[:, k], by_set[:, k]
        units = sets if len(sets) > 1 else runs
        error = f"{units.std(ddof=1) / np.sqrt(len(units)):.2g}" if len(units) > 1 else "not known from one run"
        low, high = np.quantile(runs, (0.05, 0.95))
        title = indicator.title.replace("the focal state", ensemble.scenario.states[ensemble.scenario.focus].name)
        found.append((title, f"{runs.mean():.4g}", error, f"{low:.4g} to {high:.4g}", indicator.unit,
                      "more" if indicator.better > 0 else "less"))  # fmt: skip
    return found


def _consent(ensemble: Ensemble) -> list[tuple[str, ...]]:
    """Return for each lever the share of answers that were yes."""
    found: list[tuple[str, ...]] = []
    for name, counts in zip(ensemble.program.lever_names, ensemble.outcomes_of_consent, strict=True):
        answers = int(counts[GRANTED : TALKS + 1].sum())
        nobody = ensemble.scenario.levers[name].form == "unilateral"
        share = "nobody is asked" if nobody else f"{counts[GRANTED] / answers:.0%}" if answers else "never asked"
        found.append((name, share, str(answers)))
    return found
