"""Which rows are scored together, how forecasters compare on them, and what may be said of it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from detente.history.bootstrap import Skill, skill
from detente.history.matching import MODEL
from detente.history.scoring import SCORES, Scored, means
from detente.world.arrays import Array

LEAST = 4
"""Values to the fit date that put a series into the headline."""
SEEN = (2024, 2025)
"""Years whose values were known to those who made the model: they are scored apart and enter no headline."""
LEAST_DYADS = 5
"""With fewer directed dyads than this an interval over dyads means nothing, and nothing is claimed."""
ROUNDING = 1e-6
"""Skill nearer to zero than this is the rounding of a file of predictions."""
JUDGES = ("persistence", "shrunken persistence", "event regression")
"""Skill is claimed against the best of these."""


class Line(NamedTuple):
    """Mean scores of one forecaster in points of 0..100; coverages as shares."""

    crps: float
    rmse: float
    mae: float
    cover50: float
    cover90: float
    width50: float
    width90: float


class Summary(NamedTuple):
    """A comparison: `rows` (wordings) make `units` (question, year, origin) of `dyads` directed dyads.

    `lines` by forecaster; `skills` by rival: of CRPS and of RMSE; `best`: the judge with the lowest CRPS; `verdict`: beats,
    tie, worse, or unjudged.
    """

    name: str
    rows: int
    units: int
    dyads: int
    lines: dict[str, Line]
    skills: dict[str, tuple[Skill, Skill]]
    best: str
    verdict: str


class Table(NamedTuple):
    """A set of rows: compared as a whole, by origin, horizon and question; `alone`: the model on rows no rival can judge too."""

    key: str
    title: str
    whole: Summary | None
    groups: dict[str, list[Summary]]
    alone: tuple[int, Line] | None


def tables(scored: Scored, primary: Scored, seed: int) -> list[Table]:
    """Return the headline and the tables beside it; `primary` is scored without values of secondary provenance."""
    most, clean = scored.where(~_seen(scored)), primary.where(~_seen(primary))
    seen = scored.where(_seen(scored))
    return [
        _table(
            "headline", f"Headline: series with {LEAST} or more values to the fit date", most.where(_known(most)), seed
        ),
        _table("primary", "Headline without values of secondary provenance", clean.where(_known(clean)), seed),
        _table("requested", "All requested rows", most, seed),
        _table("seen", f"Seen years {SEEN[0]}-{SEEN[-1]}, apart from all else", seen, seed, _known(seen)),
    ]


def _known(scored: Scored) -> Array:
    return (scored.rows["known"] >= LEAST).to_numpy(bool)


def _seen(scored: Scored) -> Array:
    return scored.rows["year"].isin(SEEN).to_numpy(bool)


def _table(key: str, title: str, scored: Scored, seed: int, among: Array | None = None) -> Table:
    """Return a set compared as a whole and in parts: of the rows `among` it, those that every forecaster answers."""
    common = scored.where(scored.answered if among is None else scored.answered & among)
    alone = None
    if len(common.rows) < len(scored.rows):
        found = means(Scored(scored.rows, {MODEL: scored.scores[MODEL]}))
        alone = len(scored.rows), _line(found.by_dyad[MODEL])
    if not len(common.rows):
        return Table(key, title, None, {}, alone)
    groups = {name: _parts(common, name, seed) for name in ("origin", "horizon", "question")}
    return Table(key, title, summarised("all", common, seed), groups, alone)


def _parts(scored: Scored, column: str, seed: int) -> list[Summary]:
    values = scored.rows[column]
    return [summarised(str(one), scored.where((values == one).to_numpy(bool)), seed) for one in sorted(set(values))]


def summarised(name: str, scored: Scored, seed: int) -> Summary:
    """Return the comparison of all forecasters on rows that all of them answer."""
    found = means(scored)
    lines = {forecaster: _line(table) for forecaster, table in found.by_dyad.items()}
    ours = found.by_dyad[MODEL]
    skills = {rival: _skills(ours, theirs, seed) for rival, theirs in found.by_dyad.items() if rival != MODEL}
    best = min((rival for rival in JUDGES if rival in lines), key=lambda rival: lines[rival].crps)
    verdict = judged(skills[best][0]) if len(found.dyads) >= LEAST_DYADS else "unjudged"
    return Summary(name, len(scored.rows), found.units, len(found.dyads), lines, skills, best, verdict)


def judged(found: Skill) -> str:
    """Return `beats` or `worse` where the interval excludes zero by more than rounding, else `tie`."""
    return "beats" if found.low > ROUNDING else "worse" if found.high < -ROUNDING else "tie"


def _line(by_dyad: Array) -> Line:
    mean = dict(zip(SCORES, by_dyad.mean(axis=0).tolist(), strict=True))
    return Line(mean["crps"], mean["squared"] ** 0.5, mean["absolute"], *(mean[name] for name in SCORES[3:]))


def _skills(ours: Array, theirs: Array, seed: int) -> tuple[Skill, Skill]:
    """Return the skill of the CRPS and of the RMSE."""
    return skill(ours[:, 0], theirs[:, 0], seed), skill(ours[:, 1], theirs[:, 1], seed, np.sqrt)
