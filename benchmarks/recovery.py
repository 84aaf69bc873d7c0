"""Are known unknowns found again?  `python benchmarks/recovery.py`.

Draws settings from the prior, makes surveys of each at the real surveys' keys, fits them, and prints where the truths lie
in their posteriors; `--out FILE.csv` keeps the ranks after every study.  Takes studies x particles x about 100 histories.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "scenarios" / "hindcast" / "data"


def table_of(found: pd.DataFrame) -> str:
    """Return the summary as a table of Markdown."""
    lines = ["| unknown | inside 50 % | inside 90 % | contraction | correlation | error |", "|---|---|---|---|---|---|"]
    for row in found.itertuples():
        cells = [f"{row.inside_50:.2f} ({row.inside_50_low:.2f}-{row.inside_50_high:.2f})",
                 f"{row.inside_90:.2f} ({row.inside_90_low:.2f}-{row.inside_90_high:.2f})",
                 f"{row.contraction:.2f}", f"{row.correlation:.2f}", f"{row.error:.2f}"]  # fmt: skip
        lines.append(f"| {row.unknown} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def keep(path: Path, found: Any) -> None:
    """Write truth, rank, posterior mean and spread, a row per study and unknown."""
    rows = [
        (k, name, *(float(part[k, i]) for part in found[1:5]))
        for k in range(len(found.truth))
        for i, name in enumerate(found.names)
    ]
    table = pd.DataFrame(rows, columns=["study", "unknown", "truth", "rank", "mean", "spread"])
    table.to_csv(path, index=False, float_format="%.4f", lineterminator="\n")


def main() -> None:
    from detente.history.fit_dates import parse_fit
    from detente.history.hindcasting import prepare, read_inputs
    from detente.history.synthetic import recover, summary

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenario", type=Path, default=ROOT / "scenarios" / "hindcast" / "east_asia_2005.yaml")
    parser.add_argument("--surveys", type=Path, nargs="+", default=[DATA / "trust_surveys.csv"])
    parser.add_argument("--events", type=Path, default=DATA / "events.csv")
    parser.add_argument("--until", default="2018-12")
    parser.add_argument("--studies", type=int, default=12)
    parser.add_argument("--particles", type=int, default=64)
    parser.add_argument("--most", type=int, default=25, help="moves a stage at most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    setup = prepare(read_inputs(options.scenario, options.surveys, options.events, parse_fit(options.until))).setup
    begun = time.perf_counter()

    def progress(found: Any) -> None:
        seconds = time.perf_counter() - begun
        print(
            f"{len(found.truth)} of {options.studies}, {found.histories.sum():,} histories, {seconds:.0f} s", flush=True
        )
        if options.out is not None:
            keep(options.out, found)

    found = recover(setup, options.studies, options.particles, options.seed, options.workers, options.most, progress)
    table = summary(found)
    for level in (50, 90):
        inside = np.abs(found.rank - 0.5) <= level / 200
        print(f"inside {level} %, all unknowns: {inside.mean():.3f} of {inside.size}")
    print(f"{len(setup.at)} values, {int(found.histories.mean()):,} histories a study\n\n{table_of(table)}")


if __name__ == "__main__":
    main()
