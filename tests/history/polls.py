"""A small made-up world of polls for the tests of scores: tables as text."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

HEAD = "observer,target,year,month,measure,value_percent,source_title,source_url,confidence"
LEVELS = ("q05", "q25", "q50", "q75", "q95")
PREDICTED = f"observer,target,year,measure,mean,{','.join(LEVELS)}"
STATES = ("ASH", "ELM", "OAK")
DYADS = [(one, other) for one in STATES for other in STATES if one != other]


def survey_text(rows: Iterable[tuple[str, str, int, object, str, float]]) -> str:
    """Return a table of surveys from (observer, target, year, month, measure, value)."""
    lines = [
        f"{a},{b},{year},{month},{measure},{value:.6g},A house,https://house.test,sourced"
        for a, b, year, month, measure, value in rows
    ]
    return "\n".join([HEAD, *lines]) + "\n"


def walks(seed: int = 1, first: int = 2001, last: int = 2016) -> list[tuple[str, str, int, object, str, float]]:
    """Return six random walks of favourable shares, one per directed dyad, a value a year."""
    rng = np.random.default_rng(seed)
    rows: list[tuple[str, str, int, object, str, float]] = []
    for one, other in DYADS:
        path = np.clip(50 + np.cumsum(rng.normal(0, 5, last - first + 1)), 5, 95)
        rows += [(one, other, first + k, "", "pew_favourable", round(float(v), 3)) for k, v in enumerate(path)]
    return rows


def prediction_text(rows: Iterable[tuple[str, str, int, str, float, float]]) -> str:
    """Return a table of predictions from (observer, target, year, measure, middle, half width of the 90 % interval)."""
    lines = []
    for a, b, year, measure, middle, half in rows:
        quantiles = [middle + half * step for step in (-1.0, -0.4, 0.0, 0.4, 1.0)]
        lines.append(
            f"{a},{b},{year},{measure},{middle!r}," + ",".join(repr(min(max(q, 0.0), 100.0)) for q in quantiles)
        )
    return "\n".join([PREDICTED, *lines]) + "\n"


def written(folder: Path, **texts: str) -> dict[str, Path]:
    """Write tables as name.csv and return their places."""
    places = {name: folder / f"{name}.csv" for name in texts}
    for name, text in texts.items():
        places[name].write_text(text, encoding="utf-8")
    return places
