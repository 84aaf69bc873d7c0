"""Tables of `docs/hindcast.md`, in Markdown, and the long table of scores."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from make_hindcast import ABLATED, FEW, ORIGINS, SHUFFLES

from detente.history.ablations import ABLATIONS
from detente.history.bootstrap import Skill, skill
from detente.history.matching import MODEL
from detente.history.scoring import Scored, means
from detente.history.scoring_sets import Summary, Table

ORDER = ("persistence", "shrunken persistence", "climatology", "AR(1)", "linear trend", "event regression", MODEL)
SEED = 1


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def said(found: Skill) -> str:
    """Return a skill in percent with its interval."""
    return f"{100 * found.value:+.1f} % ({100 * found.low:+.1f} to {100 * found.high:+.1f})"


def long_table(found: dict[str, list[Table]]) -> pd.DataFrame:
    """Return every score of every forecaster on every set of rows, with the model's skill against it."""
    rows = []
    for label, its in found.items():
        for table in its:
            groups = {} if table.whole is None else {"all": [table.whole], **table.groups}
            rows += [_line(label, table.key, by, one, name) for by, ones in groups.items() for one in ones for name in ORDER
                     if name in one.lines]  # fmt: skip
    return pd.DataFrame(rows)


def _line(label: str, key: str, by: str, one: Summary, name: str) -> dict[str, object]:
    both = one.skills.get(name)
    gained: dict[str, float] = {}
    for score, one_skill in zip(("crps", "rmse"), both or (), strict=False):
        gained |= {f"skill_{score}": one_skill.value, f"{score}_low": one_skill.low, f"{score}_high": one_skill.high}
    where = {"surveys": label, "rows_of": key, "by": by, "group": one.name, "forecaster": name}
    counts = {"rows": one.rows, "units": one.units, "dyads": one.dyads}
    return {**where, **counts, **one.lines[name]._asdict(), **gained, "best_rival": one.best, "verdict": one.verdict}


def scores_table(table: Table, groups: Sequence[str] = ("all", "origin", "horizon", "question")) -> str:
    """Return baselines first, the model last, then its skill against the best judge, for the whole and its parts."""
    assert table.whole is not None
    rows = []
    for by in groups:
        for one in [table.whole] if by == "all" else table.groups[by]:
            name = "all" if by == "all" else f"{by} {one.name}"
            cells = [f"{one.lines[k].crps:.2f} ({one.lines[k].rmse:.1f})" if k in one.lines else "" for k in ORDER]
            line = one.lines[MODEL]
            rows.append([name, f"{one.units} of {one.dyads}", *cells, f"{line.cover50:.2f}, {line.cover90:.2f}",
                         f"{said(one.skills[one.best][0])} on {one.best}", one.verdict])  # fmt: skip
    return markdown(
        ["", "units of dyads", *ORDER, "model covers 50, 90 %", "skill of CRPS on the best judge", "verdict"], rows
    )


def by_dyad(chosen: dict[str, Scored], names: Sequence[str]) -> np.ndarray:
    """Return the mean CRPS by dyad over some labels, [dyads]."""
    return np.mean([means(chosen[name]).by_dyad[MODEL][:, 0] for name in names], axis=0)


def arms_table(chosen: dict[str, Scored]) -> str:
    """Return what each wrong or missing history costs against the right one."""
    known = by_dyad(chosen, ["known"])
    told = {
        "events known": ["known"],
        "events unknown": ["unknown"],
        f"dates permuted within the dyad ({SHUFFLES} shuffles)": _shuffled(chosen, "permuted"),
        f"dyads exchanged ({SHUFFLES} shuffles)": _shuffled(chosen, "swapped"),
    }
    rows = [_arm(name, by_dyad(chosen, of), known) for name, of in told.items() if of and all(k in chosen for k in of)]
    if "reference" in chosen:
        rows.append(
            [f"events known, fitted with {FEW} particles", f"{by_dyad(chosen, ['reference']).mean():.2f}", "", ""]
        )
        fitted = {
            "the same, no event ever, fitted anew": "no_events",
            f"the same, {ABLATED[0]} and {ABLATED[1]}: dates permuted over the whole record, fitted anew": "permuted_throughout_1",
        }
        rows += [_arm(name, *_beside(chosen, label)) for name, label in fitted.items() if label in chosen]
    return markdown(["forecast is told", "CRPS", "what it costs (CRPS, 90 % interval over dyads)", "said"], rows)


def _beside(chosen: dict[str, Scored], label: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the CRPS by dyad of an ablation and of its reference, on the same origins."""
    here = chosen["reference"].rows["origin"].isin(set(chosen[label].rows["origin"])).to_numpy()
    return by_dyad(chosen, [label]), by_dyad({"reference": chosen["reference"].where(here)}, ["reference"])


def _shuffled(chosen: dict[str, Scored], stem: str) -> list[str]:
    return [name for name in chosen if name.rpartition("_")[0] == stem and name.rpartition("_")[2].isdigit()]


def _arm(name: str, its: np.ndarray, known: np.ndarray) -> list[str]:
    if np.array_equal(its, known):
        return [name, f"{its.mean():.2f}", "", ""]
    found = skill(known, its, SEED)  # above zero: the right history is better
    cost = Skill(*(1.0 / (1.0 - x) - 1.0 for x in found))
    verdict = "costs" if cost.low > 0 else "helps" if cost.high < 0 else "no difference shown"
    return [name, f"{its.mean():.2f}", said(cost), verdict]


def ablations_table(chosen: dict[str, Scored], work: Path) -> str:
    """Return what the removal of each mechanism costs in score, and in log evidence at the last origin of all."""
    if "reference" not in chosen:
        return ""
    rows = []
    for one in ABLATIONS:
        if one.key in chosen:
            origins = sorted(set(chosen[one.key].rows["origin"]))
            its, known = _beside(chosen, one.key)
            name, crps, cost, verdict = _arm(one.title, its, known)
            last = ABLATED[-1]
            lost = _evidence(work, one.key, last) - _evidence(work, "reference", last)
            which = "all" if len(origins) == len(ORIGINS) else ", ".join(map(str, origins))
            rows.append([name, which, f"{known.mean():.2f}", crps, cost, f"{lost:+.1f}", verdict])
    head = [
        "without",
        "origins",
        "CRPS with",
        "without",
        "what it costs (90 % interval)",
        f"log evidence at {ABLATED[-1]}",
        "said",
    ]
    return markdown(head, rows)


def _evidence(work: Path, label: str, origin: int) -> float:
    return float(json.loads((work / f"{label}.{origin}.csv.json").read_text())["log_evidence"])
