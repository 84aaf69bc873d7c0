"""Fit and forecast for `docs/hindcast.md`: rolling origins x arms x ablations, against surveys to 2018.

    python docs/make_hindcast.py WORK [--more FILE]   fit and forecast; every finished part is kept in WORK

`make_hindcast_page.py` scores what is kept.  `--more` adds a table of surveys to the published ones (the page used shares
computed from Pew microdata, which are not carried here).  Values after 2018 are dropped before anything else is done.
About fifteen minutes; two parts run at a time.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # many small matrices: threads of their own only get in the way

import argparse
import json
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np

from detente.history.ablations import ABLATIONS, Ablation, ablated, sample_held, without
from detente.history.arms import arm_named
from detente.history.fit_dates import Fit
from detente.history.forecasting import forecast
from detente.history.hindcasting import Inputs, prepare, read_inputs
from detente.history.requests import keys_after

ROOT = Path(__file__).parents[1]
HERE = ROOT / "scenarios" / "hindcast"
SCENARIO, SURVEYS, EVENTS = (
    HERE / "east_asia_2005.yaml",
    HERE / "data" / "trust_surveys.csv",
    HERE / "data" / "events.csv",
)
ORIGINS, HORIZON, LAST, SEED, MOST = (2010, 2012, 2014, 2016), 5, 2018, 20180, 12
WHOLE, FEW = 200, 100
"""Particles of the fits of the arms, and of the ablations and their reference."""
SHUFFLES = 5
ABLATED = (2012, 2014)
"""Origins of the ablations of single mechanisms; those of events have all origins."""
OF_EVENTS = ("no_events", "no_shocks", "no_levers")


class Part(NamedTuple):
    """One fit or forecast: `reuse` names the fit whose sample it takes (empty: a fit of its own)."""

    label: str
    origin: int
    particles: int = WHOLE
    arm: str = "known"
    shuffle: int = 1
    ablation: str = ""
    reuse: str = ""
    data: str = "all"
    most: int = MOST

    @property
    def stem(self) -> str:
        """Return the name of its files."""
        return f"{self.label}.{self.origin}"


def parts() -> list[list[Part]]:
    """Return what is to be done, in two rounds: fits, then forecasts that take the sample of a fit."""
    fits = [Part("known", o) for o in ORIGINS]
    fits += [Part("published", o, data="published") for o in ORIGINS]
    fits += [Part("reference", o, FEW) for o in ORIGINS]
    fits += [
        Part(one.key, o, FEW, ablation=one.key)
        for one in ABLATIONS
        for o in (ORIGINS if one.key in OF_EVENTS else ABLATED)
    ]
    fits += [Part("long", ORIGINS[1], 200, most=25)]
    fits += [Part("permuted_throughout_1", o, FEW, "permuted_throughout", 1) for o in ABLATED]
    late = [Part("unknown", o, arm="unknown", reuse="known") for o in ORIGINS]
    late += [Part(f"{arm}_{s}", o, arm=arm, shuffle=s, reuse="known")
             for arm in ("permuted", "swapped") for s in range(1, SHUFFLES + 1) for o in ORIGINS]  # fmt: skip
    return [fits, late]


def read(part: Part, more: tuple[Path, ...]) -> Inputs:
    """Return the inputs of a part; no value after `LAST` is in them."""
    ablation = ablation_of(part)
    arm = without(ablation) if ablation.tables else arm_named(part.arm, part.shuffle)
    files = [SURVEYS, *(() if part.data == "published" else more)]
    end = Fit((min(part.origin + HORIZON, LAST), 12))
    found = read_inputs(SCENARIO, files, EVENTS, Fit((part.origin, 12)), arm, until=end)
    known, later = found.surveys, found.later.until(*end)
    return found._replace(scenario=ablated(found.scenario, ablation), surveys=known, later=later)


def ablation_of(part: Part) -> Ablation:
    """Return the ablation of a part, one that takes nothing away where it has none."""
    return next((one for one in ABLATIONS if one.key == part.ablation), Ablation("", ""))


def do(part: Part, work: Path, more: tuple[Path, ...]) -> str:
    """Fit (or take a sample), forecast, and keep both; return what was done."""
    if (work / f"{part.stem}.csv").exists():
        return f"{part.stem} kept"
    inputs = read(part, more)
    end = Fit((min(part.origin + HORIZON, LAST), 12))
    ready = prepare(inputs, keys_after(inputs.later, inputs.fit, end))
    names = [one.name for one in ready.setup.unknowns]
    if part.reuse:
        with np.load(work / f"{part.reuse}.{part.origin}.npz") as kept:
            u, evidence = taken(kept["u"], list(kept["names"]), names), float("nan")
    else:
        u, evidence = sample_held(ready.setup, ablation_of(part).held, part.particles, SEED + part.origin, part.most, 1)
        np.savez(work / f"{part.stem}.npz", u=u, names=np.array(names))
    assert ready.asked is not None
    thin = u if not part.reuse else u[:: max(1, len(u) // FEW)]
    table = forecast(ready.setup, thin, ready.requests, ready.asked, ready.how)
    manifest = {"fit_until": str(inputs.fit), "log_evidence": evidence, "values": len(inputs.surveys.frame),
                "entries": len(ready.setup.seen.time), "events": len(inputs.events.listed)}  # fmt: skip
    (work / f"{part.stem}.csv.json").write_text(json.dumps(manifest))
    table.drop(columns=["question", "sign", "month"]).to_csv(work / f"{part.stem}.csv", index=False)
    return part.stem


def taken(u: np.ndarray, kept: list[str], names: list[str]) -> np.ndarray:
    """Return a sample in the order of other unknowns; what only a changed history brings is drawn from its prior."""
    rng = np.random.default_rng(SEED)
    return np.column_stack([u[:, kept.index(name)] if name in kept else rng.random(len(u)) for name in names])


def run_all(work: Path, more: tuple[Path, ...], workers: int = 2) -> None:
    """Do all parts, two at a time."""
    work.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(workers) as pool:
        for round_ in parts():
            for said in [pool.submit(do, part, work, more) for part in round_]:
                print(said.result(), flush=True)


def main() -> None:
    """Read the options, do what is asked."""
    options = argparse.ArgumentParser()
    options.add_argument("work", type=Path)
    options.add_argument("--more", type=Path, action="append", default=[])
    given = options.parse_args()
    run_all(given.work, tuple(given.more))


if __name__ == "__main__":
    main()
