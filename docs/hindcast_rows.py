"""Tables of `docs/hindcast.md` about rows: what each origin could see and was asked for, and dyads one by one."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
from hindcast_tables import markdown
from make_hindcast import ORIGINS

from detente.history.matching import MODEL
from detente.history.scoring import Scored, means
from detente.history.scoring_sets import JUDGES
from detente.history.surveys import SurveyTable


def data_table(work: Path, surveys: SurveyTable) -> str:
    """Return how much each origin could see and was asked for."""
    rows = []
    for origin in ORIGINS:
        told, seen = json.loads((work / f"known.{origin}.csv.json").read_text()), surveys.until(origin, 12).frame
        asked = pd.read_csv(work / f"known.{origin}.csv")
        rows.append([f"{origin}-12", str(told["values"]), str(told["entries"]),
                     str(seen.groupby(["observer", "target"]).ngroups), str(int(seen["secondary"].sum())), str(len(asked)),
                     str(asked.groupby(["observer", "target"]).ngroups)])  # fmt: skip
    head = [
        "fit until",
        "values seen",
        "waves seen",
        "directed dyads seen",
        "of secondary provenance",
        "rows asked for",
        "directed dyads asked for",
    ]
    return markdown(head, rows)


def dyads_table(found: Scored, show: int = 8) -> str:
    """Return the dyads on which the model does worst against persistence, and best."""
    ours = means(found)
    best = [name for name in JUDGES if name in found.scores]
    units = found.rows.groupby(["observer", "target"]).apply(
        lambda part: len(part.drop_duplicates(["question", "year", "origin"])), include_groups=False
    )
    gap = ours.by_dyad[MODEL][:, 0] - ours.by_dyad["persistence"][:, 0]
    order = np.argsort(gap)
    chosen = order if len(order) <= 2 * show else np.concatenate([order[:show], order[-show:]])
    rows = []
    for k in chosen:
        dyad = ours.dyads[k]
        scores = [f"{ours.by_dyad[name][k, 0]:.1f}" for name in (*best, MODEL)]
        rows.append([" about ".join(dyad), str(units.loc[dyad]), *scores, f"{_lean(found, dyad):+.0f}"])
    return markdown(["dyad", "units", *best, MODEL, "mean error of the model, points"], rows)


def _lean(found: Scored, dyad: tuple[str, str]) -> float:
    """Return how far the model's means lie above what was found, on the favourable side."""
    rows = found.rows[(found.rows["observer"] == dyad[0]) & (found.rows["target"] == dyad[1])]
    return float(((rows["mean"] - rows["value"]) * rows["sign"]).mean())
