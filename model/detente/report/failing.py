"""The futures in which it fails: the runs with the worst change, and what sets them apart."""

from __future__ import annotations

import numpy as np

from detente.analysis.influence import Mark, marks
from detente.report.brief import Cell, Section, Table, Text
from detente.report.evidence import Evidence
from detente.report.words import CHANCE, amount, figure, lowered, many, percent, plain, signed
from detente.world.arrays import Array
from detente.world.outcomes import INDICATORS

WORST = 0.1
"""The share of runs that is looked at."""
FEWEST = 40
"""Of fewer runs the worst tenth says nothing."""


def failing(evidence: Evidence) -> Section:
    """Return the section on the worst tenth of runs."""
    title, row = "Futures in which it fails", evidence.headline
    if row is None:
        return Section(
            "failing", title, (Text("Without anything to compare with, it cannot be told what fails.", "caveat"),)
        )
    gains = evidence.differences(evidence.of) * row.better
    if len(gains) > 1 and np.ptp(gains) == 0.0:
        return Section(
            "failing", title, (Text("The change is the same in every run: no future does worse than another."),)
        )
    wrong = int((gains < 0.0).sum())
    first = Text(
        f"{evidence.title(evidence.of)} comes out worse than in the reference in "
        f"{wrong} of {many(len(gains), 'run')} ({percent(wrong / len(gains))})."
    )
    if len(gains) < FEWEST:
        return Section(
            "failing",
            title,
            (
                first,
                Text(
                    f"What sets the worst runs apart cannot be told from {many(len(gains), 'run')}; {FEWEST} are needed.",
                    "caveat",
                ),
            ),
        )
    worst = _worst(gains)
    told = _means(evidence, gains, worst)
    found = marks(*_features(evidence), worst, evidence.replicates)
    if not any(mark.clear for mark in found):
        luck = Text(
            "Nothing that was recorded sets the worst runs apart by more than chance: what fails there lies in the assumptions of "
            "their sets, or in luck."
        )
        return Section("failing", title, (first, told, luck))
    return Section("failing", title, (first, told, _table(found)))


def _worst(gains: Array) -> Array:
    """Return which runs are the worst tenth, [runs, true or false]."""
    order = np.argsort(gains, kind="stable")
    found = np.zeros(len(gains), bool)
    found[order[: max(2, round(WORST * len(gains)))]] = True
    return found


def _means(evidence: Evidence, gains: Array, worst: Array) -> Text:
    row = evidence.headline
    assert row is not None
    inside, outside = (float(row.better * gains[which].mean()) for which in (worst, ~worst))
    sets = len(np.unique(np.flatnonzero(worst) // evidence.replicates))
    return Text(
        f"In the worst tenth ({int(worst.sum())} runs, from {many(sets, 'set')} of assumptions) it changes by "
        f"{amount(inside, row.unit, row.error, sign=True)} on average; in the other runs "
        f"by {amount(outside, row.unit, row.error, sign=True)}."
    )


def _features(evidence: Evidence) -> tuple[list[str], Array]:
    """Return what is known of each run apart from the change itself: shocks, levers, and the reference's indicators."""
    data, names, columns = evidence.material.data, [], []
    if "shock_events" in data:
        events = np.asarray(data["shock_events"].sum("period").to_numpy(), float)
        for k, shock in enumerate(data["shock"].to_numpy()):
            names.append(f"shocks of {plain(shock)}")
            columns.append(events[:, k])
    if "delivered" in data:
        levels = np.asarray(data["delivered"].mean("period").to_numpy(), float)
        for k, lever in enumerate(data["lever"].to_numpy()):
            names.append(f"delivered level of {plain(lever)}")
            columns.append(levels[:, k])
    assert evidence.before is not None
    for k, name in enumerate(INDICATORS):
        names.append(f"{lowered(evidence.title(name))} in the reference")
        columns.append(evidence.before[:, k])
    return names, np.stack(columns, axis=1)


def _table(found: tuple[Mark, ...]) -> Table:
    heads = (
        "what",
        Cell("worst tenth", "n"),
        Cell("other runs", "n"),
        Cell("gap, standard deviations", "n"),
        "against chance",
    )
    rows = tuple(
        (mark.name, Cell(figure(mark.worst), "n"), Cell(figure(mark.others), "n"), Cell(signed(mark.gap, 2), "n"),
         CHANCE[mark.clear])
        for mark in found
    )  # fmt: skip
    return Table("What sets the worst runs apart, means per run (chance: sets shuffled whole)", heads, rows)
