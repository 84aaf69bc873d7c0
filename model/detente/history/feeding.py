"""Draw on a fit: a layer of a scenario that gives the numbers which surveys informed, and leaves all others alone.

What is carried: an unknown of the model whose prior variance the data took away by at least `INFORMED`, written to the
parameter or card it stands for, as the posterior's median with its range of 5 to 95 %.  What is not: unknowns that stayed
at their prior, those of the measurement, and numbers that no present-day scenario has (the share of a quarrel that comes back).
Cards that were fitted as a group carry one finding: it is a position in each card's own range, and stands as derived.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from detente.history.measures import SURVEYS
from detente.history.posterior import Posterior, told
from detente.history.unknowns import Part, Unknown, quantile
from detente.scenario.csv_tables import read_table
from detente.scenario.faults import Faults
from detente.scenario.scenario import Scenario

LEVELS = (0.05, 0.5, 0.95)
DIGITS = 4


class Drawn(NamedTuple):
    """One number that a layer sets: its path there, median and range, and the unknown with its contraction of variance.

    `alone`: the unknown is this number, which so was measured; else it was one finding for a group, and is derived.
    """

    path: tuple[str, ...]
    low: float
    value: float
    high: float
    unknown: str
    contraction: float
    alone: bool


def drawn(scenario: Scenario, unknowns: Sequence[Unknown], posterior: Posterior) -> list[Drawn]:
    """Return what a posterior says of the numbers of parameters and cards that the data informed, in order of paths."""
    found = []
    for k, (one, said) in enumerate(zip(unknowns, told(unknowns, posterior.u), strict=True)):
        for part in one.parts if said.informed else ():
            path = _path(part, scenario)
            if path is not None:
                ends = quantile(part.prior, np.quantile(posterior.u[:, k], LEVELS))
                low, value, high = (float(f"{x:.{DIGITS}g}") for x in ends)
                found.append(Drawn(path, low, value, high, one.name, said.contraction, len(one.parts) == 1))
    return sorted(found)


def _path(part: Part, scenario: Scenario) -> tuple[str, ...] | None:
    """Return where a layer sets a number: a parameter, or the card behind a use; None where it is of one use alone."""
    table, name, *rest = part.keys[0].split(".", 2)
    if table == "parameters":
        return table, name
    if rest == ["size"] or rest == ["level"]:
        return None
    card = scenario.shocks[name].card if table == "shocks" else scenario.levers[name].card
    return "cards", table, card, *rest[0].split(".", 1)


def sources_of(measures: Iterable[str]) -> dict[str, str]:
    """Return the bibliography's keys of the houses that asked some measures, with citations that it lacks ("": it has)."""
    faults = Faults()
    table = read_table(SURVEYS / "houses.csv", faults)
    faults.raise_any()
    assert table is not None
    houses = {row[0].text: (row[1].text, row[2].text) for row in table.rows}
    best = (max((h for h in houses if name.startswith(h)), key=len, default=None) for name in sorted(set(measures)))
    return dict(sorted(houses[house] for house in best if house is not None))


def layer(found: Sequence[Drawn], posterior: Posterior, sources: dict[str, str], title: str, extends: str) -> str:
    """Return the text of a scenario file that sets what was drawn from a posterior, over the file it `extends`."""
    told_of = posterior.manifest
    lines = [f"title: {title}", f"extends: {extends}", ""]
    own = {key: text for key, text in sources.items() if text}
    if own:
        lines += ["sources:", *(f"  {key}: {{citation: {json.dumps(text)}}}" for key, text in own.items()), ""]
    fit = f"fit to {told_of['surveys']['values']} survey values and {told_of['events']['used']} dated events to {posterior.fit}"
    before: tuple[str, ...] = ()
    for one in found:
        shared = next((k for k, (a, b) in enumerate(zip(before, one.path, strict=False)) if a != b), len(before))
        lines += [f"{'  ' * k}{name}:" for k, name in enumerate(one.path[:-1]) if k >= shared]
        reason = (
            f"{fit}; posterior median, 5 to 95 %; {one.unknown}, {100 * one.contraction:.0f} % of prior variance gone"
        )
        reason += "" if one.alone else "; one finding for all cards of the group"
        standing = "measured" if one.alone else "derived"
        number = f"value: {one.value}, range: [{one.low}, {one.high}], standing: {standing}"
        passport = f"source: [{', '.join(sources)}], reason: {json.dumps(reason)}, known_by: {posterior.fit[0]}"
        lines.append(f"{'  ' * (len(one.path) - 1)}{one.path[-1]}: {{{number}, {passport}}}")
        before = one.path
    return "\n".join(lines) + "\n"
